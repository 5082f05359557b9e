"""Who stands behind a figure, from the ledger's lines: as many as the figure says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from indicators.domain.days import Day

__all__ = ["Behind", "Trace", "counted_once_a_year", "present"]


class Trace(NamedTuple):
    """What of a ledger line matters here; ``cause`` is the event that wrote it."""

    unit: str
    on: Day
    d: int
    fact: str
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A unit in a figure: since when, by which record, told by which event."""

    unit: str
    since: Day
    fact: str
    event: str


Net = dict[tuple[Day, str], tuple[int, str, datetime]]


def _by_unit(traces: Iterable[Trace]) -> dict[str, Net]:
    """Per unit, by day and record: the sum, and the last event that put it there.

    A change of dimensions takes away and puts back under the same record on the same
    day, and a correction reverses a line: both come to nothing here.
    """
    units: dict[str, Net] = {}
    for unit, on, d, fact, cause, at in traces:
        net = units.setdefault(unit, {})
        total, event, told = net.get((on, fact), (0, "", at))
        if d > 0 and (not event or at >= told):
            event, told = cause, at
        net[on, fact] = (total + d, event, told)
    return units


def counted_once_a_year(traces: Iterable[Trace]) -> list[Behind]:
    """A flow: each unit once for every year of the span it was counted in."""
    found = [
        Behind(unit=unit, since=on, fact=fact, event=event)
        for unit, net in _by_unit(traces).items()
        for (on, fact), (total, event, _) in net.items()
        if total > 0
    ]
    return sorted(found, key=lambda each: (each.since, each.unit))


def present(traces: Iterable[Trace]) -> list[Behind]:
    """A stock: each unit that is in on the last day, since it came in without leaving."""
    found = []
    for unit, net in _by_unit(traces).items():
        level, since, fact, event = 0, "", "", ""
        for day in sorted({on for on, _ in net}):
            change = 0
            for (on, record), (total, told_by, _) in net.items():
                if on == day:
                    change += total
                    if total > 0:
                        fact, event = record, told_by
            if level == 0 and change > 0:
                since = day
            level += change
        if level > 0:
            found.append(Behind(unit=unit, since=since, fact=fact, event=event))
    return sorted(found, key=lambda each: (each.since, each.unit))
