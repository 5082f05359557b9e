"""Intervals of local dates: ``start`` inclusive, ``end`` exclusive, None for open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

__all__ = ["Interval", "clip", "overlaps", "union"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A time during which something held."""

    start: date
    end: date | None = None

    def holds(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


def clip(one: Interval, other: Interval) -> Interval | None:
    """The time in both, or None when there is none."""
    start = max(one.start, other.start)
    end = _earlier(one.end, other.end)
    return None if end is not None and end <= start else Interval(start=start, end=end)


def overlaps(one: Interval, other: Interval) -> bool:
    return clip(one, other) is not None


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same days as few intervals as possible, in order."""
    merged: list[Interval] = []
    for each in sorted(intervals, key=lambda interval: interval.start):
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and each.start > last.end):
            merged.append(each)
        elif last.end is not None and (each.end is None or each.end > last.end):
            merged[-1] = Interval(start=last.start, end=each.end)
    return tuple(merged)
