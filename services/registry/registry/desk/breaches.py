"""The register of breaches of personal data, with its clock of 72 hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chassis.clock import to_iso
from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from registry import stewardship_schemas as schemas
from registry.domain import breaches
from registry.office import OFFICER, DeskPart, receipt

__all__ = ["BreachDesk"]

Json = dict[str, Any]
OPS = "ops"


class BreachDesk(DeskPart):
    def record_breach(self, body: Json, meta: Meta) -> Json:
        """Operators too: they may be the first to see it."""
        self.call.require(OFFICER, OPS)
        read = schemas.BREACH.read(body)
        breach_id = self.call.new_id(meta, "breach")

        def work(unit: Unit) -> Json:
            event = breaches.BreachDetected(breach_id=breach_id, **read)
            unit.save(
                self.office.records.breach,
                breach_id,
                breaches.record(event, now=self.call.clock.now()),
            )
            return receipt(breach_id, 1, [])

        return self.run(meta, work, "record_breach", body)

    def report_breach(self, breach_id: str, body: Json, meta: Meta) -> Json:
        """It was told to the specialised body."""
        self.call.require(OFFICER)
        read = schemas.BREACH_REPORT.read(body)
        records = self.office.records

        def work(unit: Unit) -> Json:
            breach = unit.load(records.breach, breach_id)
            if breach is None:
                raise NotFound("no_such_breach")
            now = self.call.clock.now()
            events = breaches.report(breach, read["at"], read["report_number"], now=now)
            unit.save(records.breach, breach_id, events)
            return receipt(breach_id, unit.version(records.breach, breach_id), [])

        return self.run(meta, work, "report_breach", breach_id, body)

    def list_breaches(self, page: int = 1, page_size: int = 50) -> Json:
        """The youngest first; ``hours_left`` of those still to be reported."""
        self.call.require(OFFICER, OPS)
        now = self.call.clock.now()
        return self.listed(
            self.office.records.breach,
            {"list": "breaches"},
            sort=("detected_at", -1),
            page=page,
            page_size=page_size,
            view=lambda breach, version: _view(breach, version, now),
        )


def _view(breach: breaches.Breach, version: int, now: datetime) -> Json:
    due = breaches.due(breach)
    waits = breach.must_report and breach.reported_at is None
    return {
        "id": breach.breach_id,
        "version": version,
        "kind": breach.kind,
        "detected_at": to_iso(breach.detected_at),
        "nature": breach.nature,
        "measures": breach.measures,
        "people_affected": breach.people_affected,
        "must_report": breach.must_report,
        "report_due": to_iso(due),
        "hours_left": round((due - now).total_seconds() / 3600, 1) if waits else None,
        "late": (breach.reported_at or now) > due and breach.must_report,
        "reported_at": to_iso(breach.reported_at) if breach.reported_at is not None else None,
        "report_number": breach.report_number,
    }
