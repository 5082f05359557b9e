"""Where a unit stands: shelves, and how many of each list stand on each shelf.

A list behind a figure may hold a city. Units are spread over a fixed number of shelves;
*tallies* say how many of a key each shelf holds on any day, *members* which units of a
shelf ever have an entry of the key. A page of the list is then read from one or two
shelves, whatever the list's length and the ledger's age.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from indicators.domain.cells import Increments
from indicators.domain.contributions import Entry
from indicators.domain.days import Day, last_day_of, months_from

__all__ = [
    "AMOUNT",
    "SHELVES",
    "cut",
    "member_document",
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


def member_document(k: str, shelf: int) -> str:
    """The document naming the units of a shelf with entries of ``k``."""
    return f"{k}/{shelf}"


def tally_documents(k: str, first: Day, last: Day) -> list[str]:
    """The documents that tell of ``first`` … ``last``, by month."""
    return [f"{k}/{month}" for month in months_from(first[:7], last[:7])]


def tally_up(entries: Iterable[tuple[str, Entry]], into: Increments) -> None:
    """Add the entries of units to the tallies: ``m`` by shelf, ``d`` by day and shelf.

    Amounts of money have no list of their own.
    """
    for unit, entry in entries:
        k, on, d, _, _ = entry
        if k.endswith(AMOUNT):
            continue
        shelf = crc32(unit.encode()) % SHELVES
        name = f"{k}/{on[:7]}"
        found = into.get(name)
        if found is None:
            found = into[name] = {}
        month, day = f"m.{shelf}", f"d.{on[8:]}.{shelf}"
        found[month] = found.get(month, 0) + d
        found[day] = found.get(day, 0) + d


def tallied(
    last: Day, months: Iterable[Mapping[str, int]], days: Mapping[str, Mapping[str, int]]
) -> dict[int, int]:
    """How many stand on each shelf at the end of ``last``.

    ``months``: what each month's document says by shelf, up to the month of ``last``;
    ``days``: what the last one says by day and shelf, needed where ``last`` does not end it.
    """
    counts: dict[str, int] = {}
    for month in months:
        for shelf, n in month.items():
            counts[shelf] = counts.get(shelf, 0) + n
    if last != last_day_of(last[:7]):
        for day, shelves in days.items():
            if day > last[8:]:
                for shelf, n in shelves.items():
                    counts[shelf] = counts.get(shelf, 0) - n
    return {int(shelf): n for shelf, n in counts.items() if n}


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
