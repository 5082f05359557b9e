"""Who does it, each in a process of its own: ours, stock nameko, and the bare limit."""
