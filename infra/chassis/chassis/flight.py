"""One commit under way while the next batch is worked out.

The database works on one batch, this process on the next: neither waits for the other. At
most one commit is under way, and what it carries is settled by it, after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from chassis.broker import Delivery

__all__ = ["Flight"]


class Flight:
    """``launch`` begins a commit; ``land`` waits for it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pilot: ThreadPoolExecutor | None = None
        self._commit: Future[None] | None = None
        self.cargo: Sequence[Delivery] = ()
        """What the commit under way carries, or the one that failed."""

    @property
    def under_way(self) -> bool:
        return self._commit is not None

    def launch(self, commit: Callable[[], None], cargo: Sequence[Delivery]) -> None:
        """Begin ``commit`` in a thread. Whatever was under way must have landed."""
        if self._commit is not None:
            raise RuntimeError("a commit is under way")
        if self._pilot is None:
            self._pilot = ThreadPoolExecutor(1, thread_name_prefix=f"{self._name}-commit")
        self.cargo = cargo
        self._commit = self._pilot.submit(commit)

    def land(self) -> None:
        """Wait for the commit under way, if any; raises what it met, ``cargo`` then is kept."""
        commit, self._commit = self._commit, None
        if commit is None:
            return
        commit.result()
        self.cargo = ()

    def unload(self) -> Sequence[Delivery]:
        """Take back what a failed commit carried."""
        cargo, self.cargo = self.cargo, ()
        return cargo

    def close(self) -> None:
        if self._pilot is not None:
            self._pilot.shutdown(wait=True)
            self._pilot = None
