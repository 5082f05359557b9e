"""What a person sees while it runs: one line at a time, on standard error."""

import sys

__all__ = ["say"]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
