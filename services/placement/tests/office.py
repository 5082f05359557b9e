"""The service in memory: its desk for callers of any role, and the registry's feed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from chassis.envelope import Event
from chassis.testing import call_as, deliver, memory_runtime, published
from placement.desk import Desk
from placement.handlers import HANDLERS

from .given import TODAY
from .memory_store import MemoryStore

CONTRACTS = Path(__file__).parent.parent / "contracts"
FEED = "registry.placement"


def expected(name: str) -> dict[str, Any]:
    """The example of an event this service reads."""
    contract = json.loads((CONTRACTS / "expects" / FEED / f"{name}.v1.json").read_text("utf-8"))
    return dict(contract["example"])


class Office:
    def __init__(self) -> None:
        self.runtime = memory_runtime("placement", today=TODAY)
        self.store = MemoryStore(self.runtime.ledger.log)
        self._keys = count(1)
        self._positions = count(1)

    def desk(self, role: str = "job_centre", commune: str | None = "09931") -> Desk:
        return Desk(self.runtime, call_as(role, today=TODAY, commune=commune), self.store)

    def key(self, if_match: int | None = None) -> dict[str, Any]:
        """The meta of a request made for the first time."""
        return {"key": f"k{next(self._keys)}", "if_match": if_match}

    def employer(self, **changes: Any) -> str:
        body = {"name": "Xưởng may", **changes}
        return str(self.desk().register_employer(body=body, meta=self.key())["id"])

    def vacancy(self, **changes: Any) -> str:
        body = {"occupation": "sewing", "opens_on": "2026-03-01", **changes}
        if "employer_id" not in body:
            body["employer_id"] = self.employer()
        return str(self.desk().register_vacancy(body=body, meta=self.key())["id"])

    def service(self, **changes: Any) -> dict[str, Any]:
        body = {"person_id": "p1", "service": "counselling", "on": "2026-03-02", **changes}
        return self.desk().give_service(body=body, meta=self.key())

    def placement(self, **changes: Any) -> dict[str, Any]:
        facts = {
            "person_id": "p1",
            "kind": "self_employment",
            "new_job": True,
            "suitable": True,
            "on": "2026-03-02",
        }
        return self.desk().start_placement(body=facts | changes, meta=self.key())

    def told(self, name: str, **changes: Any) -> None:
        """The registry publishes: the contract's example with these changes."""
        self.deliver([self.event(name, expected(name) | changes)])

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

    def deliver(self, events: Sequence[Event]) -> None:
        deliver(self.runtime, HANDLERS, events)

    def published(self) -> list[Event]:
        return published(self.runtime)

    def last(self) -> Event:
        return self.published()[-1]
