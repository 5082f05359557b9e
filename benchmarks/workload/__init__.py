"""What everybody is given to do, and what must have come of it."""
