"""The book: pages of persons and households, and what each event writes in the ledger.

Pages are loaded before and stored after by whoever keeps them; between the two every
event is worked through by itself, so the ledger does not depend on how events were
batched. No database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from indicators.domain.contributions import Entry, differing, entries_of, timeline_in
from indicators.domain.deltas import MODULUS, delta, digest_of
from indicators.domain.evolve import Change, Void, evolve
from indicators.domain.facts import PersonState
from indicators.domain.households import Facet, HouseholdState, facets, household_contributions
from indicators.domain.merging import clusters, combine
from indicators.domain.plan import Indicator, Plan
from indicators.domain.reach import Reach
from indicators.domain.shelves import AMOUNT, Shelves
from indicators.domain.timeline import Timeline

__all__ = ["Book", "HouseholdPage", "Line", "PersonPage"]

NEVER = datetime(1, 1, 1, tzinfo=UTC)

Place = tuple[str, str | None]
"""A key and a commune (None where communes are not told apart)."""


@dataclass(slots=True, kw_only=True)
class PersonPage:
    """``cluster``: the persons who are one, the survivor first. ``at``: last recorded."""

    cluster: tuple[str, ...]
    state: PersonState = field(default_factory=PersonState)
    at: datetime = NEVER
    digest: int = 0


@dataclass(slots=True, kw_only=True)
class HouseholdPage:
    facets: dict[str, Facet] = field(default_factory=dict)
    at: datetime = NEVER
    digest: int = 0


class Line(NamedTuple):
    """A ledger line: an entry of a unit, the event that wrote it, when that was recorded.

    ``why``: fact, profile, correction, void or merge. ``n`` counts the lines of one event.
    ``joins``: 1 where the unit has entries of this key (and commune) from now on, -1 no longer.
    """

    unit: str
    entry: Entry
    cause: str
    n: int
    at: datetime
    why: str
    joins: int = 0


class Book:
    """Works on the pages it is given; ``lines`` and the changed ids say what to store."""

    def __init__(self, plan: Plan, reach: Reach | None = None) -> None:
        self.plan = plan
        self.reach = reach or Reach(plan)
        self.shelves = Shelves.of(plan.communes)
        self._apart = bool(plan.communes)
        self.people: dict[str, PersonPage] = {}
        self.households: dict[str, HouseholdPage] = {}
        self.lines: list[Line] = []
        self.changed_people: set[str] = set()
        self.changed_households: set[str] = set()
        self._timelines: dict[str, tuple[object, Timeline]] = {}

    def page(self, person: str) -> PersonPage:
        found = self.people.get(person)
        if found is None:
            found = self.people[person] = PersonPage(cluster=(person,))
        return found

    def enter(
        self, person: str, change: Change, *, cause: str, at: datetime, into: str | None = None
    ) -> None:
        """Work one event through."""
        page = self.page(person)
        after = evolve(page.state, change)
        if after is page.state:
            return
        touched = {page.cluster[0]: page.cluster}
        if into is not None:
            other = self.page(into)
            touched[other.cluster[0]] = other.cluster
        why = _why(change, page.state, into)
        alone = len(touched) == 1 and page.cluster == (person,)
        indicators = self.reach.persons(change, page.state if alone else None)
        before = {root: self._combined(cluster) for root, cluster in touched.items()}
        page.state = after
        self.changed_people.add(person)
        if into is not None:
            touched = self._regroup({each for cluster in touched.values() for each in cluster})
        now = {root: self._combined(cluster) for root, cluster in touched.items()}
        stamp = _Stamp(cause, at, why)
        self._count(before, now, indicators, stamp, households=self.reach.households(change))

    def _combined(self, cluster: tuple[str, ...]) -> PersonState:
        root, *others = cluster
        return combine(self.people[root].state, [self.people[each].state for each in others])

    def _regroup(self, members: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Who is one with whom now; every member's page learns it."""
        into = {
            each: merged.into
            for each in members
            if (merged := self.people[each].state.registry.merged) is not None
        }
        found: dict[str, tuple[str, ...]] = {}
        for root, persons in clusters(members, into).items():
            cluster = (root, *(each for each in persons if each != root))
            found[root] = cluster
            for each in persons:
                if self.people[each].cluster != cluster:
                    self.people[each].cluster = cluster
                    self.changed_people.add(each)
        return found

    def _timeline(self, person: str, state: PersonState) -> Timeline:
        profile = state.registry.profile
        known = self._timelines.get(person)
        if known is not None and known[0] is profile:
            return known[1]
        timeline = timeline_in(self.plan, state)
        self._timelines[person] = (profile, timeline)
        return timeline

    def _count(
        self,
        before: Mapping[str, PersonState],
        now: Mapping[str, PersonState],
        indicators: Iterable[Indicator],
        stamp: _Stamp,
        *,
        households: bool,
    ) -> None:
        moved: dict[str, dict[str, tuple[Facet | None, Facet | None]]] = {}
        for person in sorted(before.keys() | now.keys()):
            old, new = before.get(person), now.get(person)
            was, is_now = self._entries(person, old, new, indicators)
            entries = delta(was, is_now)
            if entries:
                self._write(
                    person,
                    self.people[person],
                    entries,
                    _joins(was, is_now, apart=self._apart),
                    stamp,
                )
                self.changed_people.add(person)
            if households:
                was_in, is_in = self._facets(person, old), self._facets(person, new)
                for household in was_in.keys() | is_in.keys():
                    pair = (was_in.get(household), is_in.get(household))
                    if pair[0] != pair[1]:
                        moved.setdefault(household, {})[person] = pair
        for household in sorted(moved):
            self._count_household(household, moved[household], stamp)

    def _entries(
        self,
        person: str,
        old: PersonState | None,
        new: PersonState | None,
        indicators: Iterable[Indicator],
    ) -> tuple[list[Entry], list[Entry]]:
        """What the person adds before and after, of the indicators that may differ."""
        if old is None or new is None or old.registry.profile is not new.registry.profile:
            return self._all(person, old, indicators), self._all(person, new, indicators)
        return differing(old, new, self._timeline(person, new), self.plan, indicators)

    def _all(
        self, person: str, state: PersonState | None, indicators: Iterable[Indicator]
    ) -> list[Entry]:
        if state is None:
            return []
        return entries_of(state, self._timeline(person, state), self.plan, indicators)

    def _facets(self, person: str, state: PersonState | None) -> dict[str, Facet]:
        if state is None:
            return {}
        return facets(state, self._timeline(person, state), self.plan)

    def _count_household(
        self,
        household: str,
        moved: Mapping[str, tuple[Facet | None, Facet | None]],
        stamp: _Stamp,
    ) -> None:
        page = self.households.setdefault(household, HouseholdPage())
        was = household_contributions(HouseholdState(facets=page.facets), self.plan)
        after = dict(page.facets)
        for person, (_, facet) in moved.items():
            if facet is None:
                after.pop(person, None)
            else:
                after[person] = facet
        page.facets = after
        self.changed_households.add(household)
        now = household_contributions(HouseholdState(facets=after), self.plan)
        entries = delta(was, now)
        if entries:
            self._write(household, page, entries, _joins(was, now, apart=self._apart), stamp)

    def _write(
        self,
        unit: str,
        page: PersonPage | HouseholdPage,
        entries: list[Entry],
        joins: dict[Place, int],
        stamp: _Stamp,
    ) -> None:
        page.at = max(page.at, stamp.at)
        total = page.digest
        for entry in entries:
            total += entry.d * digest_of(entry)
            self.lines.append(
                Line(
                    unit=unit,
                    entry=entry,
                    cause=stamp.cause,
                    n=stamp.next(),
                    at=page.at,
                    why=stamp.why,
                    joins=joins.pop((entry.k, entry.dims.commune), 0) if joins else 0,
                )
            )
        page.digest = total % MODULUS


def _joins(was: list[Entry], now: list[Entry], *, apart: bool) -> dict[Place, int]:
    """The keys, and communes where they are told apart, that the unit has entries of from now
    on (+1), and no longer (-1).
    """
    if not apart:
        keys, kept = {entry.k for entry in was}, {entry.k for entry in now}
        changed = keys ^ kept
        return {(k, None): 1 if k in kept else -1 for k in changed if not k.endswith(AMOUNT)}
    before = {(entry.k, entry.dims.commune) for entry in was}
    after = {(entry.k, entry.dims.commune) for entry in now}
    moved = before ^ after
    return {each: 1 if each in after else -1 for each in moved if not each[0].endswith(AMOUNT)}


@dataclass(slots=True)
class _Stamp:
    cause: str
    at: datetime
    why: str
    n: int = 0

    def next(self) -> int:
        self.n += 1
        return self.n


def _why(change: Change, before: PersonState, into: str | None) -> str:
    if into is not None:
        return "merge"
    if isinstance(change, Void):
        return "void"
    if change.table == "profile":
        return "profile"
    known = getattr(getattr(before, change.part), change.table)
    return "correction" if known and change.key in known else "fact"
