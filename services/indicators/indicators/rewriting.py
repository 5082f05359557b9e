"""A new generation's ledger, written in large pieces: a rebuild writes everything at once."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.book import Line
from indicators.domain.shelves import shelf_of
from indicators.ledger import places_of, sheets
from indicators.store import Store

__all__ = ["Rewriting"]

LINES = 20_000
JOINS = 200_000
"""So that a shelf's units lie in few documents, however many units there are."""


class Rewriting:
    """``take`` the lines of one unit after another, then ``flush``. All of them were recorded
    at one moment, in the generation's first period.
    """

    def __init__(self, store: Store, generation: int) -> None:
        self._store = store
        self._generation = generation
        self._number = 0
        self._lines: list[Line] = []
        self._joined: dict[tuple[str, int], list[str]] = {}
        self._joins = 0

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

    def flush(self) -> None:
        self._write_lines()
        self._write_places()

    def _write_lines(self) -> None:
        self._number += 1
        found = sheets(f"r{self._number}", self._lines, ())
        self._store.write_sheets(self._generation, found, None)
        self._lines = []

    def _write_places(self) -> None:
        self._number += 1
        found = places_of(f"r{self._number}", self._joined)
        self._store.write_places(self._generation, found, None)
        self._joined, self._joins = {}, 0
