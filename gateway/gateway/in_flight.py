"""Keys whose first try is still in work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chassis.errors import Conflict

__all__ = ["InFlight"]


class InFlight:
    """In this gateway; another gateway's second try waits at the service, which answers
    it with the first receipt."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, str]] = set()

    @contextmanager
    def only(self, account_id: str, key: str) -> Iterator[None]:
        """Raises ``Conflict("in_progress")`` while the same account's key is in work."""
        pair = (account_id, key)
        if pair in self._keys:
            raise Conflict("in_progress")
        self._keys.add(pair)
        try:
            yield
        finally:
            self._keys.discard(pair)
