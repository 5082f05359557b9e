"""What a person sees while something takes long: one line for each step, on standard error."""

import contextlib
import sys
import time
from collections.abc import Iterator


def say(text: str) -> None:
    """One line of progress; nobody listening any more is no reason to stop."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    """A step with its time, said when it is done; a failed one says nothing."""
    live = sys.stderr.isatty()
    if live:
        print(f"  {text} …", end="", file=sys.stderr, flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        if live:
            print(file=sys.stderr)
        raise
    seconds = time.monotonic() - started
    say(f"{chr(13) if live else ''}  {text}: {seconds:.1f} s")
