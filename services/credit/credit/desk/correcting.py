"""Corrections: records amended under their own id, and voided for a reason. The log keeps all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chassis.clock import to_iso
from chassis.commands import Aggregate, Intent, Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from credit import publishing
from credit.desk.loans import known_group
from credit.desk.part import Json, Part
from credit.domain import amending, capital_allocation, lending, savings_group
from credit.domain.answers import Remark, of_code
from credit.domain.vocabulary import BANK_REFUSALS, VoidReason
from credit.records import ALLOCATION, GROUP, KINDS, LOAN
from credit.schemas import AMEND, BODIES

__all__ = ["Correcting"]

Values = Mapping[str, Any]
WRITERS = {"loans": "bank", "savings_groups": "bank", "capital_allocations": "commune_leader"}


def _named(kind: str) -> str:
    """A kind as URLs write it, ``savings-groups``, is the same kind."""
    return kind.replace("-", "_")


class Correcting(Part):
    def amend_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Json:
        """Kinds: loans, savings_groups, capital_allocations. A receipt."""
        kind = _named(kind)
        self._writer(kind)
        amend: Callable[[Unit, str, Values, Intent], list[Remark]] = {
            "loans": self._amend_loan,
            "savings_groups": self._amend_group,
            "capital_allocations": self._amend_allocation,
        }[kind]
        values = AMEND[kind].read(body)
        intent = self.call.intent(meta, kind, record_id, body)

        def work(unit: Unit) -> Json:
            told = amend(unit, record_id, values, intent)
            return self.receipt(unit, KINDS[kind], record_id, told)

        return self.run(intent, work)

    def void_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Json:
        """The same kinds. Raises ``voided``, ``in_use``."""
        kind = _named(kind)
        self._writer(kind)
        void: Callable[[Unit, str, VoidReason, str | None], None] = {
            "loans": self._void_loan,
            "savings_groups": self._void_group,
            "capital_allocations": self._void_allocation,
        }[kind]
        values = BODIES["void"].read(body)
        reason: VoidReason = values["reason_code"]
        intent = self.call.intent(meta, kind, record_id, body, reason=reason)

        def work(unit: Unit) -> Json:
            void(unit, record_id, reason, values.get("note"))
            return self.receipt(unit, KINDS[kind], record_id, ())

        return self.run(intent, work)

    def record_history(self, kind: str, record_id: str) -> Json:
        """``{"items": [{version, recorded_at, occurred_on, actor, reason, events}], "total"}``."""
        aggregate = self._writer(_named(kind))
        record = self.ledger.log.load(aggregate.kind, record_id)
        if record is None:
            raise NotFound("not_found", {"record": aggregate.kind})
        self.refuse_strangers(aggregate.load(record.body))
        commits = self.ledger.log.history(aggregate.stream(record_id))
        items = [
            {
                "version": each.version,
                "recorded_at": to_iso(each.recorded_at),
                "occurred_on": each.occurred_on.isoformat() if each.occurred_on else None,
                "actor": each.actor,
                "reason": each.reason,
                "events": list(each.events),
            }
            for each in commits
        ]
        return {"items": items, "total": len(items)}

    def _writer(self, kind: str) -> Aggregate[Any, Any]:
        if kind not in WRITERS:
            raise NotFound("not_found", {"record": "kind"})
        self.call.require(WRITERS[kind])
        return KINDS[kind]

    def _amend_loan(self, unit: Unit, loan_id: str, values: Values, now: Intent) -> list[Remark]:
        """An amended assessed loan is published again, with its need's new date."""
        before = self.own(unit, LOAN, loan_id)
        known_group(unit, values.get("savings_group_id"))
        events = amending.amend(before, values, today=now.today)
        after = unit.save(LOAN, loan_id, events, publishing.of_loan(before))
        need, paid = after.file.need, after.file.disbursed_amount
        return [
            *amending.of_dates(after.file),
            *self.products.amount_remarks(need.product, need.amount, need.on, "amount"),
            *(
                ()
                if paid is None or after.file.disbursed_on is None
                else self.products.amount_remarks(
                    need.product, paid, after.file.disbursed_on, "disbursed_amount"
                )
            ),
            *of_code(values.get("decline_reason"), BANK_REFUSALS, "decline_reason"),
        ]

    def _amend_group(self, unit: Unit, group_id: str, values: Values, now: Intent) -> list[Remark]:
        events = savings_group.amend(self.own(unit, GROUP, group_id), values, today=now.today)
        after = unit.save(GROUP, group_id, events)
        return self.products.group_remarks(after.details.members, after.details.on)

    def _amend_allocation(
        self, unit: Unit, allocation_id: str, values: Values, now: Intent
    ) -> list[Remark]:
        known_group(unit, values.get("savings_group_id"))
        before = self.own(unit, ALLOCATION, allocation_id)
        events = capital_allocation.amend(before, values, today=now.today)
        unit.save(ALLOCATION, allocation_id, events)
        return []

    def _void_loan(self, unit: Unit, loan_id: str, reason: VoidReason, note: str | None) -> None:
        before = self.own(unit, LOAN, loan_id)
        events = lending.void(before, reason, note)
        unit.save(LOAN, loan_id, events, publishing.of_loan(before, reason))

    def _void_group(self, unit: Unit, group_id: str, reason: VoidReason, note: str | None) -> None:
        before = self.own(unit, GROUP, group_id)
        where = {"savings_group_id": group_id}
        users: tuple[Aggregate[Any, Any], ...] = (LOAN, ALLOCATION)
        in_use = any(self.store.count(each, where, most=1) for each in users)
        unit.save(GROUP, group_id, savings_group.void(before, reason, note, in_use=in_use))

    def _void_allocation(
        self, unit: Unit, allocation_id: str, reason: VoidReason, note: str | None
    ) -> None:
        before = self.own(unit, ALLOCATION, allocation_id)
        unit.save(ALLOCATION, allocation_id, capital_allocation.void(before, reason, note))
