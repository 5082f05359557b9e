"""Savings groups are formed by the bank; entrusted capital is allocated by the commune's leader."""

from __future__ import annotations

from chassis.commands import Unit
from chassis.runtime import Meta

from credit.desk.loans import known_group
from credit.desk.part import Json, Part
from credit.domain import capital_allocation, savings_group
from credit.records import ALLOCATION, GROUP
from credit.schemas import BODIES

__all__ = ["Capital"]


class Capital(Part):
    def form_savings_group(self, body: Json, meta: Meta) -> Json:
        self.call.require("bank")
        values = BODIES["savings_group"].read(body)
        commune = self.commune_of(values.pop("commune", None))
        details = savings_group.GroupDetails(**values)
        group_id = self.call.new_id(meta, "savings_group")
        intent = self.call.intent(meta, body, on=details.on)

        def work(unit: Unit) -> Json:
            events = savings_group.form(
                group_id,
                bank=self.call.caller.agency,
                commune=commune,
                details=details,
                today=intent.today,
            )
            unit.save(GROUP, group_id, events)
            told = self.products.group_remarks(details.members, details.on)
            return self.receipt(unit, GROUP, group_id, told)

        return self.run(intent, work)

    def allocate_capital(self, body: Json, meta: Meta) -> Json:
        self.call.require("commune_leader")
        details = capital_allocation.AllocationDetails(**BODIES["capital_allocation"].read(body))
        commune = self.commune_of(None)
        allocation_id = self.call.new_id(meta, "capital_allocation")
        intent = self.call.intent(meta, body, on=details.on)

        def work(unit: Unit) -> Json:
            known_group(unit, details.savings_group_id)
            events = capital_allocation.allocate(
                allocation_id,
                commune=commune,
                details=details,
                today=intent.today,
            )
            unit.save(ALLOCATION, allocation_id, events)
            return self.receipt(unit, ALLOCATION, allocation_id, ())

        return self.run(intent, work)
