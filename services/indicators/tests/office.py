"""The service on a real database, without its broker: apply batches, ask the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.envelope import Event, decode, encode
from chassis.errors import Invalid
from chassis.inbox import Mark, MongoInbox, Parked
from chassis.log import MOST_EVENTS, Message
from chassis.memory_log import MemoryLog
from chassis.mongo import Db, Transactions
from chassis.testing import call_as
from chassis.topology import Topology
from indicators.apply import Applying
from indicators.desk import Desk, Parts
from indicators.domain.plan import Plan
from indicators.generations import prepare
from indicators.proving_logs import Logs
from indicators.snapshot import Snapshots
from indicators.store import Store

from .given import Feeds, told

AFTER_THE_PLAN = date(2031, 1, 1)


class Office:
    """``learn`` tells facts; ``desk`` answers as of a day, for a role."""

    def __init__(self, db: Db, transactions: Transactions, plan: Plan) -> None:
        self.db = db
        self.plan = plan
        self.store = Store(db)
        self.transactions = transactions
        self.feeds = Feeds()
        self.topology = Topology.of_package("indicators")
        prepare(db, plan)
        self.apply = Applying(self.store, plan)
        self.inbox = MongoInbox(db, transactions)
        self.marks = self.inbox.open(self.topology.consumes)
        self.ledger = Ledger(MemoryLog())
        self.parts = Parts(
            store=self.store,
            plan=plan,
            logs=Logs(self.store, tuple(self.topology.consumes), self._after),
            snapshots=Snapshots(self.store, plan, self.topology.consumes),
        )

    def learn(
        self, *facts: dict[str, Any], at: datetime | None = None, size: int = 500
    ) -> list[Event]:
        """Publish the facts' events and apply them in batches of ``size``."""
        events = self.feeds.publish((each for fact in facts for each in told(fact)), at=at)
        for start in range(0, len(events), size):
            self.take(events[start : start + size])
        return events

    def take(self, events: Sequence[Event]) -> None:
        """One batch with its watermarks, in one transaction."""
        after = dict(self.marks)
        for event in events:
            if event.position > after[event.feed].position:
                after[event.feed] = Mark(position=event.position, time=event.time)
        self.inbox.transact(self.marks, after, [], lambda session: self.apply(events, session))
        self.marks = after

    def park(self, fact: dict[str, Any]) -> Parked:
        """Publish the fact's event and set it aside."""
        (event,) = self.feeds.publish(told(fact))
        parked = Parked(
            feed=event.feed,
            position=event.position,
            subject=event.subject,
            name=event.type,
            reason="set aside",
            parked_at=event.time,
            body=_body(event),
        )
        mark = Mark(position=event.position, time=event.time, parked=1)
        after = {**self.marks, event.feed: mark}
        self.inbox.transact(self.marks, after, [parked], lambda session: None)
        self.marks = after
        return parked

    def retry(self, parked: Parked) -> None:
        """An operator has it applied after all, by another process."""
        apply = Applying(self.store, self.plan)
        self.inbox.release(parked, lambda session: apply([decode(parked.body)], session))
        self.marks = self.inbox.open(self.topology.consumes)

    def _after(self, feed: str, position: int, limit: int) -> list[bytes]:
        """The owners' ``events_after``, as strict as theirs (``chassis_desk``)."""
        if position < 0 or not 1 <= limit <= MOST_EVENTS:
            raise Invalid.of(limit="out_of_range")
        told = [event for event in self.feeds.published if event.feed == feed]
        return [_body(event) for event in told[position : position + limit]]

    def runtime(self, today: date) -> Any:
        return SimpleNamespace(
            db=self.db,
            transactions=self.transactions,
            topology=self.topology,
            ledger=self.ledger,
            clock=Clock(today),
        )

    def desk(self, today: date = AFTER_THE_PLAN, role: str = "commune_officer") -> Desk:
        return Desk(self.runtime(today), self.parts, call_as(role, today=today))

    def figure(self, code: str, span: str, today: date = AFTER_THE_PLAN, **more: Any) -> Any:
        asked = {"by": None, "as_of": None} | more
        return self.desk(today).figure(code, span, **asked)

    def verified(self) -> int:
        difference: int = self.desk(role="ops").verify()["difference"]
        return difference


def _body(event: Event) -> bytes:
    message = Message(
        feed=event.feed,
        name=event.name,
        version=event.version,
        subject=event.subject,
        data=event.data,
    )
    sent = encode(
        message, service="test", position=event.position, recorded_at=event.time, correlation_id=""
    )
    return sent.body


def person(id_: str = "p1", *groups: str, **more: Any) -> dict[str, Any]:
    """A woman born 1990, in the groups since 2026 (``rural`` where none is named)."""
    return {
        "type": "person",
        "id": id_,
        "birth_date": "1990-03-03",
        "gender": "female",
        "village": "v1",
        "groups": [
            {"code": code, "from": "2026-01-01", "to": None} for code in groups or ("rural",)
        ],
    } | more


def enrolment(id_: str, on: str, person_id: str = "p1", **more: Any) -> dict[str, Any]:
    return {
        "type": "enrolment", "id": id_, "person": person_id, "level": "elementary", "on": on
    } | more  # fmt: skip


def service(id_: str, on: str, person_id: str = "p1", **more: Any) -> dict[str, Any]:
    return {
        "type": "service", "id": id_, "person": person_id, "service": "counselling", "on": on
    } | more  # fmt: skip


def noon(text: str) -> datetime:
    """Noon in Vietnam of a day, in UTC."""
    return datetime.fromisoformat(f"{text}T05:00:00").replace(tzinfo=UTC)


def codes(rows: Iterable[dict[str, Any]], name: str) -> list[Any]:
    return [row[name] for row in rows]
