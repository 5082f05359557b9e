"""Tallies and places held against what the states come to, and against the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b

from indicators.domain.cells import Increments
from indicators.domain.contributions import Entry
from indicators.domain.periods import merge
from indicators.domain.shelves import AMOUNT, Shelves, tally_up
from indicators.flattening import differing

__all__ = ["ListProof"]


class ListProof:
    """``expect`` what every unit's entries are, ``take`` every line, ``place`` everybody
    who joined or left, ask how much differs.

    ``ends``: of the recorded periods; tallies hold what was recorded up to the last.
    """

    def __init__(self, ends: Sequence[datetime], shelves: Shelves) -> None:
        self._shelves = shelves
        self._end = ends[-1] if ends else None
        self._expected: Increments = {}
        self._open: Increments = {}
        self._places: dict[tuple[str, int], int] = {}

    def expect(self, unit: str, entries: Iterable[Entry]) -> None:
        present = list(entries)
        tally_up(((unit, entry) for entry in present), self._expected, self._shelves)
        places = {(each.k, each.dims.commune) for each in present if not each.k.endswith(AMOUNT)}
        for k, commune in places:
            self._add(k, unit, 1, self._shelves.holding(unit, commune))

    def take(self, unit: str, entry: Entry, at: datetime) -> None:
        if self._end is None or at > self._end:
            tally_up([(unit, entry)], self._open, self._shelves)

    def place(self, k: str, unit: str, sign: int, shelf: int) -> None:
        """``sign``: 1 where the unit joined a place of the key, -1 where it left it."""
        self._add(k, unit, -sign, shelf)

    def misplaced(self, unit: str, shelf: int) -> bool:
        """Whether no list would look for the unit on this shelf."""
        return not self._shelves.may_hold(shelf, unit)

    def _add(self, k: str, unit: str, n: int, shelf: int) -> None:
        place = k, shelf
        digest = blake2b(unit.encode(), digest_size=8).digest()
        self._places[place] = self._places.get(place, 0) + n * int.from_bytes(digest, "big")

    def differing(self, tallies: Increments) -> int:
        """How many tallies and places are not what they should be."""
        merge(tallies, self._open)
        wrong_places = sum(1 for total in self._places.values() if total)
        return differing(self._expected, self._open) + wrong_places
