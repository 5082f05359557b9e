"""Failed sign-ins: after a few, wait; the wait doubles."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Throttle"]


@dataclass(slots=True)
class _Tries:
    failed: int
    blocked_until: float


class Throttle:
    """Counts failures by key, in this process, for the ``most`` recent keys.

    A key is an account at an address: a stranger's tries do not lock the officer's own
    machine out. Counts are forgotten with the process: a restart costs an attacker more
    than it gives, and no store can be filled from outside.
    """

    def __init__(
        self,
        *,
        free: int = 5,
        first_wait: float = 30,
        longest_wait: float = 900,
        most: int = 10_000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._free, self._first, self._longest, self._most = free, first_wait, longest_wait, most
        self._now = now
        self._tries: OrderedDict[tuple[str, ...], _Tries] = OrderedDict()

    def wait(self, key: tuple[str, ...]) -> float:
        """Seconds until the next try is allowed; 0 for now."""
        tries = self._tries.get(key)
        return 0.0 if tries is None else max(0.0, tries.blocked_until - self._now())

    def failed(self, key: tuple[str, ...]) -> None:
        tries = self._tries.pop(key, None) or _Tries(0, 0.0)
        tries.failed += 1
        over = tries.failed - self._free
        if over >= 0:
            tries.blocked_until = self._now() + min(self._first * 2.0**over, self._longest)
        self._tries[key] = tries
        while len(self._tries) > self._most:
            self._tries.popitem(last=False)

    def succeeded(self, key: tuple[str, ...]) -> None:
        self._tries.pop(key, None)
