"""Corrections: a record amended under its own id, and published again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chassis.commands import Intent, Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from training import publishing
from training.desk.occupations import Occupations
from training.desk.part import Json, corrects
from training.desk.supports import Supports
from training.domain import enrolling, occupation, remarks, support, training_class
from training.domain.answers import of_code
from training.domain.vocabulary import CERTIFICATE_KINDS, WITHDRAWAL_REASONS
from training.records import CLASS, ENROLMENT, OCCUPATION, SUPPORT
from training.schemas import AMEND

__all__ = ["Amending"]

Values = Mapping[str, Any]
Amend = Callable[[Unit, str, Values, Intent], Json]


class Amending(Occupations, Supports):
    def amend_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Json:
        """Kinds: occupations, classes, enrolments, supports. A receipt."""
        self.call.require(*corrects(kind))
        amend: Amend | None = {
            "occupations": self._amend_occupation,
            "classes": self._amend_class,
            "enrolments": self._amend_enrolment,
            "supports": self._amend_support,
        }.get(kind)
        if amend is None:
            raise NotFound("not_found", {"record": "kind"})
        values = AMEND[kind].read(body)
        intent = self.call.intent(meta, kind, record_id, body)
        return self.run(intent, lambda unit: amend(unit, record_id, values, intent))

    def _amend_occupation(self, unit: Unit, code: str, values: Values, _intent: Intent) -> Json:
        before = self.own(unit, OCCUPATION, code)
        unit.save(OCCUPATION, code, occupation.amend(before, values))
        return self.receipt(unit, OCCUPATION, code, ())

    def _amend_class(self, unit: Unit, class_id: str, values: Values, _intent: Intent) -> Json:
        """What the class's learners learnt is amended with it, in the same transaction."""
        before = self.own(unit, CLASS, class_id)
        code, new = self.named(unit, values.get("occupation", before.details.occupation))
        events = training_class.amend(before, {**values, "occupation": code})
        after = unit.save(CLASS, class_id, events, publishing.of_class(before))
        if not events:
            return self.receipt(unit, CLASS, class_id, ())
        if new:
            unit.save(OCCUPATION, code, new)
        corrected = 0
        for row in self.store.find(ENROLMENT, {"class_id": class_id}):
            learner = unit.load(ENROLMENT, row.state.id) or row.state
            change = enrolling.correct_course(learner, after)
            unit.save(ENROLMENT, learner.id, change, publishing.of_enrolment(learner))
            corrected += len(change)
        told = [*self.policies.class_remarks(after.details), *remarks.of_level_change(corrected)]
        return self.receipt(unit, CLASS, class_id, told)

    def _amend_enrolment(
        self, unit: Unit, enrolment_id: str, values: Values, intent: Intent
    ) -> Json:
        before = self.own(unit, ENROLMENT, enrolment_id)
        events = enrolling.amend(before, values, today=intent.today)
        after = unit.save(ENROLMENT, enrolment_id, events, publishing.of_enrolment(before))
        told = [
            *remarks.of_dates(after),
            *of_code(values.get("withdrawal_reason"), WITHDRAWAL_REASONS, "reason_code"),
            *of_code(values.get("certificate_kind"), CERTIFICATE_KINDS, "certificate_kind"),
        ]
        return self.receipt(unit, ENROLMENT, enrolment_id, told)

    def _amend_support(self, unit: Unit, support_id: str, values: Values, intent: Intent) -> Json:
        before = self.own_support(unit, support_id)
        events = support.amend(before, values, today=intent.today)
        after = unit.save(SUPPORT, support_id, events, publishing.of_support(before))
        enrolment = self.own(unit, ENROLMENT, after.enrolment_id)
        told = self.support_remarks(unit, enrolment, after.details, support_id)
        return self.receipt(unit, SUPPORT, support_id, told)
