"""One way to be ended: SIGTERM and SIGHUP do what Ctrl-C does.

SIGINT is taken too: a shell starts background programs with it ignored.
"""

import contextlib
import signal
from collections.abc import Iterator
from typing import NoReturn

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def signals_as_interrupts() -> Iterator[None]:
    """Inside, these signals raise KeyboardInterrupt: what was started is stopped."""

    def interrupt(_number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, interrupt) for each in ENDINGS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
