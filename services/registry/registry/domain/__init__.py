"""The rules of the registry. Pure: standard library only."""
