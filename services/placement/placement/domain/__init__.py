"""The rules of placement. Pure: standard library only."""
