"""Suppression: what a published count may tell. The rule and its proof: ``SUPPRESSION.md``.

One rule: *only counts of nested sets leave the house, each rounded down to a multiple of
five; every other published number is a difference or a sum of those.* A count of 0 to 4 is
published as 0 and shown as hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

__all__ = ["STEP", "Cell", "all_of", "between", "chain", "rounded", "steps", "up_to"]

STEP = 5
"""Counts of fewer persons are small. Our choice, the usual one; the plan and the law name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A published number: ``value`` None where hidden; the truth lies from ``low`` to ``high``.

    ``low`` and ``high`` are None where corrections took more away than was added.
    """

    value: int | None
    low: int | None
    high: int | None

    @property
    def hidden(self) -> bool:
        return self.value is None


def rounded(count: int) -> int:
    """Down to the multiple of five. Equal counts are rounded alike wherever they stand."""
    return max(0, count) // STEP * STEP


def up_to(published: int) -> Cell:
    """The cell of a nested count as it was published."""
    return Cell(value=published or None, low=published, high=published + STEP - 1)


def between(before: int, after: int) -> Cell:
    """What was added between two published counts of sets of which one contains the other."""
    added = after - before
    if added < 0:
        return Cell(value=None, low=None, high=None)
    return Cell(value=added or None, low=max(0, added - STEP + 1), high=added + STEP - 1)


def all_of(published: Sequence[int]) -> Cell:
    """The sum of separate published counts, as of the years of the plan."""
    total = sum(published)
    return Cell(value=total or None, low=total, high=total + (STEP - 1) * len(published))


def chain(counts: Iterable[int]) -> list[int]:
    """Running totals, each rounded: what is published of a breakdown, in the order of its keys."""
    return [rounded(total) for total in accumulate(counts)]


def steps(published: Sequence[int]) -> list[Cell]:
    """The cells of a breakdown from its published running totals. They add up to the last."""
    return [between(a, b) for a, b in zip((0, *published), published, strict=False)]
