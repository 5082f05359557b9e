"""Where a unit stands: shelves, and how many of each list stand on each shelf.

A list behind a figure may hold a city. Units are spread over a fixed number of shelves;
*tallies* say how many of a key each holds, month by month. Who has a first entry of a key
joins a *place*, key and shelf, so the units of a shelf are found by an index. A page of the
list is then read from one or two shelves, whatever the list's length and the ledger's age.

Where a plan tells communes apart, each commune has shelves of its own, one after the other, and
who moves stands on another: a commune's list is that of its shelves, the city's that of all.

Tallies are written when a recorded period ends (``periods.py``); of the open one the
ledger's lines are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from indicators.domain.cells import Increments
from indicators.domain.contributions import Entry
from indicators.domain.days import Day, months_from

__all__ = [
    "AMOUNT",
    "SHELVES",
    "Shelves",
    "cut",
    "tallied",
    "tally_documents",
    "tally_up",
]

AMOUNT = ".amount"
SHELVES = 1_024
"""At 200,000 persons about 200 to a shelf: a page needs one or two of them."""


@dataclass(frozen=True, slots=True)
class Shelves:
    """``each`` shelves for every commune told apart, ``first`` says from which on, and as many
    for who lives in none of them; without communes all for everybody.
    """

    each: int = SHELVES
    first: Mapping[str, int] | None = None

    @classmethod
    def of(cls, communes: Iterable[str]) -> Shelves:
        """Of the communes a plan tells apart: their codes are in its digest for it, and beside
        the generation that was counted by it.
        """
        codes = sorted(communes)
        if not codes:
            return cls()
        each = -(-SHELVES // (len(codes) + 1))
        return cls(each, {code: each * number for number, code in enumerate(codes, 1)})

    def holding(self, unit: str, commune: str | None = None) -> int:
        """The shelf of a unit, of what counts in a commune."""
        shelf = crc32(unit.encode()) % self.each
        return shelf if self.first is None else shelf + self.first.get(commune or "", 0)

    def may_hold(self, shelf: int, unit: str) -> bool:
        """Whether the unit could stand there, whichever commune it counts in."""
        last = self.each * (1 + len(self.first or ()))
        return 0 <= shelf < last and shelf % self.each == crc32(unit.encode()) % self.each

    def of_commune(self, commune: str) -> range:
        """The shelves of a commune; none of one that is not told apart."""
        first = (self.first or {}).get(commune)
        return range(0) if first is None else range(first, first + self.each)


def tally_documents(k: str, first: Day, last: Day) -> list[str]:
    """The documents that tell of ``first`` … ``last``, by month."""
    return [f"{k}/{month}" for month in months_from(first[:7], last[:7])]


def tally_up(entries: Iterable[tuple[str, Entry]], into: Increments, shelves: Shelves) -> None:
    """Add the entries of units to the tallies, by shelf.

    Amounts of money have no list of their own.
    """
    each, first = shelves.each, shelves.first
    for unit, entry in entries:
        k, on, d, dims, _ = entry
        if k.endswith(AMOUNT):
            continue
        number = crc32(unit.encode()) % each
        if first is not None:
            number += first.get(dims.commune or "", 0)
        name, shelf = f"{k}/{on[:7]}", str(number)
        found = into.get(name)
        if found is None:
            found = into[name] = {}
        found[shelf] = found.get(shelf, 0) + d


def tallied(months: Iterable[Mapping[str, int]], more: Iterable[tuple[int, int]]) -> dict[int, int]:
    """How many stand on each shelf: what each month's document says, and ``more`` shelves to
    which one came (+1) or from which one went (-1).
    """
    counts: dict[int, int] = {}
    for month in months:
        for shelf, n in month.items():
            counts[int(shelf)] = counts.get(int(shelf), 0) + n
    for on, d in more:
        counts[on] = counts.get(on, 0) + d
    return {shelf: n for shelf, n in counts.items() if n}


def cut(counts: Mapping[int, int], start: int, size: int) -> tuple[Sequence[int], int]:
    """The shelves on which the list's rows ``start`` … ``start + size`` stand, and how many
    rows of the first of them come before.
    """
    wanted: list[int] = []
    before = skipped = 0
    for shelf in sorted(counts):
        count = counts[shelf]
        if count <= 0:
            continue
        if before + count > start and before < start + size:
            if not wanted:
                skipped = start - before
            wanted.append(shelf)
        before += count
    return wanted, skipped
