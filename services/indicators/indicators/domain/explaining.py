"""Who stands behind a figure, from a unit's entries: as many rows as the figure says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indicators.domain.contributions import Entry
from indicators.domain.days import Day
from indicators.domain.shelves import Shelves

__all__ = ["Behind", "Trace", "counted", "present", "standing"]


class Trace(NamedTuple):
    """What of an entry matters here."""

    unit: str
    on: Day
    d: int
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A unit in a figure: since when, by which record, told by which event."""

    unit: str
    since: Day
    fact: str
    event: str = ""


def _net(traces: Iterable[Trace]) -> dict[tuple[str, Day, str], int]:
    """By unit, day and record: a change of dimensions on a day comes to nothing here."""
    net: dict[tuple[str, Day, str], int] = {}
    for unit, on, d, fact in traces:
        net[unit, on, fact] = net.get((unit, on, fact), 0) + d
    return net


def counted(traces: Iterable[Trace]) -> list[Behind]:
    """A flow: a row for each time the unit counts in the days given."""
    return [
        Behind(unit=unit, since=on, fact=fact)
        for (unit, on, fact), total in sorted(_net(traces).items())
        for _ in range(total)
    ]


def present(traces: Iterable[Trace]) -> list[Behind]:
    """A stock: each unit that is in on the last day, since it came in without leaving."""
    units: dict[str, dict[Day, list[tuple[str, int]]]] = {}
    for (unit, on, fact), total in _net(traces).items():
        if total:
            units.setdefault(unit, {}).setdefault(on, []).append((fact, total))
    found = []
    for unit, days in units.items():
        level, since, fact = 0, "", ""
        for day in sorted(days):
            change = sum(total for _, total in days[day])
            came = [record for record, total in days[day] if total > 0]
            if came:
                fact = came[-1]
            if level == 0 and change > 0:
                since = day
            level += change
        if level > 0:
            found.append(Behind(unit=unit, since=since, fact=fact))
    return found


def standing(
    unit: str, entries: Sequence[Entry], shelves: Shelves, *, by_span: bool
) -> list[tuple[int, Behind]]:
    """A unit's rows, each with the shelf it stands on: who moved counts in one commune at a
    time, and is in the whole list since they came into it wherever they lived then.
    """
    rows = counted if by_span else present
    by_commune: dict[str | None, list[Trace]] = {}
    for entry in entries:
        trace = Trace(unit, entry.on, entry.d, entry.fact)
        by_commune.setdefault(entry.dims.commune, []).append(trace)
    apart = [
        (shelves.holding(unit, commune), row)
        for commune, traces in by_commune.items()
        for row in rows(traces)
    ]
    if by_span or len(by_commune) < 2:
        return apart
    whole = present(trace for traces in by_commune.values() for trace in traces)
    return [(shelf, row) for (shelf, _), row in zip(apart, whole, strict=False)]
