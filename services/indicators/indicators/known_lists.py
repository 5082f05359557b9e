"""The lists behind a figure as it was known at a moment: as long as the figure of that moment.

States tell what is known now. Of the present generation the list of then is the list of now
without what was recorded since about the days it counts: what happened later is not read. Where
that is more than all that was known then, and where another plan file was counted then, the list
is what the ledger says. Either way the lines are counted by shelf, and entries made of those of
a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from indicators.documents import event_in
from indicators.domain.contributions import Entry
from indicators.domain.days import Day, Month, months_from
from indicators.domain.explaining import Behind
from indicators.domain.facts import PersonState
from indicators.explaining import Asked, Listing, Unit
from indicators.known_lines import told
from indicators.known_positions import surely_known
from indicators.ledger import Told, commune_of, entry_of

__all__ = ["KnownThen", "holding_of", "listing_of"]

ByUnit = dict[str, list[Told]]
Events = dict[tuple[str, str], str]
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
        self._lines: ByUnit | None = None
        self._events_of: dict[Month, Events] = {}

    def why_since(self, units: Iterable[str]) -> dict[str, str]:
        """By event that changed the units' part in the list since: fact, correction, void …"""
        since = self._read()
        return {event_in(line[5]): line[8] for unit in units for line in since.get(unit, ())}

    def _counts(self, day: Day) -> dict[int, int]:
        self._lines = None
        return self._less(super()._counts(day))

    def _less(self, counts: dict[int, int]) -> dict[int, int]:
        """Without what was recorded since."""
        for shelf, n in self._by_shelf().items():
            counts[shelf] = counts.get(shelf, 0) - n
        return {shelf: n for shelf, n in counts.items() if n}

    def _by_shelf(self) -> dict[int, int]:
        """What the lines read add up to, by shelf."""
        counts: dict[int, int] = {}
        for unit, lines in self._read().items():
            for shelf, line in zip(self._on_shelves(unit, lines), lines, strict=True):
                counts[shelf] = counts.get(shelf, 0) + line[2]
        return counts

    def _on_shelves(self, unit: str, lines: Sequence[Told]) -> list[int]:
        """Of each of a unit's lines the shelf."""
        holding = self._shelves.holding
        if self._shelves.first is None:
            return [holding(unit)] * len(lines)
        return [holding(unit, commune_of(line)) for line in lines]

    def _read(self) -> ByUnit:
        """By unit what was recorded since of the days the list counts."""
        if self._lines is None:
            self._lines = _by_unit(self._recorded(after=True))
        return self._lines

    def _recorded(self, *, after: bool, months: list[Month] | None = None) -> Iterator[Told]:
        """The ledger's lines of the days that count, recorded since the moment or up to it."""
        if self._day is None:
            return
        first, last = self._first, self._day
        moment = self._asked.reading.as_of
        since, until = (moment, None) if after else (None, moment)
        months = months_from(first[:7], last[:7]) if months is None else months
        for line in told(self._store, self._generation, self._k, months, since, until):
            if first <= line[1] <= last:
                yield line

    def _entries(self, unit: str) -> list[Entry]:
        return [entry_of(self._k, line) for line in self._read().get(unit, ())]

    def _units(self, ids: Iterable[str]) -> dict[str, Unit]:
        """With what was recorded since taken back; also who has nothing any more, as a
        duplicate that was merged has not.
        """
        wanted, since = list(ids), self._read()
        found = super()._units(wanted)
        gone = [each for each in wanted if each not in found and each in since]
        states = self._store.people(gone)
        for each in gone:
            known: dict[str, PersonState] = {each: states[each].state} if each in states else {}
            found[each] = Unit(each, [], known)
        undone = {each: [e._replace(d=-e.d) for e in self._entries(each)] for each in found}
        return {
            each: replace(unit, entries=[*unit.entries, *undone[each]])
            for each, unit in found.items()
        }

    def _told(self, row: Behind, unit: Unit) -> Behind:
        """The state names the latest event of a record: where that may have been recorded
        since, the ledger names the one known then.
        """
        named = super()._told(row, unit)
        feed, _, position = named.event.partition("/")
        if 0 < int(position) <= self._surely_known.get(feed, 0):
            return named
        days = {each.on for each in unit.entries if each.fact == row.fact and self._concerns(each)}
        for month in sorted({day[:7] for day in days}):
            if month not in self._events_of:
                self._events_of[month] = events_in(self._recorded(after=False, months=[month]))
            event = self._events_of[month].get((unit.id, row.fact))
            if event is not None:
                return replace(row, event=event)
        return named

    @cached_property
    def _surely_known(self) -> dict[str, int]:
        moment = self._asked.reading.as_of
        return surely_known(self._store, self._generation, moment) if moment is not None else {}


class AsRecorded(KnownThen):
    """What the ledger's lines up to the moment come to; no state is read."""

    def _counts(self, day: Day) -> dict[int, int]:
        self._lines = None
        return {shelf: n for shelf, n in self._by_shelf().items() if n}

    def _read(self) -> ByUnit:
        """By unit what was recorded up to the moment."""
        if self._lines is None:
            self._lines = _by_unit(self._recorded(after=False))
        return self._lines

    def why_since(self, units: Iterable[str]) -> dict[str, str]:
        """Not read."""
        return {}

    def _members(self, shelves: Iterable[int]) -> Iterable[str]:
        wanted = frozenset(shelves)
        return [
            unit
            for unit, lines in self._read().items()
            if not wanted.isdisjoint(self._on_shelves(unit, lines))
        ]

    def _units(self, ids: Iterable[str]) -> dict[str, Unit]:
        return {each: Unit(each, self._entries(each), {}) for each in ids if each in self._read()}

    def _told(self, row: Behind, unit: Unit) -> Behind:
        events = events_in(self._read()[unit.id])
        return replace(row, event=events.get((unit.id, row.fact), ""))


def _by_unit(lines: Iterable[Told]) -> ByUnit:
    found: ByUnit = {}
    for line in lines:
        of_unit = found.get(line[0])
        if of_unit is None:
            found[line[0]] = [line]
        else:
            of_unit.append(line)
    return found


def events_in(lines: Iterable[Told]) -> Events:
    """The last event that put each record there."""
    put = [line for line in lines if line[2] > 0]
    put.sort(key=lambda line: (line[7], line[6]))
    return {(line[0], line[4]): event_in(line[5]) for line in put}
