"""The lists behind figures: pages read from shelves and worked out from the states on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from chassis.errors import Invalid

from indicators.domain.book import Line
from indicators.domain.causes import UNTOLD, cause_of, tables_behind
from indicators.domain.contributions import Entry, entries_of, timeline_in
from indicators.domain.days import Day, last_day_of
from indicators.domain.explaining import Behind, standing
from indicators.domain.facts import PersonState
from indicators.domain.households import HouseholdState, household_contributions
from indicators.domain.merging import combine
from indicators.domain.plan import Indicator
from indicators.domain.shelves import cut, tallied, tally_documents
from indicators.domain.spans import Span
from indicators.domain.timeline import Dims
from indicators.reading import Reading

__all__ = ["Asked", "Behind", "Listing", "Unit", "part_of"]

TRIES = 3
NOWHERE = Dims((), None, None, None)


def part_of(indicator: Indicator, part: str | None) -> str:
    """num or den of a rate; a flow has one part, whatever was asked."""
    if indicator.kind == "external":
        raise Invalid.of(code="external_figure")
    if indicator.kind in ("flow", "money"):
        return "value"
    if part not in (None, "num", "den"):
        raise Invalid.of(part="not_in_vocabulary")
    return part or "num"


@dataclass(frozen=True, slots=True)
class Unit:
    """A person (duplicates combined) or household, ready to be worked out."""

    id: str
    entries: list[Entry]
    states: dict[str, PersonState]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One part of one figure in a span. ``commune``: only who counts there, of a city's list;
    the reading is the city's.
    """

    reading: Reading
    indicator: Indicator
    span: Span
    part: str
    commune: str | None = None

    @property
    def k(self) -> str:
        return self.indicator.key(self.part)

    @property
    def first(self) -> Day:
        return (self.span if self.indicator.by_span else self.reading.plan).first

    @property
    def day(self) -> Day | None:
        """The last day that counts; None of a span to come."""
        return self.reading.valued_on(self.span)

    def counted(self) -> int:
        """What the figure says, of a city's commune that of the whole city."""
        return self.reading.counts(self.indicator, self.span)[self.part]


class Listing:
    """How long the list is, any page of it, whether a unit is in it.

    The order of the list is stable and means nothing.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._store = asked.reading.store
        self._k = asked.k
        self._first, self._day = asked.first, asked.day
        self._by_span = asked.indicator.by_span
        self._generation = asked.reading.generation()
        self._shelves = self._store.shelves(self._generation)

    def page(self, start: int, size: int) -> tuple[list[Behind], int]:
        """``size`` rows from ``start`` on, and the list's length.

        Units that change while the page is read are read again.
        """
        if self._day is None:
            return [], 0
        for _ in range(TRIES):
            counts = self._counts(self._day)
            if self._asked.commune is not None:
                own = self._shelves.of_commune(self._asked.commune)
                counts = {shelf: counts[shelf] for shelf in own if shelf in counts}
            shelves, skipped = cut(counts, start, size)
            rows, whole = self._rows(shelves, counts)
            if whole:
                break
        return [self._told(row, unit) for row, unit in rows[skipped : skipped + size]], sum(
            counts.values()
        )

    def holds(self, units: Iterable[str]) -> bool:
        """Whether one of the units is in the list."""
        return self._day is not None and any(
            self._standing(unit) for unit in self._units(units).values()
        )

    def _counts(self, day: Day) -> dict[int, int]:
        """By shelf how many are in the list: from the tallies of the recorded periods that
        are over, the open period's lines, and without what of the month has not come yet.
        """
        store, generation, first = self._store, self._generation, self._first
        ends = store.period_ends(generation)
        end = ends[-1] if ends else None
        months = store.tallies(generation, tally_documents(self._k, first, day))
        last = last_day_of(day[:7])
        more = [
            (self._shelf(line), line.entry.d)
            for line in store.recorded(generation, self._k, end, None)
            if first <= line.entry.on <= day
        ]
        if day != last and end is not None:
            coming = (
                line
                for line in store.lines_in(generation, self._k, day[:7])
                if line.entry.on > day and line.at <= end
            )
            more += [(self._shelf(line), -line.entry.d) for line in coming]
        return tallied(months, more)

    def _shelf(self, line: Line) -> int:
        return self._shelves.holding(line.unit, line.entry.dims.commune)

    def _rows(
        self, shelves: Iterable[int], counts: dict[int, int]
    ) -> tuple[list[tuple[Behind, Unit]], bool]:
        """The shelves' rows in order; whether they are as many as their tallies say."""
        by_shelf: dict[int, list[tuple[Behind, Unit]]] = {shelf: [] for shelf in shelves}
        for unit in self._units(self._members(by_shelf)).values():
            for shelf, row in self._standing(unit):
                if shelf in by_shelf:
                    by_shelf[shelf].append((row, unit))
        whole = all(len(rows) == counts.get(shelf) for shelf, rows in by_shelf.items())
        rows = [
            row
            for found in by_shelf.values()
            for row in sorted(found, key=lambda each: (each[0].since, each[1].id))
        ]
        return rows, whole

    def _members(self, shelves: Iterable[int]) -> Iterable[str]:
        """The units that may stand on the shelves."""
        return self._store.members(self._generation, self._k, shelves)

    def _standing(self, unit: Unit) -> list[tuple[int, Behind]]:
        """The unit's rows, each with the shelf it stands on."""
        entries = [entry for entry in unit.entries if self._concerns(entry)]
        return standing(unit.id, entries, self._shelves, by_span=self._by_span)

    def _concerns(self, entry: Entry) -> bool:
        """Of this part, of a day that counts, of the commune asked for."""
        return (
            entry.k == self._k
            and self._first <= entry.on <= (self._day or "")
            and self._asked.commune in (None, entry.dims.commune)
        )

    def _told(self, row: Behind, unit: Unit) -> Behind:
        """The row with the event that told its fact."""
        entry = Entry(self._k, row.since, 1, NOWHERE, row.fact)
        tables = tables_behind(self._asked.indicator, self._asked.part)
        told = (cause_of(entry, state, tables) for state in unit.states.values())
        return replace(row, event=next((each for each in told if each != UNTOLD), UNTOLD))

    def _units(self, ids: Iterable[str]) -> dict[str, Unit]:
        wanted = list(ids)
        if self._asked.indicator.unit == "household":
            return self._homes(wanted)
        return self._people(wanted)

    def _people(self, ids: list[str]) -> dict[str, Unit]:
        plan = self._asked.reading.plan
        found = {}
        for person, state in self._states(ids).items():
            entries = entries_of(state, timeline_in(plan, state), plan, [self._asked.indicator])
            found[person] = Unit(person, entries, {person: state})
        return found

    def _states(self, ids: Iterable[str]) -> dict[str, PersonState]:
        """Persons' facts with their duplicates'; a duplicate itself is nobody."""
        store = self._store
        pages = store.people(ids)
        others = {each for page in pages.values() for each in page.cluster} - pages.keys()
        everybody: dict[str, Any] = {**pages, **store.people(others)}
        found = {}
        for person, page in pages.items():
            root, *duplicates = page.cluster
            if person == root:
                found[person] = combine(
                    page.state, [everybody[each].state for each in duplicates if each in everybody]
                )
        return found

    def _homes(self, ids: list[str]) -> dict[str, Unit]:
        plan = self._asked.reading.plan
        pages = self._store.households(ids)
        borrowers = {
            person: home
            for home, page in pages.items()
            for person, facet in page.facets.items()
            if facet.claims
        }
        states = self._states(borrowers)
        return {
            home: Unit(
                home,
                household_contributions(HouseholdState(facets=page.facets), plan),
                {each: states[each] for each in page.facets if each in states},
            )
            for home, page in pages.items()
        }
