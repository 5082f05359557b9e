"""The rules of placement. Pure: standard library and the error names only."""
