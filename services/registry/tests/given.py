"""An office to work in, and facts to start from."""

from __future__ import annotations

import base64
import itertools
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chassis.clock import Clock
from chassis.identity import Caller
from chassis.log import Message
from chassis.runtime import Call
from registry.build import Opened
from registry.desk import Desk
from registry.office import Office

TODAY = date(2026, 11, 23)
DATA = Path(__file__).parent / "data"
OFFICER = Caller(id="officer-1", role="commune_officer", commune="09931")

Json = dict[str, Any]


def caller(role: str, village: str | None = None, commune: str = "09931") -> Caller:
    return Caller(id=f"{role}-1", role=role, commune=commune, village=village)


@dataclass
class Registry:
    """The service without its shell: a desk for any caller, and what it would publish."""

    opened: Opened
    clock: Clock

    @property
    def office(self) -> Office:
        return self.opened.office

    def __post_init__(self) -> None:
        self._keys = itertools.count(1)

    def meta(self, **more: Any) -> Json:
        """A key nobody used before."""
        return {"key": f"key-{next(self._keys)}", **more}

    def desk(self, who: Caller = OFFICER) -> Desk:
        return Desk(self.office, Call(caller=who, clock=self.clock))

    def messages(self, feed: str | None = None, name: str | None = None) -> list[Message]:
        """Everything that waits for the relay, oldest first."""
        found: list[Message] = []
        for batch in self.office.ledger.log.pending(1_000):
            for commit in batch:
                found += commit.messages
        return [m for m in found if feed in (None, m.feed) and name in (None, m.name)]

    def last_profile(self, person_id: str) -> Json:
        told = [m for m in self.messages(name="person_profiled") if m.subject == person_id]
        return dict(told[-1].data)

    # -- facts to start from ----------------------------------------------------------

    def person(self, **changes: Any) -> str:
        body: Json = {
            "full_name": "Đào Thị Được",
            "birth_date": "1985-06-15",
            "gender": "female",
            "village": "Thôn 1",
            "residence": {"kind": "permanent", "commune": "09931", "from": "2020-01-01"},
        }
        receipt = self.desk().register_person(body | changes, self.meta())
        return str(receipt["id"])

    def household(self, *poverty: Json, code: str = "H1") -> str:
        body = {"code": code, "village": "Thôn 1", "poverty": list(poverty)}
        return str(self.desk().register_household(body, self.meta())["id"])

    def sent_list(self, content: bytes, name: str = "ds.xlsx", **options: Any) -> Json:
        """Import a list and wait for its end."""
        arguments = {"dry_run": False, "as_of": None, "meta": self.meta()} | options
        started = self.desk().start_import(
            filename=name, content_base64=base64.b64encode(content).decode(), **arguments
        )
        self.opened.importer.work()
        return dict(self.desk().get_import(started["import_id"]))
