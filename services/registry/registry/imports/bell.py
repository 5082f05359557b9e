"""How a desk tells the importer that something was sent."""

from __future__ import annotations

import threading

__all__ = ["Bell"]


class Bell:
    """Rung by many, heard by one; a ring while nobody listens is not lost."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """Until it rings, at most this long."""
        self._rung.wait(seconds)
        self._rung.clear()
