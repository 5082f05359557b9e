"""The data-subject desk: requests and their clocks, consents, restriction, one's own data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from chassis.commands import Unit
from chassis.errors import Invalid, NotFound
from chassis.paging import MAX_PAGE_SIZE
from chassis.runtime import Meta

from registry import stewardship_schemas as schemas
from registry.domain import consents, data_requests, person_rules
from registry.domain.data_requests import DataRequest
from registry.office import OFFICER, DeskPart, receipt, warning
from registry.office_calendar import office_calendar
from registry.request_types import request_types, retention_terms
from registry.views import access_view, minimal_view, plain

__all__ = ["DataSubjectDesk"]

Json = dict[str, Any]
MOST_LOOKS = 200
"""Looks told at once, the youngest; all of them stand in ``list_accesses``."""


class DataSubjectDesk(DeskPart):
    def data_subject(self, person_id: str) -> Json:
        """What the desk needs to serve a person, in one answer: who they are in short, whether
        restricted, erased or merged, their requests with the clocks, consents, and who looked.
        Nothing sensitive; the look is logged."""
        self.call.require(OFFICER)
        record = self.office.ledger.log.load("person", person_id)
        if record is None:
            raise NotFound("no_such_person")
        person = self.office.records.person.load(record.body)
        self.log_access("get", "data_subject", (person_id,), ())
        looks = self.office.access.of(person_id)
        return {
            **minimal_view(person),
            "restricted": plain(person.restricted),
            "erased": plain(person.erased),
            "merged_into": person.merged_into,
            "requests": self.list_requests(person_id=person_id, page_size=MAX_PAGE_SIZE)["items"],
            "consents": self.consents_of(person_id),
            "accesses": [access_view(each) for each in looks[-MOST_LOOKS:]],
            "accesses_total": len(looks),
        }

    # -- requests -------------------------------------------------------------------------

    def receive_request(self, body: Json, meta: Meta) -> Json:
        """A person asks about their own data; the clocks run from the day it came."""
        self.call.require(OFFICER)
        read = schemas.REQUEST.read(body)
        request_id = self.call.new_id(meta, "data_request")

        def work(unit: Unit) -> Json:
            person = self.loaded_person(unit, read["person_id"])
            events = data_requests.receive(
                request_id,
                person.person_id,
                read["type"],
                received_on=read["received_on"],
                form=read["form"],
                others_must_act=read["others_must_act"] or bool(person.partners),
                today=unit.intent.today,
            )
            unit.save(self.office.records.data_request, request_id, events)
            known = request_types()[read["type"]].confirmed
            return receipt(request_id, 1, [] if known else [warning("term_unconfirmed", "type")])

        return self.run(meta, work, "receive_request", body, on=read["received_on"])

    def answer_request(self, request_id: str, body: Json, meta: Meta) -> Json:
        """The person was told that it was received, what follows, and when."""
        self.call.require(OFFICER)
        read = schemas.ON.read(body)
        return self._step(
            "answer_request",
            request_id,
            body,
            meta,
            lambda request, today: data_requests.answer(request, read["on"], today=today),
            read["note"],
        )

    def extend_request(self, request_id: str, body: Json, meta: Meta) -> Json:
        """The term once more, for a reason the person is told."""
        self.call.require(OFFICER)
        read = schemas.RESTRICTION.read(body)
        return self._step(
            "extend_request",
            request_id,
            body,
            meta,
            lambda request, today: data_requests.extend(request, read["on"], today=today),
            read["reason"],
        )

    def complete_request(self, request_id: str, body: Json, meta: Meta) -> Json:
        """Done, refused with its reason in ``note``, or taken back."""
        self.call.require(OFFICER)
        read = schemas.REQUEST_DONE.read(body)
        if read["outcome"] in ("refused", "partly_done") and not read["note"]:
            raise Invalid.of(note="required")
        return self._step(
            "complete_request",
            request_id,
            body,
            meta,
            lambda request, today: data_requests.complete(
                request, read["on"], read["outcome"], today=today
            ),
            read["note"],
        )

    def _step(
        self,
        name: str,
        request_id: str,
        body: Json,
        meta: Meta,
        decide: Callable[[DataRequest, date], list[data_requests.Event]],
        reason: str | None,
    ) -> Json:
        records = self.office.records

        def work(unit: Unit) -> Json:
            request = unit.load(records.data_request, request_id)
            if request is None:
                raise NotFound("no_such_request")
            self.because(unit, reason, request.person_id, record_id=request_id)
            unit.save(records.data_request, request_id, decide(request, unit.intent.today))
            return receipt(request_id, unit.version(records.data_request, request_id), [])

        return self.run(meta, work, name, request_id, body)

    def list_requests(
        self,
        status: str = "open",
        person_id: str | None = None,
        page: int = 1,
        page_size: int = 50,
    ) -> Json:
        """The oldest first, each with its clocks: ``late`` once one has run out."""
        self.call.require(OFFICER)
        where = {"person_id": person_id} if person_id is not None else {"status": status}
        today = self.call.clock.today()
        return self.listed(
            self.office.records.data_request,
            where,
            sort=("received_on", 1),
            page=page,
            page_size=page_size,
            view=lambda request, version: _request_view(request, version, today),
        )

    # -- consent and restriction ------------------------------------------------------------

    def record_consent(self, body: Json, meta: Meta) -> Json:
        """What the person agreed to, with the text's version and the proof."""
        self.call.require(OFFICER)
        read = schemas.CONSENT.read(body)
        consent_id = self.call.new_id(meta, "consent")

        def work(unit: Unit) -> Json:
            person = self.loaded_person(unit, read["person_id"])
            person_rules.standing(person)
            given = consents.ConsentGiven(consent_id=consent_id, **read)
            unit.save(
                self.office.records.consent,
                consent_id,
                consents.give(given, today=unit.intent.today),
            )
            return receipt(consent_id, 1, [])

        return self.run(meta, work, "record_consent", body, on=read["given_on"])

    def withdraw_consent(self, consent_id: str, body: Json, meta: Meta) -> Json:
        """From that day on it is none; what was done before stays lawful."""
        self.call.require(OFFICER)
        read = schemas.ON.read(body)
        records = self.office.records

        def work(unit: Unit) -> Json:
            consent = unit.load(records.consent, consent_id)
            if consent is None:
                raise NotFound("no_such_consent")
            self.because(unit, read["note"], consent.person_id, record_id=consent_id)
            events = consents.withdraw(consent, read["on"], today=unit.intent.today)
            unit.save(records.consent, consent_id, events)
            return receipt(consent_id, unit.version(records.consent, consent_id), [])

        return self.run(meta, work, "withdraw_consent", consent_id, body)

    def list_consents(self, person_id: str) -> Json:
        """The person's ledger, oldest first."""
        self.call.require(OFFICER)
        items = self.consents_of(person_id)
        return {"items": items, "total": len(items)}

    def consents_of(self, person_id: str) -> list[Json]:
        load = self.office.records.consent.load
        where = {"person_id": person_id}
        found = self.office.finder.find("consent", where, sort=[("given_on", 1)])
        return [
            {"id": each.id, "version": each.version, **plain(asdict(load(each.body)))}
            for each in found
        ]

    def restrict_processing(self, person_id: str, body: Json, meta: Meta) -> Json:
        """At the person's request: nobody refers them to anybody until it is lifted."""
        return self._restricted("restrict_processing", person_id, body, meta, restricted=True)

    def lift_restriction(self, person_id: str, body: Json, meta: Meta) -> Json:
        return self._restricted("lift_restriction", person_id, body, meta, restricted=False)

    def _restricted(
        self, name: str, person_id: str, body: Json, meta: Meta, *, restricted: bool
    ) -> Json:
        self.call.require(OFFICER)
        read = schemas.RESTRICTION.read(body)
        records = self.office.records

        def work(unit: Unit) -> Json:
            person = self.loaded_person(unit, person_id)
            self.because(unit, read["reason"], person_id, record_id=person_id)
            decide = person_rules.restrict if restricted else person_rules.lift_restriction
            unit.save(
                records.person, person_id, decide(person, read["on"], today=unit.intent.today)
            )
            return receipt(person_id, unit.version(records.person, person_id), [])

        return self.run(meta, work, name, person_id, body, on=read["on"])

    def list_retention(self) -> Json:
        """How long each kind of record is kept, and on what basis; empty where not known."""
        self.call.require(OFFICER)
        items = retention_terms()
        return {"items": items, "total": len(items)}


def _request_view(request: DataRequest, version: int, today: date) -> Json:
    rule = request_types()[request.type]
    answer = office_calendar().due("data_request_answer", request.received_on)
    done = data_requests.done_due(request, rule)
    late_answer = (request.answered_on or request.completed_on or today) > answer.on
    late_done = (request.completed_on or today) > done
    return {
        "id": request.request_id,
        "version": version,
        **plain(asdict(request)),
        "status": data_requests.status(request),
        "answer_due": answer.on.isoformat(),
        "answer_due_certain": answer.certain,
        "done_due": done.isoformat(),
        "late": late_answer or late_done,
        "basis": rule.basis,
        "confirmed": rule.confirmed,
    }
