"""A new generation's ledger and sums, written in large pieces while the next is worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from types import TracebackType
from typing import Any

from indicators.domain.book import Line
from indicators.domain.cells import Increments
from indicators.domain.periods import Stretch
from indicators.domain.shelves import shelf_of
from indicators.flattening import nested
from indicators.ledger import places_of, sheets
from indicators.store import (
    Store,
    cells_name,
    entries_name,
    periods_name,
    places_name,
    tallies_name,
)

__all__ = ["Rewriting"]

LINES = 20_000
JOINS = 200_000
"""So that a shelf's units lie in few documents, however many units there are."""


class Rewriting:
    """``take`` the lines of one unit after another, then ``finish``. All of them were recorded
    at one moment, in the generation's first period. To be used in a ``with``.
    """

    def __init__(self, store: Store, generation: int) -> None:
        self._store = store
        self._generation = generation
        self._number = 0
        self._lines: list[Line] = []
        self._joined: dict[tuple[str, int], list[str]] = {}
        self._joins = 0
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

    def take(self, lines: Sequence[Line]) -> None:
        self._lines += lines
        for line in lines:
            if line.joins:
                place = line.entry.k, shelf_of(line.unit)
                self._joined.setdefault(place, []).append(line.unit)
                self._joins += 1
        if len(self._lines) >= LINES:
            self._write_lines()
        if self._joins >= JOINS:
            self._write_places()

    def finish(self, cells: Increments, tallies: Increments, at: datetime) -> None:
        """Write what is left, and the sums. Raises what any write met."""
        self._write_lines()
        self._write_places()
        sums = [
            (cells_name(self._generation), _documents(cells)),
            (tallies_name(self._generation), _documents(tallies)),
        ]
        if cells:
            first = Stretch(0, 0)
            whole = [
                {**row, "_id": first.document(row["_id"]), "s": first.name}
                for row in _documents(cells)
            ]
            sums.append((periods_name(self._generation), whole))
        for collection, documents in sums:
            self._write(collection, documents)
        if cells:
            self._begin(lambda: self._store.end_period(self._generation, at, None))
        self._wait()

    def _write_lines(self) -> None:
        self._number += 1
        found = sheets(f"r{self._number}", self._lines, ())
        self._write(entries_name(self._generation), found)
        self._lines = []

    def _write_places(self) -> None:
        self._number += 1
        found = places_of(f"r{self._number}", self._joined)
        self._write(places_name(self._generation), found)
        self._joined, self._joins = {}, 0

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
