"""What goes in and out, for OpenAPI; only queries are read by these, bodies by services."""
