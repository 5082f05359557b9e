"""Applying a batch: read the touched pages, work the events through, write what changed.

Everything is written in the session the consumer hands over, together with its
watermarks. A batch costs a handful of commands, however many events it has.
"""

from __future__ import annotations

from collections.abc import Sequence

from chassis.consumer import Event, InvalidEvents, Unreadable
from chassis.errors import Transient
from pymongo.client_session import ClientSession

from indicators.collecting import uncollected
from indicators.documents import line_document
from indicators.domain.book import Book
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


class Applying:
    """An ``Apply`` for the chassis consumer."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan
        self._reach = Reach(plan)
        self._recording = Recording(store, plan)

    def __call__(self, events: Sequence[Event], session: ClientSession) -> None:
        """Apply consecutive events. Raises :class:`InvalidEvents` before anything is written,
        and ``Transient`` while the figures are being rebuilt or the plan file differs.
        """
        with uncollected():
            self._apply(events, session)

    def _apply(self, events: Sequence[Event], session: ClientSession) -> None:
        read, surveys = _read(events)
        if not read and not surveys:
            return
        head = self._store.advance(session)
        if head["plan"] != self._plan.digest:
            raise Transient("plan_changed")
        self._recording.open(head, session)
        if surveys:
            self._store.write_surveys(surveys, session)
        if read:
            self._write(head["generation"], self._worked(read, session), session)

    def _worked(self, read: Sequence[tuple[Event, Touched]], session: ClientSession) -> Book:
        book = Book(self._plan, self._reach)
        self._load_people(book, read, session)
        self._load_households(book, read, session)
        for event, found in read:
            book.enter(found.person, found.change, cause=event.id, at=event.time, into=found.into)
        return book

    def _load_people(
        self, book: Book, read: Sequence[tuple[Event, Touched]], session: ClientSession
    ) -> None:
        """The persons of the events, and whoever is one with them."""
        wanted = {found.person for _, found in read}
        wanted |= {found.into for _, found in read if found.into is not None}
        while wanted:
            pages = self._store.people(wanted, session)
            book.people.update(pages)
            members = {each for page in pages.values() for each in page.cluster}
            wanted = members - book.people.keys()

    def _load_households(
        self, book: Book, read: Sequence[tuple[Event, Touched]], session: ClientSession
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
        book.households.update(self._store.households(wanted, session))

    def _write(self, generation: int, book: Book, session: ClientSession) -> None:
        store = self._store
        if book.changed_people:
            store.write_people({each: book.people[each] for each in book.changed_people}, session)
        if book.changed_households:
            pages = {each: book.households[each] for each in book.changed_households}
            store.write_households(pages, session)
        if book.lines:
            store.write_lines(generation, [line_document(line) for line in book.lines], session)
            increments: Increments = {}
            add_up((line.entry for line in book.lines), increments)
            store.add_to_cells(generation, increments, session)
            self._recording.note(book.lines, increments, session)


def _read(events: Sequence[Event]) -> tuple[list[tuple[Event, Touched]], list[SurveyFact]]:
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
    return read, surveys
