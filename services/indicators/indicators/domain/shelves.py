"""Where a unit stands: shelves, and how many of each list stand on each shelf.

A list behind a figure may hold a city. Units are spread over a fixed number of shelves;
*tallies* say how many of a key each holds, month by month. Who has a first entry of a key
joins a *place*, key and shelf, so the units of a shelf are found by an index. A page of the
list is then read from one or two shelves, whatever the list's length and the ledger's age.

Tallies are written when a recorded period ends (``periods.py``); of the open one the
ledger's lines are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from indicators.domain.cells import Increments
from indicators.domain.contributions import Entry
from indicators.domain.days import Day, months_from

__all__ = [
    "AMOUNT",
    "SHELVES",
    "cut",
    "shelf_of",
    "tallied",
    "tally_documents",
    "tally_up",
]

AMOUNT = ".amount"
SHELVES = 1_024
"""At 200,000 persons about 200 to a shelf: a page needs one or two of them."""


def shelf_of(unit: str) -> int:
    return crc32(unit.encode()) % SHELVES


def tally_documents(k: str, first: Day, last: Day) -> list[str]:
    """The documents that tell of ``first`` … ``last``, by month."""
    return [f"{k}/{month}" for month in months_from(first[:7], last[:7])]


def tally_up(entries: Iterable[tuple[str, Entry]], into: Increments) -> None:
    """Add the entries of units to the tallies, by shelf.

    Amounts of money have no list of their own.
    """
    for unit, entry in entries:
        k, on, d, _, _ = entry
        if k.endswith(AMOUNT):
            continue
        name, shelf = f"{k}/{on[:7]}", str(crc32(unit.encode()) % SHELVES)
        found = into.get(name)
        if found is None:
            found = into[name] = {}
        found[shelf] = found.get(shelf, 0) + d


def tallied(months: Iterable[Mapping[str, int]], more: Iterable[tuple[str, int]]) -> dict[int, int]:
    """How many stand on each shelf: what each month's document says, and ``more`` units
    that came (+1) or went (-1).
    """
    counts: dict[int, int] = {}
    for month in months:
        for shelf, n in month.items():
            counts[int(shelf)] = counts.get(int(shelf), 0) + n
    for unit, d in more:
        on = shelf_of(unit)
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
