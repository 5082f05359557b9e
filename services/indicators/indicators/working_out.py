"""Working a batch out: read the touched pages, work the events through, say what changed.

On what is stored, or on top of the batch worked out before, which may still be on its way. It
costs two reads, however many events there are, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chassis.envelope import Event, Unreadable
from chassis.errors import Transient
from chassis.handling import InvalidEvents
from pymongo.client_session import ClientSession

from indicators.collecting import uncollected
from indicators.domain.book import Book, HouseholdPage, PersonPage
from indicators.domain.evolve import Put
from indicators.domain.facts import Profile
from indicators.domain.plan import Plan
from indicators.domain.reach import Reach
from indicators.domain.surveys import SurveyFact
from indicators.effects import Effects, effects_of
from indicators.events import Touched, touched
from indicators.store import Store
from indicators.survey_events import survey_of

__all__ = ["WorkingOut"]

Document = dict[str, Any]
FULL = 250
"""A batch of so many events tells that more are waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What ``count`` events say."""

    read: Sequence[tuple[Event, Touched]]
    surveys: Sequence[SurveyFact]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Latest:
    """The book of the last batch worked out, and its number in the generation."""

    generation: int
    batch: int
    book: Book


class WorkingOut:
    """``ahead`` of its transaction, or ``on`` the head a transaction has advanced."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan
        self._reach = Reach(plan)
        self._latest: _Latest | None = None

    @property
    def under_way(self) -> bool:
        """Whether the next batch would be worked out on top of another."""
        return self._latest is not None

    def forget(self) -> None:
        """The next batch is worked out on what is stored."""
        self._latest = None

    def ahead(self, events: Sequence[Event]) -> Effects | None:
        """The effects on top of the batch before; None of events that tell nothing.

        Raises :class:`InvalidEvents`, and ``Transient`` where the plan file differs.
        """
        with uncollected():
            told = _read(events)
            if told is None:
                return None
            head = self._head_ahead()
            book = self._worked(told.read, None)
            effects = self._effects(told, book, head)
            self._latest = _Latest(generation=effects.generation, batch=effects.batch, book=book)
            return effects

    def on(self, events: Sequence[Event], session: ClientSession) -> Effects | None:
        """The effects on what is stored, in a transaction that advances the head."""
        self._latest = None
        with uncollected():
            told = _read(events)
            if told is None:
                return None
            head = self._store.advance(session)
            self._check(head)
            return self._effects(told, self._worked(told.read, session), head)

    def _head_ahead(self) -> Document:
        """The head as it will be after a batch on top of the one before, worked out or stored."""
        if self._latest is not None:
            return {"generation": self._latest.generation, "batch": self._latest.batch + 1}
        head = self._store.head()
        if head is None:
            raise Transient("not_prepared")
        self._check(head)
        return {**head, "batch": head["batch"] + 1}

    def _check(self, head: Document) -> None:
        if head["plan"] != self._plan.digest:
            raise Transient("plan_changed")

    def _effects(self, told: _Told, book: Book, head: Document) -> Effects:
        return effects_of(
            book,
            told.surveys,
            generation=head["generation"],
            batch=head["batch"],
            full=told.count >= FULL,
        )

    def _worked(self, read: Sequence[tuple[Event, Touched]], session: ClientSession | None) -> Book:
        book = Book(self._plan, self._reach)
        self._load_people(book, read, session)
        self._load_households(book, read, session)
        for event, found in read:
            book.enter(found.person, found.change, cause=event.id, at=event.time, into=found.into)
        return book

    def _load_people(
        self, book: Book, read: Sequence[tuple[Event, Touched]], session: ClientSession | None
    ) -> None:
        """The persons of the events, and whoever is one with them."""
        wanted = {found.person for _, found in read}
        wanted |= {found.into for _, found in read if found.into is not None}
        while wanted:
            pages = self._people(wanted, session)
            book.people.update(pages)
            members = {each for page in pages.values() for each in page.cluster}
            wanted = members - book.people.keys()

    def _load_households(
        self, book: Book, read: Sequence[tuple[Event, Touched]], session: ClientSession | None
    ) -> None:
        """Every household an event of this batch may change: those of all persons it may reach."""
        reaching = [found for _, found in read if self._reach.households(found.change)]
        persons = {found.person for found in reaching if found.person in book.people}
        if any(found.into is not None for found in reaching):
            persons = set(book.people)  # who becomes one in this batch shares households
        members = {each for person in persons for each in book.people[person].cluster}
        profiles = [book.people[each].state.registry.profile for each in members]
        profiles += [
            found.change.fact
            for found in reaching
            if isinstance(found.change, Put) and isinstance(found.change.fact, Profile)
        ]
        wanted = {home.id for each in profiles if each is not None for home in each.households}
        book.households.update(self._households(wanted, session))

    def _people(self, ids: set[str], session: ClientSession | None) -> dict[str, PersonPage]:
        known = self._latest.book.people if self._latest is not None else {}
        held = {each: known[each] for each in ids if each in known}
        return held | self._store.people(ids - held.keys(), session)

    def _households(self, ids: set[str], session: ClientSession | None) -> dict[str, HouseholdPage]:
        known = self._latest.book.households if self._latest is not None else {}
        held = {each: known[each] for each in ids if each in known}
        return held | self._store.households(ids - held.keys(), session)


def _read(events: Sequence[Event]) -> _Told | None:
    """None where nothing is told. Raises :class:`InvalidEvents`."""
    read: list[tuple[Event, Touched]] = []
    surveys: list[SurveyFact] = []
    invalid: dict[str, str] = {}
    for event in events:
        try:
            survey = survey_of(event)
            if survey is not None:
                surveys.append(survey)
                continue
            found = touched(event)
        except Unreadable as error:
            invalid[event.id] = str(error)
            continue
        if found is not None:
            read.append((event, found))
    if invalid:
        raise InvalidEvents(invalid)
    if not read and not surveys:
        return None
    return _Told(read=read, surveys=surveys, count=len(events))
