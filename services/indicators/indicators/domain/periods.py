"""Recorded periods: which cells came to be in which stretch of recorded time.

The ledger's lines in the order of their recorded time are cut into periods of some
thousand lines. What a period adds to the cells is kept as cells of its own, and sixteen
periods as one of the next level. So a figure as it was known at a moment is the sum of a
few dozen documents and the lines of one period, however long the history is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from indicators.domain.cells import Increments

__all__ = ["GROUP", "LONGEST", "PERIOD_LINES", "Stretch", "completed", "cover", "holding", "merge"]

PERIOD_LINES = 4_000
"""A moment's figure reads about this many lines; a period's cells cost about 100 documents."""

LONGEST = 16 * PERIOD_LINES
"""While more is waiting a period goes on this long: feeds that are behind tell earlier moments,
and a line of a period that is over costs much more than one of the open period."""

GROUP = 16


class Stretch(NamedTuple):
    """``GROUP ** level`` periods, the ``number``-th such stretch."""

    level: int
    number: int

    @property
    def name(self) -> str:
        return f"{self.level}.{self.number}"

    def document(self, name: str) -> str:
        """The document with this stretch's part of the cells document ``name``."""
        return f"{self.name}|{name}"


def completed(count: int) -> list[Stretch]:
    """The stretches that end with the ``count``-th period."""
    found, size, level = [], 1, 0
    while count % size == 0:
        found.append(Stretch(level, count // size - 1))
        level += 1
        size *= GROUP
    return found


def cover(ends: Sequence[datetime], moment: datetime) -> tuple[list[Stretch], datetime | None]:
    """The stretches that hold all periods over by ``moment``, and the end of the last one.

    ``ends``: the recorded time each period ends with, inclusive.
    """
    count = bisect_right(ends, moment)
    found: list[Stretch] = []
    done = 0
    while done < count:
        level = 0
        while done % GROUP ** (level + 1) == 0 and done + GROUP ** (level + 1) <= count:
            level += 1
        found.append(Stretch(level, done // GROUP**level))
        done += GROUP**level
    return found, ends[count - 1] if count else None


def holding(ends: Sequence[datetime], at: datetime) -> list[Stretch]:
    """The stretches a line recorded at ``at`` belongs to; none while its period is open."""
    period = bisect_left(ends, at)
    found, level = [], 0
    while period < len(ends) and (period // GROUP**level + 1) * GROUP**level <= len(ends):
        found.append(Stretch(level, period // GROUP**level))
        level += 1
    return found


def merge(one: Increments, into: Increments) -> None:
    """Add the increments to others."""
    for name, cells in one.items():
        found = into.get(name)
        if found is None:
            into[name] = dict(cells)
            continue
        for path, n in cells.items():
            found[path] = found.get(path, 0) + n
