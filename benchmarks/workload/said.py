"""What the events say: the states, lines and cells that must be there when all are applied.

Worked out beforehand by the pure domain, without broker and database, and counted a second
time from the messages alone, without the domain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.envelope import Event, decode, encode
from chassis.log import FeedEvent, Message
from indicators.domain.book import Book
from indicators.domain.cells import Increments, add_up
from indicators.domain.plan import Plan
from indicators.events import touched

__all__ = ["Feeds", "Said", "counted_without_the_domain", "enter"]

BEGAN = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
APART = timedelta(milliseconds=5)


class Feeds:
    """Gives messages their positions, feed by feed, as a relay does.

    One was recorded after the other: lines of one moment would all count as told late as
    soon as a period ends with it.
    """

    def __init__(self) -> None:
        self.last: dict[str, int] = defaultdict(int)
        self._now = BEGAN

    def publish(self, messages: Iterable[Message]) -> list[FeedEvent]:
        found = []
        for message in messages:
            self.last[message.feed] += 1
            self._now += APART
            found.append(
                encode(
                    message,
                    service=message.feed.partition(".")[0],
                    position=self.last[message.feed],
                    recorded_at=self._now,
                    correlation_id=f"{self.last[message.feed]:032x}",
                )
            )
        return found


def enter(book: Book, events: Iterable[Event]) -> None:
    """Work the events through the pure book."""
    for event in events:
        found = touched(event)
        if found is not None:
            book.enter(found.person, found.change, cause=event.id, at=event.time, into=found.into)


class Said:
    """Told profiles first, then as many events as you like."""

    def __init__(self, plan: Plan, profiles: Sequence[Message]) -> None:
        self.plan = plan
        self.feeds = Feeds()
        self.book = Book(plan)
        self.profiles = self.feeds.publish(profiles)
        enter(self.book, (decode(each.body) for each in self.profiles))

    def tell(self, messages: Sequence[Message]) -> list[FeedEvent]:
        """Publish and work through; the events."""
        events = self.feeds.publish(messages)
        enter(self.book, (decode(each.body) for each in events))
        return events

    def cells(self) -> Increments:
        """By document, by path: every cell that is not 0."""
        found: Increments = {}
        add_up((line.entry for line in self.book.lines), found)
        return {
            name: kept
            for name, cells in found.items()
            if (kept := {path: n for path, n in cells.items() if n})
        }


def counted_without_the_domain(messages: Iterable[Message]) -> dict[str, int]:
    """Values of 2026 that follow from the load by counting: everybody in it is rural."""
    persons: dict[str, set[Any]] = defaultdict(set)
    for message in messages:
        person = message.data["person_id"]
        match message.name:
            case "service_given":
                persons["employment_service_access.num"].add(person)
            case "enrolment_started":
                persons["rural_trainees.value"].add(person)
            case "placement_started":
                persons["new_jobs.value"].add(person)
            case "need_assessed":
                persons["priority_credit.den"].add(person)
            case "loan_disbursed":
                persons["priority_credit.num"].add(person)
    return {key: len(found) for key, found in persons.items()}
