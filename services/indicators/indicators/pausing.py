"""Keeping the consumer still while states, ledger and cells are compared or rebuilt.

A lease in ``head``: every batch writes there too, so no batch runs beside its holder,
and a holder that dies is forgotten after half a minute. One that only slept that long finds
out by the number of the last batch. Commands are taken all the while; their events wait on
the queues.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any, TypeVar

from chassis.errors import Conflict, Transient
from chassis.mongo import Db, Transactions, WriteConflict
from pymongo.client_session import ClientSession

__all__ = ["Pause", "paused"]

T = TypeVar("T")
LEASE = timedelta(seconds=30)
PATIENCE = 10.0
"""Seconds to wait for a moment between two batches."""

INTERVALS = (0.003, 0.005, 0.007, 0.011)
"""Seconds between two tries."""


class Pause:
    """``renew`` now and then. It raises ``Transient("lease_lost")`` when it came too late: a
    batch was applied, or somebody else held the consumer meanwhile.
    """

    def __init__(self, db: Db, transactions: Transactions) -> None:
        self._db = db
        self._transactions = transactions
        self._holder = uuid.uuid4().hex
        self._until = datetime.now(UTC)
        self._batch: int | None = None
        """The last batch when the pause was taken."""

    def take(self) -> dict[str, Any]:
        """Hold the consumer still; the head as it stands. Raises ``Conflict("at_work")``."""
        head = self._often(self._set)
        self._batch = head["batch"]
        return head

    def renew(self) -> None:
        if self._until - datetime.now(UTC) < LEASE / 2:
            self.sure()

    def sure(self) -> None:
        """Raises as ``renew`` does; what was read until now was read while nothing moved."""
        self._often(self._set)

    def run(self, work: Callable[[ClientSession], T]) -> T:
        """Write in a transaction that holds only if the pause does. Raises as ``renew`` does."""

        def guarded(session: ClientSession) -> T:
            self._set(session)
            return work(session)

        return self._often(guarded)

    def release(self) -> None:
        def clear(session: ClientSession) -> None:
            head = self._head(session)
            if head.get("holder") == self._holder:
                update = {"$set": {"holder": None, "paused_until": None}}
                self._db["head"].update_one({"_id": "head"}, update, session=session)

        self._often(clear)

    def _set(self, session: ClientSession) -> dict[str, Any]:
        head = self._head(session)
        now = datetime.now(UTC)
        until = head.get("paused_until")
        mine = head.get("holder") == self._holder
        if self._batch is not None and (not mine or head["batch"] != self._batch):
            raise Transient("lease_lost")
        if until is not None and until > now and not mine:
            raise Conflict("at_work")
        self._until = now + LEASE
        update = {"$set": {"holder": self._holder, "paused_until": self._until}}
        self._db["head"].update_one({"_id": "head"}, update, session=session)
        return head

    def _head(self, session: ClientSession) -> dict[str, Any]:
        head = self._db["head"].find_one({"_id": "head"}, session=session)
        if head is None:
            raise Transient("not_prepared")
        return head

    def _often(self, work: Callable[[ClientSession], T]) -> T:
        """Again while batches that were already under way are first.

        Often: under full load a millisecond lies between two batches. At changing intervals, so
        that they do not keep step with the batches. Raises ``Transient("busy")``.
        """
        began, intervals = time.monotonic(), cycle(INTERVALS)
        while True:
            try:
                return self._transactions.run(work)
            except WriteConflict:
                if time.monotonic() - began > PATIENCE:
                    raise Transient("busy") from None
                time.sleep(next(intervals))


@contextmanager
def paused(db: Db, transactions: Transactions) -> Iterator[tuple[Pause, dict[str, Any]]]:
    """The pause and the head while the consumer stands still."""
    pause = Pause(db, transactions)
    head = pause.take()
    try:
        yield pause, head
    finally:
        pause.release()
