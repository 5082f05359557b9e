"""The same work event by event, as a good engineer would write it without a batch consumer.

Read the person, work out what changes with the same pure domain, write the state, the ledger
lines in one insert, and all cells in one bulk write, each cell a small document of its own (for
one event at a time that is several times as fast here as our grouped ones, which are made for
batches). No household figure and no watermark, which makes it a little less than our work.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

from chassis.clock import from_iso
from chassis.envelope import Event
from indicators.documents import person_document, person_page
from indicators.domain.book import Book
from indicators.domain.cells import Increments, add_up
from indicators.domain.plan import Plan
from indicators.domain.reach import Reach
from indicators.events import Touched, touched
from indicators.ledger import blocks, sheets
from indicators.plan_file import default_plan
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, OperationFailure

__all__ = ["CELLS", "AsyncOneByOne", "OneByOne", "event_of", "flat"]

Json = dict[str, Any]
CELLS = "flat_cells"
WRITE_CONFLICT = 112


def flat(cells: Increments) -> dict[str, int]:
    """By the id of its document, one for each cell: ``2026/village|new_jobs.value.03.v7``."""
    return {f"{name}|{path}": n for name, found in cells.items() for path, n in found.items()}


def event_of(payload: Mapping[str, Any]) -> Event:
    """The envelope as our consumer sees it."""
    name, _, version = payload["type"].rpartition(".v")
    on = payload.get("occurredon")
    return Event(
        feed=payload["feed"],
        position=payload["position"],
        name=name,
        version=int(version),
        subject=payload["subject"],
        time=from_iso(payload["time"]),
        occurred_on=date.fromisoformat(on) if on else None,
        correlation_id=payload.get("correlationid") or "",
        data=payload["data"],
    )


class _Worked:
    """What one event comes to."""

    def __init__(self, plan: Plan, reach: Reach, event: Event, found: Touched, row: Json) -> None:
        book = Book(plan, reach)
        book.people[found.person] = person_page(row)
        book.enter(found.person, found.change, cause=event.id, at=event.time)
        self.changed = bool(book.changed_people)
        self.lock = {"_id": found.person, "v": row["v"]}
        page = person_document(found.person, book.people[found.person])
        self.state = {**page, "v": row["v"] + 1}
        self.lines = sheets(event.id, blocks(book.lines), ())
        increments: Increments = {}
        add_up((line.entry for line in book.lines), increments)
        self.cells = [
            UpdateOne({"_id": id}, {"$inc": {"n": n}}, upsert=True)
            for id, n in flat(increments).items()
        ]


class OneByOne:
    """`atomic`: one transaction an event. Otherwise an optimistic lock on the person, and the
    counters after it. `ledger` False leaves the lines out: states and counters only.
    """

    def __init__(self, db: Any, *, atomic: bool = True, ledger: bool = True) -> None:
        self._db = db
        self._atomic = atomic
        self._ledger = ledger
        self._plan = default_plan()
        self._reach = Reach(self._plan)

    def apply(self, payload: Mapping[str, Any]) -> None:
        """The event's whole effect, tried again while others are first."""
        event = event_of(payload)
        found = touched(event)
        if found is None:
            return
        tries = 0
        while not self._tried(event, found):
            tries += 1
            time.sleep(_pause(tries))

    def _tried(self, event: Event, found: Touched) -> bool:
        if not self._atomic:
            return self._write(event, found, None)
        try:
            with self._db.client.start_session() as session, session.start_transaction():
                return self._write(event, found, session)
        except OperationFailure as error:
            if not _is_conflict(error):
                raise
            return False

    def _write(self, event: Event, found: Touched, session: Any) -> bool:
        people = self._db["people"]
        row = people.find_one({"_id": found.person}, session=session)
        worked = _Worked(self._plan, self._reach, event, found, row)
        if not worked.changed:
            return True
        lock = {"_id": found.person} if self._atomic else worked.lock
        if people.replace_one(lock, worked.state, session=session).matched_count != 1:
            return False
        if worked.lines and self._ledger:
            self._db["entries_1"].insert_many(worked.lines, session=session)
        if worked.cells:
            self._db[CELLS].bulk_write(worked.cells, ordered=False, session=session)
        return True


class AsyncOneByOne(OneByOne):
    """The same on an asynchronous client."""

    async def apply_async(self, payload: Mapping[str, Any]) -> None:
        event = event_of(payload)
        found = touched(event)
        if found is None:
            return
        tries = 0
        while not await self._tried_async(event, found):
            tries += 1
            await asyncio.sleep(_pause(tries))

    async def _tried_async(self, event: Event, found: Touched) -> bool:
        try:
            async with (
                self._db.client.start_session() as session,
                await session.start_transaction(),
            ):
                return await self._write_async(event, found, session)
        except OperationFailure as error:
            if not _is_conflict(error):
                raise
            return False

    async def _write_async(self, event: Event, found: Touched, session: Any) -> bool:
        people = self._db["people"]
        row = await people.find_one({"_id": found.person}, session=session)
        worked = _Worked(self._plan, self._reach, event, found, row)
        if not worked.changed:
            return True
        await people.replace_one({"_id": found.person}, worked.state, session=session)
        if worked.lines and self._ledger:
            await self._db["entries_1"].insert_many(worked.lines, session=session)
        if worked.cells:
            await self._db[CELLS].bulk_write(worked.cells, ordered=False, session=session)
        return True


def _pause(tries: int) -> float:
    """Seconds, drawn, longer each time."""
    return random.uniform(0, 0.002 * 2 ** min(tries, 5))


def _is_conflict(error: OperationFailure) -> bool:
    """Whether another transaction was first."""
    if isinstance(error, BulkWriteError):
        return any(each.get("code") == WRITE_CONFLICT for each in error.details["writeErrors"])
    return error.code == WRITE_CONFLICT or error.has_error_label("TransientTransactionError")
