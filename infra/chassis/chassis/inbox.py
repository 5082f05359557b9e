"""A consumer's own memory: how far it has come in each feed, and what it set aside.

Kept in the consumer's database, so that effects and watermarks are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from chassis.envelope import Event
from chassis.log import Json
from chassis.mongo import Db, Transactions, WriteConflict, meaning

__all__ = ["Inbox", "Mark", "MemoryInbox", "MongoInbox", "Moved", "Parked"]

Work = Callable[[Any], None]


class Moved(Exception):
    """Somebody else moved a watermark or resolved a parked event: look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a consumer is in a feed. ``invalid_run`` counts invalid events in a row."""

    position: int = 0
    time: datetime | None = None
    """When the event at the position was recorded."""
    parked: int = 0
    invalid_run: int = 0

    def stands_on(self, event: Event) -> bool:
        """Whether it is the event at the position, as far as its time tells."""
        return event.position == self.position and self.time in (None, event.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An event set aside. ``reason`` names what is wrong, or the event it waits behind."""

    feed: str
    position: int
    subject: str
    name: str
    reason: str
    parked_at: datetime
    body: bytes

    @property
    def id(self) -> str:
        return f"{self.feed}/{self.position}"


class Inbox(Protocol):
    def open(self, feeds: Sequence[str]) -> dict[str, Mark]:
        """The present marks; a feed never seen before begins at 0."""

    def transact(
        self,
        before: Mapping[str, Mark],
        after: Mapping[str, Mark],
        parked: Sequence[Parked],
        work: Work,
    ) -> None:
        """Move the marks, set events aside and do ``work(session)``: all or nothing.

        Raises :class:`Moved` when a mark is not ``before`` any more, WriteConflict,
        Transient, and whatever ``work`` raises.
        """

    def parked(self, feed: str | None = None) -> list[Parked]:
        """What is set aside, in the order of feed and position."""

    def release(self, parked: Parked, work: Work, *, discard: bool = False) -> None:
        """Take one event off the list, having done ``work(session)``: all or nothing.

        A discarded event is kept in ``discarded``. Raises :class:`Moved` when it is
        not there any more.
        """


class MongoInbox:
    """Collections ``watermarks`` (one document a feed), ``parked``, ``discarded``."""

    def __init__(self, db: Db, transactions: Transactions) -> None:
        self._db = db
        self._transactions = transactions

    def open(self, feeds: Sequence[str]) -> dict[str, Mark]:
        with meaning():
            for feed in feeds:
                self._db["watermarks"].update_one(
                    {"_id": feed}, {"$setOnInsert": _fields(Mark())}, upsert=True
                )
            rows = self._db["watermarks"].find({"_id": {"$in": list(feeds)}})
            return {row["_id"]: _mark(row) for row in rows}

    def transact(
        self,
        before: Mapping[str, Mark],
        after: Mapping[str, Mark],
        parked: Sequence[Parked],
        work: Work,
    ) -> None:
        moves = [
            UpdateOne(
                {"_id": feed, "position": before[feed].position, "parked": before[feed].parked},
                {"$set": _fields(mark)},
            )
            for feed, mark in after.items()
        ]

        def all_of_it(session: ClientSession) -> None:
            if moves:
                moved = self._db["watermarks"].bulk_write(moves, session=session)
                if moved.matched_count != len(moves):
                    raise Moved
            if parked:
                self._db["parked"].insert_many([_row(each) for each in parked], session=session)
            work(session)

        self._transactions.run(all_of_it)

    def parked(self, feed: str | None = None) -> list[Parked]:
        with meaning():
            rows = list(self._db["parked"].find())
        found = [_parked(row) for row in rows if feed in (None, row["feed"])]
        return sorted(found, key=lambda each: (each.feed, each.position))

    def release(self, parked: Parked, work: Work, *, discard: bool = False) -> None:
        def all_of_it(session: ClientSession) -> None:
            gone = self._db["parked"].delete_one({"_id": parked.id}, session=session)
            if gone.deleted_count != 1:
                raise Moved
            self._db["watermarks"].update_one(
                {"_id": parked.feed},
                {"$inc": {"parked": -1}, "$set": {"invalid_run": 0}},
                session=session,
            )
            if discard:
                row = _row(parked) | {"discarded_at": datetime.now(UTC)}
                self._db["discarded"].insert_one(row, session=session)
            work(session)

        try:
            self._transactions.run(all_of_it)
        except WriteConflict as error:
            raise Moved from error


class MemoryInbox:
    """The twin for tests: ``work`` gets None and must not fail half-way."""

    def __init__(self) -> None:
        self.marks: dict[str, Mark] = {}
        self._parked: dict[str, Parked] = {}
        self.discarded: list[Parked] = []

    def open(self, feeds: Sequence[str]) -> dict[str, Mark]:
        return {feed: self.marks.setdefault(feed, Mark()) for feed in feeds}

    def transact(
        self,
        before: Mapping[str, Mark],
        after: Mapping[str, Mark],
        parked: Sequence[Parked],
        work: Work,
    ) -> None:
        for feed in after:
            present = self.marks[feed]
            if (present.position, present.parked) != (before[feed].position, before[feed].parked):
                raise Moved
        work(None)
        self.marks.update(after)
        self._parked.update({each.id: each for each in parked})

    def parked(self, feed: str | None = None) -> list[Parked]:
        found = [each for each in self._parked.values() if feed in (None, each.feed)]
        return sorted(found, key=lambda each: (each.feed, each.position))

    def release(self, parked: Parked, work: Work, *, discard: bool = False) -> None:
        if parked.id not in self._parked:
            raise Moved
        work(None)
        del self._parked[parked.id]
        mark = self.marks[parked.feed]
        self.marks[parked.feed] = replace(mark, parked=mark.parked - 1, invalid_run=0)
        if discard:
            self.discarded.append(parked)


def _fields(mark: Mark) -> Json:
    return {
        "position": mark.position,
        "time": mark.time,
        "parked": mark.parked,
        "invalid_run": mark.invalid_run,
    }


def _mark(row: Json) -> Mark:
    return Mark(
        position=row["position"],
        time=row["time"],
        parked=row["parked"],
        invalid_run=row["invalid_run"],
    )


def _row(parked: Parked) -> Json:
    return {
        "_id": parked.id,
        "feed": parked.feed,
        "position": parked.position,
        "subject": parked.subject,
        "name": parked.name,
        "reason": parked.reason,
        "parked_at": parked.parked_at,
        "body": parked.body,
    }


def _parked(row: Json) -> Parked:
    return Parked(
        feed=row["feed"],
        position=row["position"],
        subject=row["subject"],
        name=row["name"],
        reason=row["reason"],
        parked_at=row["parked_at"],
        body=row["body"],
    )
