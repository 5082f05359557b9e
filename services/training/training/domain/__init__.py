"""The rules of training, pure: states, commands, events, decide, evolve. Standard library only."""
