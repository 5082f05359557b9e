"""Counts what is done, in whatever threads, and knows when."""

from __future__ import annotations

import threading
import time

__all__ = ["Meter"]


class Meter:
    """The rate between the end of the warm-up and the last event, on the machine's one clock."""

    def __init__(self, total: int, warm_up: int) -> None:
        self._total = total
        self._warm_up = warm_up
        self._lock = threading.Lock()
        self._done = 0
        self._warm: tuple[float, int] | None = None
        self._ended: float | None = None

    def add(self, count: int = 1) -> bool:
        """So many more are done; whether these were the last."""
        now = time.monotonic()
        with self._lock:
            self._done += count
            if self._warm is None and self._done >= self._warm_up:
                self._warm = (now, self._done)
            if self._done >= self._total and self._ended is None:
                self._ended = now
                return True
        return False

    def result(self) -> dict[str, float]:
        """`rate`: events per second after the warm-up; `done`; `ended`: monotonic seconds."""
        if self._warm is None or self._ended is None:
            raise RuntimeError("not finished")
        began, done = self._warm
        seconds = self._ended - began
        return {"rate": (self._done - done) / seconds, "done": self._done, "ended": self._ended}
