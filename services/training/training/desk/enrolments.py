"""Enrolments: several at once or none, then how each one ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from chassis.commands import Intent, Unit
from chassis.errors import Conflict, Invalid, Refused
from chassis.runtime import Meta

from training import publishing
from training.desk.part import Json, Part, warned
from training.domain import enrolling, person, remarks
from training.domain.answers import Remark, of_code
from training.domain.enrolment import Enrolment, EnrolmentEvent
from training.domain.vocabulary import CERTIFICATE_KINDS, OTHER, WITHDRAWAL_REASONS
from training.records import CLASS, ENROLMENT, PERSON
from training.schemas import BODIES

__all__ = ["Enrolments"]

Decide = Callable[[Enrolment, Intent], list[EnrolmentEvent]]


class Enrolments(Part):
    def enrol(self, class_id: str, body: Json, meta: Meta) -> Json:
        """``{"enrolments": [{id, person_id, version}], "warnings"}``; all or nothing.

        If-Match is the class's version. Raises ``already_enrolled``, ``class_voided``,
        ``person_erased``.
        """
        self.call.require("school")
        values = BODIES["enrol"].read(body)
        person_ids: list[str] = values["person_ids"]
        if len(set(person_ids)) != len(person_ids):
            raise Invalid.of(person_ids="repeated")
        asked = self.call.intent(meta, class_id, body, on=values["on"])
        intent = replace(asked, expected=None)

        def work(unit: Unit) -> Json:
            taught = self.own(unit, CLASS, class_id)
            version = unit.version(CLASS, class_id)
            if asked.expected not in (None, version):
                raise Conflict("version_moved", {"expected": asked.expected, "present": version})
            told = remarks.of_enrolling(
                taught,
                on=values["on"],
                learners=self.store.count(
                    ENROLMENT, {"place_in": class_id}, most=taught.details.capacity + 1
                ),
                more=len(person_ids),
            )
            receipts = []
            for person_id in person_ids:
                told += _of_person(unit, person_id)
                enrolment_id = _free_id(unit, class_id, person_id)
                events = enrolling.start(
                    taught,
                    enrolment_id=enrolment_id,
                    person_id=person_id,
                    on=values["on"],
                    today=intent.today,
                )
                unit.save(ENROLMENT, enrolment_id, events, publishing.of_enrolment(None))
                receipts.append({"id": enrolment_id, "person_id": person_id, "version": 1})
            return {"enrolments": receipts, "warnings": warned(told)}

        return self.run(intent, work)

    def complete_enrolment(self, enrolment_id: str, body: Json, meta: Meta) -> Json:
        self.call.require("school")
        values = BODIES["complete"].read(body)
        intent = self.call.intent(meta, enrolment_id, body, on=values["on"])
        return self._step(
            enrolment_id,
            intent,
            lambda state, now: enrolling.complete(state, on=values["on"], today=now.today),
        )

    def withdraw_enrolment(self, enrolment_id: str, body: Json, meta: Meta) -> Json:
        self.call.require("school")
        values = BODIES["withdraw"].read(body)
        reason_code = values.get("reason_code") or OTHER
        intent = self.call.intent(meta, enrolment_id, body, on=values["on"])
        return self._step(
            enrolment_id,
            intent,
            lambda state, now: enrolling.withdraw(
                state, on=values["on"], reason_code=reason_code, today=now.today
            ),
            lambda _state: of_code(reason_code, WITHDRAWAL_REASONS, "reason_code"),
        )

    def certify_enrolment(self, enrolment_id: str, body: Json, meta: Meta) -> Json:
        """The kind follows from the level where the body names none."""
        self.call.require("school")
        values = BODIES["certify"].read(body)
        kind = values.get("certificate_kind")
        intent = self.call.intent(meta, enrolment_id, body, on=values["on"])
        return self._step(
            enrolment_id,
            intent,
            lambda state, now: enrolling.certify(
                state, on=values["on"], certificate_kind=kind, today=now.today
            ),
            lambda state: [
                *remarks.of_certificate(state, kind),
                *of_code(kind, CERTIFICATE_KINDS, "certificate_kind"),
            ],
        )

    def _step(
        self,
        enrolment_id: str,
        intent: Intent,
        decide: Decide,
        remark: Callable[[Enrolment], Sequence[Remark]] = lambda _state: (),
    ) -> Json:
        def work(unit: Unit) -> Json:
            before = self.own(unit, ENROLMENT, enrolment_id)
            events = decide(before, intent)
            unit.save(ENROLMENT, enrolment_id, events, publishing.of_enrolment(before))
            return self.receipt(unit, ENROLMENT, enrolment_id, remark(before))

        return self.run(intent, work)


def _free_id(unit: Unit, class_id: str, person_id: str) -> str:
    """Raises ``already_enrolled`` also where a merged duplicate of the person is a learner."""
    ids = person.identities(lambda each: unit.load(PERSON, each), person_id)
    free = [
        enrolling.free_id(class_id, each, lambda known: unit.load(ENROLMENT, known)) for each in ids
    ]
    return free[0]


def _of_person(unit: Unit, person_id: str) -> list[Remark]:
    """What the registry told of the person; a walk-in it told nothing of is welcome."""
    known = unit.load(PERSON, person_id)
    if known is None:
        return []
    if known.erased:
        raise Refused("person_erased")
    if known.into is not None:
        return [Remark(code="person_merged", field="person_ids", fact={"into": known.into})]
    return []
