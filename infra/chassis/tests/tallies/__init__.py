"""A whole service on the chassis, for the chassis' own tests."""
