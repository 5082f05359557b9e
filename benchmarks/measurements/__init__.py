"""One measurement a file: each takes the setting and answers a section."""
