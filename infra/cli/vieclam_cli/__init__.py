"""What ./vieclam runs: one machine's platform for the six services."""
