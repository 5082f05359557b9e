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
from credit.desk import Desk
from credit.handlers import FEED, HANDLERS
from credit.metrics import CreditMetrics
from credit.products import load_products

TODAY = date(2026, 9, 30)
CONTRACTS = Path(__file__).parent.parent / "contracts"
NEED = {
    "person_id": "p1",
    "product": "job_creation",
    "amount": 100_000_000,
    "purpose": "production",
    "on": "2026-03-02",
}


def expected(name: str) -> dict[str, Any]:
    """The example of an event this service reads."""
    contract = json.loads((CONTRACTS / "expects" / FEED / f"{name}.v1.json").read_text("utf-8"))
    return dict(contract["example"])


def codes(receipt: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in receipt["warnings"]]


class Bank:
    """Days lie in 2026 and today is its 30 September, unless a test says otherwise."""

    def __init__(self, today: date = TODAY, store: Store | None = None, ledger: Any = None) -> None:
        self.today = today
        self.runtime = memory_runtime("credit", today=today)
        if ledger is not None:
            self.runtime.ledger = ledger
        self.store = store or MemoryStore(self.runtime.ledger.log)
        self.metrics = CreditMetrics(self.runtime.registry)
        self._keys = count(1)
        self._positions = count(1)

    def desk(self, role: str = "bank", agency: str = "b1", commune: str | None = "09931") -> Desk:
        return Desk(
            ledger=self.runtime.ledger,
            store=self.store,
            products=load_products(),
            metrics=self.metrics,
            call=call_as(role, today=self.today, agency=agency, commune=commune),
        )

    def key(self, if_match: int | None = None) -> dict[str, Any]:
        """The meta of a request made for the first time."""
        return {"key": f"k{next(self._keys)}", "if_match": if_match}

    def opened(self, **changes: Any) -> str:
        """A credit need of 2 March 2026."""
        return str(self.desk().open_loan(NEED | changes, self.key())["id"])

    def stage(self, what: str, loan_id: str, on: str = "2026-03-20", **body: Any) -> dict[str, Any]:
        """One stage, with what it needs filled in: assessed is assessed eligible."""
        defaults: dict[str, dict[str, Any]] = {
            "assess_loan": {"eligible": True, "reason_codes": []},
            "decline_loan": {"reason_code": "no_capital"},
            "disburse_loan": {"amount": 80_000_000},
            "check_loan_use": {"as_declared": True},
        }
        full = {**defaults.get(what, {}), **body, "on": on}
        return dict(getattr(self.desk(), what)(loan_id, full, self.key()))

    def amend(self, kind: str, record_id: str, **changes: Any) -> dict[str, Any]:
        return self.desk().amend_record(kind, record_id, changes, self.key())

    def void(self, kind: str, record_id: str, reason: str = "entered_by_mistake") -> dict[str, Any]:
        return self.desk().void_record(kind, record_id, {"reason_code": reason}, self.key())

    def status(self, loan_id: str) -> str:
        return str(self.desk().get_loan(loan_id)["status"])

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

    def published(self, *names: str, feed: str = "credit") -> list[Event]:
        """What the feed told, or what bears these names, in feed order."""
        return [
            each
            for each in published(self.runtime)
            if each.feed == feed and (not names or each.name in names)
        ]
