"""For tests that look at another process or thread: the one place that asks again and again.

Where the event itself can be waited for (a line of a process's output, a pipe, a
``threading.Event``), wait for that instead.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["until"]

T = TypeVar("T")


def until(
    look: Callable[[], T],
    seconds: float = 60,
    what: str | Callable[[], str] = "",
    *,
    pause: float = 0.02,
) -> T:
    """What ``look`` finds as soon as it finds something (anything true).

    Raises ``TimeoutError`` that tells ``what`` was waited for: in words, or asked when the
    time is up, as the last lines of a log are.
    """
    end = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > end:
            told = what() if callable(what) else what
            raise TimeoutError(f"waited {seconds:g} s in vain for {told or 'a condition'}")
        time.sleep(pause)
    return found
