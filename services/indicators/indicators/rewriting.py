"""A new generation's ledger and sums, written in large pieces while the next is worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from types import TracebackType
from typing import Any

from indicators.counting import Joined, Sums
from indicators.domain.cells import Increments
from indicators.domain.periods import Stretch
from indicators.flattening import nested
from indicators.ledger import Block, places_of, sheets
from indicators.store import (
    Store,
    cells_name,
    entries_name,
    periods_name,
    places_name,
    tallies_name,
)

__all__ = ["Rewriting"]


class Rewriting:
    """``take`` the lines of one page after another, then ``finish``. All of them were recorded
    at one moment, in the generation's first period. To be used in a ``with``.
    """

    def __init__(self, store: Store, generation: int) -> None:
        self._store = store
        self._generation = generation
        self._number = 0
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="rewriting")
        self._under_way: Future[None] | None = None

    def __enter__(self) -> Rewriting:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=True)

    def take(self, lines: Sequence[Block], joined: Joined) -> None:
        self._number += 1
        number = f"r{self._number}"
        if lines:
            self._write(entries_name(self._generation), sheets(number, lines, ()))
        if joined:
            self._write(places_name(self._generation), places_of(number, joined))

    def finish(self, sums: Sums, at: datetime) -> None:
        """Write the sums. Raises what any write met."""
        self.take((), sums.joined)
        cells = sums.cells
        found = [
            (cells_name(self._generation), _documents(cells)),
            (tallies_name(self._generation), _documents(sums.tallies)),
        ]
        if cells:
            first = Stretch(0, 0)
            whole = [
                {**row, "_id": first.document(row["_id"]), "s": first.name}
                for row in _documents(cells)
            ]
            found.append((periods_name(self._generation), whole))
        for collection, documents in found:
            self._write(collection, documents)
        if cells:
            self._begin(lambda: self._store.end_period(self._generation, at, None))
        self._wait()

    def _write(self, collection: str, documents: list[dict[str, Any]]) -> None:
        self._begin(lambda: self._store.insert(collection, documents, None))

    def _begin(self, write: Callable[[], None]) -> None:
        self._wait()
        self._under_way = self._pool.submit(write)

    def _wait(self) -> None:
        if self._under_way is not None:
            self._under_way.result()
            self._under_way = None


def _documents(sums: Increments) -> list[dict[str, Any]]:
    return [{"_id": name, **nested(found)} for name, found in sums.items()]
