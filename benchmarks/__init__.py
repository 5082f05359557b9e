"""Measurements against the limit and against peers: `./vieclam bench [name]`."""
