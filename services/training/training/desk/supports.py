"""Support paid, checked against the ceilings in force that day."""

from __future__ import annotations

from chassis.commands import Unit
from chassis.runtime import Meta

from training import publishing
from training.desk.part import PAYERS, Json, Part
from training.domain import support
from training.domain.answers import Remark
from training.domain.enrolment import Enrolment
from training.domain.policy import months_begun
from training.records import CLASS, ENROLMENT, SUPPORT
from training.schemas import BODIES

__all__ = ["Supports"]


class Supports(Part):
    def record_support_paid(self, enrolment_id: str, body: Json, meta: Meta) -> Json:
        self.call.require(*PAYERS)
        details = support.SupportDetails(**BODIES["support"].read(body))
        support_id = self.call.new_id(meta, "support")
        intent = self.call.intent(meta, enrolment_id, body, on=details.on)

        def work(unit: Unit) -> Json:
            enrolment = self.own(unit, ENROLMENT, enrolment_id)
            told = self.support_remarks(unit, enrolment, details, support_id)
            events = support.pay(
                enrolment, support_id=support_id, details=details, today=intent.today
            )
            unit.save(SUPPORT, support_id, events, publishing.of_support(None))
            return self.receipt(unit, SUPPORT, support_id, told)

        return self.run(intent, work)

    def support_remarks(
        self, unit: Unit, enrolment: Enrolment, details: support.SupportDetails, support_id: str
    ) -> list[Remark]:
        """Told against the person's other payments, those of merged duplicates included."""
        taught = unit.load(CLASS, enrolment.class_id)
        months = (
            1 if taught is None else months_begun(taught.details.starts_on, taught.details.ends_on)
        )
        paid = self.store.find(SUPPORT, {"person_id": self.identities(enrolment.person_id)})
        return self.policies.support_remarks(
            details,
            enrolment,
            months=months,
            earlier=[
                (row.state.enrolment_id, row.state.details)
                for row in paid
                if not row.state.voided and row.state.id != support_id
            ],
        )
