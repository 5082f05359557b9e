"""The service in memory: its desk for callers of any role, and the registry's feed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from chassis.envelope import Event
from chassis.memory_store import MemoryStore
from chassis.store import Store
from chassis.testing import call_as, deliver, memory_runtime, published
from training.desk import Desk
from training.handlers import FEED, HANDLERS
from training.policies import load_policies

TODAY = date(2026, 9, 30)
CONTRACTS = Path(__file__).parent.parent / "contracts"
CLASS = {
    "occupation": "May công nghiệp",
    "level": "elementary",
    "form": "mobile",
    "village": "v1",
    "starts_on": "2026-03-02",
    "ends_on": "2026-06-30",
    "capacity": 30,
    "funding_source": "state_budget",
}


def expected(name: str) -> dict[str, Any]:
    """The example of an event this service reads."""
    contract = json.loads((CONTRACTS / "expects" / FEED / f"{name}.v1.json").read_text("utf-8"))
    return dict(contract["example"])


def codes(receipt: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in receipt["warnings"]]


class School:
    """Days lie in 2026 and today is its 30 September, unless a test says otherwise."""

    def __init__(self, today: date = TODAY, store: Store | None = None, ledger: Any = None) -> None:
        self.today = today
        self.runtime = memory_runtime("training", today=today)
        if ledger is not None:
            self.runtime.ledger = ledger
        self.store = store or MemoryStore(self.runtime.ledger.log)
        self._keys = count(1)
        self._positions = count(1)

    def desk(self, role: str = "school", agency: str = "s1", commune: str | None = "09931") -> Desk:
        return Desk(
            ledger=self.runtime.ledger,
            store=self.store,
            policies=load_policies(),
            call=call_as(role, today=self.today, agency=agency, commune=commune),
        )

    def key(self, if_match: int | None = None) -> dict[str, Any]:
        """The meta of a request made for the first time."""
        return {"key": f"k{next(self._keys)}", "if_match": if_match}

    def opened(self, **changes: Any) -> str:
        return str(self.desk().open_class(CLASS | changes, self.key())["id"])

    def enrolled(self, class_id: str, *person_ids: str, on: str = "2026-03-02") -> list[str]:
        body = {"person_ids": list(person_ids), "on": on}
        receipt = self.desk().enrol(class_id, body, self.key())
        return [each["id"] for each in receipt["enrolments"]]

    def learner(self, person_id: str = "p1") -> str:
        """An enrolment in a class of its own."""
        return self.enrolled(self.opened(), person_id)[0]

    def amend(self, kind: str, record_id: str, **changes: Any) -> dict[str, Any]:
        return self.desk().amend_record(kind, record_id, changes, self.key())

    def void(self, kind: str, record_id: str, reason: str = "entered_by_mistake") -> dict[str, Any]:
        return self.desk().void_record(kind, record_id, {"reason_code": reason}, self.key())

    def told(self, name: str, **changes: Any) -> None:
        """The registry publishes: the contract's example with these changes."""
        deliver(self.runtime, HANDLERS, [self.event(name, expected(name) | changes)])

    def event(self, name: str, data: dict[str, Any]) -> Event:
        return Event(
            feed=FEED,
            position=next(self._positions),
            name=name,
            version=1,
            subject=str(data.get("person_id", "")),
            time=datetime(2026, 3, 2, 8, tzinfo=UTC),
            occurred_on=None,
            correlation_id="",
            data=data,
        )

    def published(self, *names: str) -> list[Event]:
        """Everything published, or what bears these names, in feed order."""
        return [each for each in published(self.runtime) if not names or each.name in names]
