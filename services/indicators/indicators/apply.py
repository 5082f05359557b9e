"""Applying a batch: read the touched pages, work the events through, write what changed.

A batch is worked out before its transaction, on top of the one before it, which may still
be on its way; its transaction then only writes, together with the consumer's watermarks, and
only if nobody else wrote since (``head.batch``). It costs a handful of commands, however many
events it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.consumer import Event, InvalidEvents, Unreadable
from chassis.errors import Transient
from pymongo.client_session import ClientSession

from indicators.collecting import uncollected
from indicators.documents import household_document, person_document
from indicators.domain.book import Book, HouseholdPage, PersonPage
from indicators.domain.cells import Increments, add_up
from indicators.domain.evolve import Put
from indicators.domain.facts import Profile
from indicators.domain.plan import Plan
from indicators.domain.reach import Reach
from indicators.domain.surveys import SurveyFact
from indicators.events import Touched, touched
from indicators.recording import Recording
from indicators.store import Store
from indicators.survey_events import survey_of

__all__ = ["Applying"]

Document = dict[str, Any]
FULL = 250
"""A batch of so many events tells that more are waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What ``count`` events say."""

    read: Sequence[tuple[Event, Touched]]
    surveys: Sequence[SurveyFact]
    count: int

    @property
    def nothing(self) -> bool:
        return not self.read and not self.surveys


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """All that batch number ``batch`` writes, worked out on what stood before it."""

    generation: int
    batch: int
    surveys: Sequence[SurveyFact]
    book: Book
    people: list[Document]
    households: list[Document]
    increments: Increments
    full: bool


class Applying:
    """An ``Apply`` for the chassis consumer that can be prepared."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan
        self._reach = Reach(plan)
        self._recording = Recording(store)
        self._latest: _Prepared | None = None

    def __call__(self, events: Sequence[Event], session: ClientSession) -> None:
        """Apply consecutive events. Raises :class:`InvalidEvents` before anything is written,
        and ``Transient`` while the figures are being rebuilt or the plan file differs.
        """
        self._latest = None
        with uncollected():
            told = _read(events)
            if told.nothing:
                return
            after = self._store.advance(session)
            self._check(after)
            self._write(self._work_out(told, after, session), after, session)

    def prepare(self, events: Sequence[Event]) -> Callable[[ClientSession], None]:
        """Work the events out on top of what was prepared before. Raises as a call does; what
        it answers raises ``Transient("moved")`` where somebody else wrote since.
        """
        with uncollected():
            told = _read(events)
            if told.nothing:
                return lambda _session: None
            latest = self._work_out(told, self._ahead(), None)
            self._latest = latest

        def write(session: ClientSession) -> None:
            after = self._store.advance(session)
            if (after["batch"], after["generation"]) != (latest.batch, latest.generation):
                raise Transient("moved")
            self._write(latest, after, session)

        return write

    def forget(self) -> None:
        """The next batch is worked out on what is stored."""
        self._latest = None
        self._recording.doubt()

    def _ahead(self) -> Document:
        """The head as it will be after a batch on top of the one before, prepared or stored."""
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

    def _work_out(self, told: _Told, after: Document, session: ClientSession | None) -> _Prepared:
        book = self._worked(told.read, session)
        increments: Increments = {}
        add_up((line.entry for line in book.lines), increments)
        people, homes = book.people, book.households
        return _Prepared(
            generation=after["generation"],
            batch=after["batch"],
            surveys=told.surveys,
            book=book,
            people=[person_document(each, people[each]) for each in book.changed_people],
            households=[household_document(each, homes[each]) for each in book.changed_households],
            increments=increments,
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

    def _write(self, prepared: _Prepared, head: Document, session: ClientSession) -> None:
        store, generation = self._store, prepared.generation
        self._recording.open(head, session)
        if prepared.surveys:
            store.write_surveys(prepared.surveys, session)
        store.replace("people", prepared.people, session)
        store.replace("households", prepared.households, session)
        lines = prepared.book.lines
        if lines:
            ends = self._recording.ends
            store.write_lines(generation, str(prepared.batch), lines, ends, session)
            store.add_to_cells(generation, prepared.increments, session)
            self._recording.note(lines, prepared.increments, session, waiting=prepared.full)


def _read(events: Sequence[Event]) -> _Told:
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
    return _Told(read=read, surveys=surveys, count=len(events))
