"""The lists behind a figure as it was known at a moment: as long as the figure of that moment.

States tell what is known now. Of the present generation the list of then is the list of now
without what was recorded since: a page costs what a page of today costs, the ledger's lines
since the moment, and those of the months in which its rows began. A figure that was known
under another plan file is read from the ledger of its generation, which nobody writes any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indicators.documents import event_in
from indicators.domain.book import Line
from indicators.domain.contributions import Entry
from indicators.domain.days import Day, Month
from indicators.domain.explaining import Behind, Trace, counted, present
from indicators.domain.facts import PersonState
from indicators.domain.plan import Indicator
from indicators.domain.shelves import shelf_of
from indicators.domain.spans import Span
from indicators.explaining import Listing, Unit
from indicators.reading import Reading

__all__ = ["listing_of"]

Told = dict[tuple[str, str], str]
"""By unit and record the event that told it."""


def listing_of(
    reading: Reading, indicator: Indicator, span: Span, part: str, commune: str | None = None
) -> Listing:
    """The list of now, or, where the reading is of a past moment, the one known then."""
    if reading.as_of is None:
        return Listing(reading, indicator, span, part, commune)
    head = reading.store.head() or {}
    kind = KnownThen if reading.generation() == head.get("generation") else Former
    return kind(reading, indicator, span, part, commune)


class KnownThen(Listing):
    """Of the present generation: what stands now, and what was recorded since undone."""

    def __init__(
        self,
        reading: Reading,
        indicator: Indicator,
        span: Span,
        part: str,
        commune: str | None = None,
    ) -> None:
        super().__init__(reading, indicator, span, part, commune)
        self._since: dict[str, list[Entry]] = {}
        self._told_in: dict[Month, Told] = {}

    def _counts(self, day: Day) -> dict[int, int]:
        self._since = {}
        counts = super()._counts(day)
        store, k, moment = self._reading.store, self._k, self._reading.as_of
        for line in store.recorded(self._generation, k, moment, None):
            if self._first <= line.entry.on <= day:
                undone = line.entry._replace(d=-line.entry.d)
                self._since.setdefault(line.unit, []).append(undone)
                shelf = shelf_of(line.unit)
                counts[shelf] = counts.get(shelf, 0) + undone.d
        return {shelf: n for shelf, n in counts.items() if n}

    def _units(self, ids: Iterable[str]) -> dict[str, Unit]:
        """With what was recorded since taken back; also who has nothing any more, as a
        duplicate that was merged has not.
        """
        wanted = list(ids)
        found = super()._units(wanted)
        gone = [each for each in wanted if each not in found and each in self._since]
        states = self._reading.store.people(gone)
        for each in gone:
            known: dict[str, PersonState] = {each: states[each].state} if each in states else {}
            found[each] = Unit(each, [], known)
        return {
            id_: replace(unit, entries=[*unit.entries, *self._since.get(id_, ())])
            for id_, unit in found.items()
        }

    def _told(self, row: Behind, unit: Unit) -> Behind:
        """The state names the latest event of a record; the ledger the one known then."""
        days = {each.on for each in unit.entries if each.fact == row.fact and self._concerns(each)}
        for month in sorted({day[:7] for day in days}):
            event = self._told_of(month).get((unit.id, row.fact))
            if event is not None:
                return replace(row, event=event)
        return super()._told(row, unit)

    def _told_of(self, month: Month) -> Told:
        if month not in self._told_in:
            lines = self._reading.store.lines_in(self._generation, self._k, month)
            self._told_in[month] = _told(lines, self._reading)
        return self._told_in[month]


class Former(Listing):
    """Of a generation that was put aside: its ledger's lines up to the moment."""

    def page(self, start: int, size: int) -> tuple[list[Behind], int]:
        rows = self._known()
        return rows[start : start + size], len(rows)

    def page_of_commune(self, start: int, size: int, total: int) -> list[Behind]:
        return self._known()[start : start + size]

    def _known(self) -> list[Behind]:
        if self._day is None:
            return []
        store = self._reading.store
        lines = [
            line
            for line in store.recorded(self._generation, self._k, None, self._reading.as_of)
            if self._concerns(line.entry)
        ]
        told = _told(lines, self._reading)
        traces = [Trace(line.unit, line.entry.on, line.entry.d, line.entry.fact) for line in lines]
        rows = counted(traces) if self._indicator.by_span else present(traces)
        named = (replace(row, event=told.get((row.unit, row.fact), row.event)) for row in rows)
        return sorted(named, key=lambda row: (shelf_of(row.unit), row.since, row.unit))


def _told(lines: Iterable[Line], reading: Reading) -> Told:
    """The last event known at the reading's moment that put each record there."""
    moment = reading.as_of
    known = [line for line in lines if line.entry.d > 0 and (moment is None or line.at <= moment)]
    known.sort(key=lambda line: (line.at, line.n))
    return {(line.unit, line.entry.fact): event_in(line.cause) for line in known}
