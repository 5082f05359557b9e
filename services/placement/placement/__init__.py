"""Placement: what the job centre and the social insurance do for a worker."""
