"""The rules of credit, pure: states, commands, events, decide, evolve. Standard library only."""
