"""Lists in: from a spreadsheet to people, row by row."""
