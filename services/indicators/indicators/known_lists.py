"""The lists behind a figure as it was known at a moment: as long as the figure of that moment.

States tell what is known now. Of the present generation the list of then is the list of now
without what was recorded since about the days it counts: what happened later is not read. Where
that is more than all that was known then, and where another plan file was counted then, the list
is what the ledger says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from indicators.documents import event_in
from indicators.domain.book import Line
from indicators.domain.contributions import Entry
from indicators.domain.days import Day, Month, months_from
from indicators.domain.explaining import Behind, standing
from indicators.domain.facts import PersonState
from indicators.explaining import Asked, Listing, Unit
from indicators.known_positions import surely_known

__all__ = ["KnownThen", "holding_of", "listing_of"]

Told = dict[tuple[str, str], str]
"""By unit and record the event that told it."""


def listing_of(asked: Asked) -> Listing:
    """The list of now, or, where the reading is of a past moment, the one known then."""
    found = holding_of(asked)
    if not isinstance(found, KnownThen) or isinstance(found, AsRecorded):
        return found
    now = replace(asked, reading=replace(asked.reading, as_of=None, on=asked.day))
    then = asked.counted()
    return AsRecorded(asked) if then < now.counted() - then else found


def holding_of(asked: Asked) -> Listing:
    """A list to ask who is in it."""
    reading = asked.reading
    if reading.as_of is None:
        return Listing(asked)
    head = reading.store.head() or {}
    former = reading.generation() != head.get("generation")
    return AsRecorded(asked) if former else KnownThen(asked)


class KnownThen(Listing):
    """Of the present generation: what stands now, and what was recorded since undone."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._later: dict[str, list[Line]] | None = None
        self._told_by_month: dict[Month, Told] = {}

    def why_since(self, units: Iterable[str]) -> dict[str, str]:
        """By event that changed the units' part in the list since: fact, correction, void …"""
        since = self._since()
        return {event_in(line.cause): line.why for unit in units for line in since.get(unit, ())}

    def _counts(self, day: Day) -> dict[int, int]:
        self._later = None
        counts = super()._counts(day)
        for lines in self._since().values():
            for line in lines:
                shelf = self._shelf(line)
                counts[shelf] = counts.get(shelf, 0) - line.entry.d
        return {shelf: n for shelf, n in counts.items() if n}

    def _since(self) -> dict[str, list[Line]]:
        """By unit what was recorded since of the days the list counts."""
        if self._later is None:
            self._later = {}
            for line in self._recorded(after=True):
                self._later.setdefault(line.unit, []).append(line)
        return self._later

    def _recorded(self, *, after: bool, months: list[Month] | None = None) -> Iterator[Line]:
        """The ledger's lines of the days that count, recorded since the moment or up to it."""
        if self._day is None:
            return
        first, last = self._first, self._day
        moment = self._asked.reading.as_of
        since, until = (moment, None) if after else (None, moment)
        months = months_from(first[:7], last[:7]) if months is None else months
        found = self._store.recorded(self._generation, self._k, since, until, months=months)
        for line in found:
            if first <= line.entry.on <= last:
                yield line

    def _units(self, ids: Iterable[str]) -> dict[str, Unit]:
        """With what was recorded since taken back; also who has nothing any more, as a
        duplicate that was merged has not.
        """
        wanted, since = list(ids), self._since()
        found = super()._units(wanted)
        gone = [each for each in wanted if each not in found and each in since]
        states = self._store.people(gone)
        for each in gone:
            known: dict[str, PersonState] = {each: states[each].state} if each in states else {}
            found[each] = Unit(each, [], known)
        return {
            id_: replace(
                unit,
                entries=[
                    *unit.entries,
                    *(each.entry._replace(d=-each.entry.d) for each in since.get(id_, ())),
                ],
            )
            for id_, unit in found.items()
        }

    def _told(self, row: Behind, unit: Unit) -> Behind:
        """The state names the latest event of a record: where that may have been recorded
        since, the ledger names the one known then.
        """
        named = super()._told(row, unit)
        feed, _, position = named.event.partition("/")
        if int(position) <= self._surely_known.get(feed, 0):
            return named
        days = {each.on for each in unit.entries if each.fact == row.fact and self._concerns(each)}
        for month in sorted({day[:7] for day in days}):
            event = self._told_in(month).get((unit.id, row.fact))
            if event is not None:
                return replace(row, event=event)
        return named

    @cached_property
    def _surely_known(self) -> dict[str, int]:
        moment = self._asked.reading.as_of
        return surely_known(self._store, self._generation, moment) if moment is not None else {}

    def _told_in(self, month: Month) -> Told:
        if month not in self._told_by_month:
            self._told_by_month[month] = told(self._recorded(after=False, months=[month]))
        return self._told_by_month[month]


class AsRecorded(KnownThen):
    """What the ledger's lines up to the moment come to; no state is read."""

    def page(self, start: int, size: int) -> tuple[list[Behind], int]:
        rows = self._known
        return rows[start : start + size], len(rows)

    def holds(self, units: Iterable[str]) -> bool:
        wanted = set(units)
        found: dict[str, list[Entry]] = {}
        for line in self._recorded(after=False):
            if line.unit in wanted and self._concerns(line.entry):
                found.setdefault(line.unit, []).append(line.entry)
        return any(self._of(unit, entries) for unit, entries in found.items())

    @cached_property
    def _known(self) -> list[Behind]:
        lines = [line for line in self._recorded(after=False) if self._concerns(line.entry)]
        events = told(lines)
        units: dict[str, list[Entry]] = {}
        for line in lines:
            units.setdefault(line.unit, []).append(line.entry)
        rows = [row for unit, entries in units.items() for row in self._of(unit, entries)]
        rows.sort(key=lambda row: (row[0], row[1].since, row[1].unit))
        return [replace(row, event=events.get((row.unit, row.fact), "")) for _, row in rows]

    def _of(self, unit: str, entries: list[Entry]) -> list[tuple[int, Behind]]:
        return standing(unit, entries, self._shelves, by_span=self._by_span)


def told(lines: Iterable[Line]) -> Told:
    """The last event that put each record there."""
    put = [line for line in lines if line.entry.d > 0]
    put.sort(key=lambda line: (line.at, line.n))
    return {(line.unit, line.entry.fact): event_in(line.cause) for line in put}
