"""Amending, voiding, and a record's history. Each agency corrects its own records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chassis.clock import to_iso
from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from placement import publishing, schemas
from placement.aggregates import (
    EMPLOYER,
    JOB_FAIR,
    PLACEMENT,
    RECORDS,
    SERVICE,
    SUPPORT,
    VACANCY,
)
from placement.desk.clerk import JOB_CENTRE, READERS, SOCIAL_INSURANCE, Json, receipt
from placement.desk.placing import Placing
from placement.desk.serving import LINKS, Serving
from placement.domain import employer, job_fair, placing, service_given, support, vacancy
from placement.domain.rules import Advice, Void, present

__all__ = ["Correcting"]

OWNERS = {
    "employers": JOB_CENTRE,
    "vacancies": JOB_CENTRE,
    "job_fairs": JOB_CENTRE,
    "services": JOB_CENTRE,
    "placements": JOB_CENTRE,
    "contribution_supports": SOCIAL_INSURANCE,
}


class Correcting(Serving, Placing):
    def amend_record(self, *, kind: str, record_id: str, body: Any, meta: Meta) -> Json:
        """Change the given fields; social insurance changes a placement's ``confirmed_on``."""
        confirmation = kind == "placements" and self.call.caller.role == SOCIAL_INSURANCE
        self.call.require(SOCIAL_INSURANCE if confirmation else _owner(kind))
        form = schemas.CONFIRMATION_AMENDMENT if confirmation else schemas.AMENDMENTS[kind]
        changes = form.read(body)
        self.within(changes.get("commune"))
        amend = self._amend_confirmation if confirmation else self._amendments()[kind]

        def work(unit: Unit) -> Json:
            self._own(unit, kind, record_id)
            advice = amend(unit, record_id, changes)
            return receipt(unit, RECORDS[kind], record_id, advice)

        return self.carry_out(meta, ("amend_record", kind, record_id, body), work)

    def void_record(self, *, kind: str, record_id: str, body: Any, meta: Meta) -> Json:
        """The record never counted. ``note`` stays in its history."""
        self.call.require(_owner(kind))
        reason = Void(**schemas.VOID.read(body))

        def work(unit: Unit) -> Json:
            self._own(unit, kind, record_id)
            _VOIDINGS[kind](unit, record_id, reason)
            return receipt(unit, RECORDS[kind], record_id)

        request = ("void_record", kind, record_id, body)
        return self.carry_out(meta, request, work, reason=reason.reason_code)

    def record_history(self, *, kind: str, record_id: str) -> Json:
        """``{"items": [{version, recorded_at, actor, reason, events}], "total"}``, oldest first."""
        self.call.require(*READERS)
        if kind not in RECORDS:
            raise NotFound("not_found", {"record": "records"})
        log, aggregate = self.runtime.ledger.log, RECORDS[kind]
        record = log.load(aggregate.kind, record_id)
        if record is None:
            raise NotFound("not_found", {"record": kind})
        self.within(aggregate.fields(aggregate.load(record.body)).get("commune"))
        items = [
            {
                "version": commit.version,
                "recorded_at": to_iso(commit.recorded_at),
                "actor": commit.actor,
                "reason": commit.reason,
                "events": list(commit.events),
            }
            for commit in log.history(aggregate.stream(record_id))
        ]
        return {"items": items, "total": len(items)}

    def _own(self, unit: Unit, kind: str, record_id: str) -> None:
        aggregate = RECORDS[kind]
        known = present(unit.load(aggregate, record_id), kind)
        self.within(aggregate.fields(known).get("commune"))

    def _amendments(self) -> Mapping[str, Callable[[Unit, str, Json], list[Advice]]]:
        return {
            "employers": self._amend_employer,
            "vacancies": self._amend_vacancy,
            "job_fairs": self._amend_job_fair,
            "services": self._amend_service,
            "placements": self._amend_placement,
            "contribution_supports": self._amend_support,
        }

    def _amend_employer(self, unit: Unit, record_id: str, changes: Json) -> list[Advice]:
        known = present(unit.load(EMPLOYER, record_id), "employers")
        unit.save(EMPLOYER, record_id, employer.amend(known, replace(known.profile, **changes)))
        return []

    def _amend_vacancy(self, unit: Unit, record_id: str, changes: Json) -> list[Advice]:
        known = present(unit.load(VACANCY, record_id), "vacancies")
        self.refer(unit, EMPLOYER, changes, "employer_id")
        offer = replace(known.offer, **changes)
        unit.save(VACANCY, record_id, vacancy.amend(known, offer, today=unit.intent.today))
        return []

    def _amend_job_fair(self, unit: Unit, record_id: str, changes: Json) -> list[Advice]:
        known = present(unit.load(JOB_FAIR, record_id), "job_fairs")
        unit.save(JOB_FAIR, record_id, job_fair.amend(known, replace(known.session, **changes)))
        return []

    def _amend_service(self, unit: Unit, record_id: str, changes: Json) -> list[Advice]:
        known = present(unit.load(SERVICE, record_id), "services")
        for aggregate, name in LINKS:
            self.refer(unit, aggregate, changes, name)
        contact = replace(known.contact, **changes)
        events = service_given.amend(known, contact, today=unit.intent.today)
        unit.save(SERVICE, record_id, events, publishing.service_given)
        return []

    def _amend_placement(self, unit: Unit, record_id: str, changes: Json) -> list[Advice]:
        known = self.own_placement(unit, record_id)
        of_the_end = {"ended_on", "end_reason_code"}
        wanted = {name: changes[name] for name in changes.keys() - of_the_end}
        terms = replace(known.terms, **wanted | self.linked(unit, changes))
        events = placing.amend(
            known,
            terms=terms,
            ended_on=changes.get("ended_on"),
            reason_code=changes.get("end_reason_code"),
            today=unit.intent.today,
        )
        after = unit.save(
            PLACEMENT,
            record_id,
            events,
            lambda state: publishing.placement_amended(known, state),
        )
        ending = placing.advise_end(after.end) if after.end is not None else []
        return [*placing.advise_start(terms), *ending]

    def _amend_confirmation(self, unit: Unit, record_id: str, changes: Json) -> list[Advice]:
        known = unit.load(PLACEMENT, record_id)
        day, today = changes["confirmed_on"], unit.intent.today
        events = placing.amend_confirmation(known, day, today=today)
        unit.save(PLACEMENT, record_id, events, publishing.placement_confirmed)
        return []

    def _amend_support(self, unit: Unit, record_id: str, changes: Json) -> list[Advice]:
        known = present(unit.load(SUPPORT, record_id), "contribution_supports")
        work = unit.load(PLACEMENT, known.grant.placement_id)
        events = support.amend(known, work, today=unit.intent.today, **changes)
        unit.save(SUPPORT, record_id, events, publishing.support_granted)
        return []


def _owner(kind: str) -> str:
    """The role a kind of record belongs to; raises NotFound for what is no record here."""
    if kind not in OWNERS:
        raise NotFound("not_found", {"record": "records"})
    return OWNERS[kind]


def _void_employer(unit: Unit, record_id: str, reason: Void) -> None:
    unit.save(EMPLOYER, record_id, employer.void(unit.load(EMPLOYER, record_id), reason))


def _void_vacancy(unit: Unit, record_id: str, reason: Void) -> None:
    unit.save(VACANCY, record_id, vacancy.void(unit.load(VACANCY, record_id), reason))


def _void_job_fair(unit: Unit, record_id: str, reason: Void) -> None:
    unit.save(JOB_FAIR, record_id, job_fair.void(unit.load(JOB_FAIR, record_id), reason))


def _void_service(unit: Unit, record_id: str, reason: Void) -> None:
    events = service_given.void(unit.load(SERVICE, record_id), reason)
    unit.save(SERVICE, record_id, events, publishing.service_voided)


def _void_placement(unit: Unit, record_id: str, reason: Void) -> None:
    events = placing.void(unit.load(PLACEMENT, record_id), reason)
    unit.save(PLACEMENT, record_id, events, publishing.placement_voided)


def _void_support(unit: Unit, record_id: str, reason: Void) -> None:
    events = support.void(unit.load(SUPPORT, record_id), reason)
    unit.save(SUPPORT, record_id, events, publishing.support_voided)


_VOIDINGS: Mapping[str, Callable[[Unit, str, Void], None]] = {
    "employers": _void_employer,
    "vacancies": _void_vacancy,
    "job_fairs": _void_job_fair,
    "services": _void_service,
    "placements": _void_placement,
    "contribution_supports": _void_support,
}
