"""Rules set by law or policy: dated rows, and what they say about a class or a payment.

The rows are data (policies.yaml); nothing here knows an amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from training.domain.answers import Remark
from training.domain.enrolment import Enrolment
from training.domain.support import SupportDetails
from training.domain.training_class import ClassDetails

__all__ = ["Policies", "Rule", "months_begun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row. ``amount`` in ``unit``; None where no source was found. Dates inclusive."""

    table: Literal["class_size", "support", "meals", "travel", "base_salary"]
    code: str
    unit: str
    amount: int | None
    basis: str
    status: Literal["confirmed", "unconfirmed"]
    levels: tuple[str, ...] = ()
    once: bool = False
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Policies:
    """The table, asked by day."""

    rules: tuple[Rule, ...]

    def on(self, day: date, table: str | None = None) -> list[Rule]:
        """The rows in force that day."""
        return [r for r in self.rules if r.holds(day) and table in (None, r.table)]

    def class_remarks(self, details: ClassDetails) -> list[Remark]:
        """``class_size_above_norm`` for theory and for practice groups."""
        sizes = {"theory": details.capacity, "practice": details.practice_group}
        fields = {"theory": "capacity", "practice": "practice_group"}
        return [
            Remark(
                code="class_size_above_norm",
                field=fields[rule.code],
                fact={"norm": rule.amount, "basis": rule.basis, "status": rule.status},
            )
            for rule in self.on(details.starts_on, "class_size")
            if details.level in rule.levels
            and rule.amount is not None
            and (sizes.get(rule.code) or 0) > rule.amount
        ]

    def ceiling(self, rule: Rule, on: date, months: int) -> int | None:
        """The most one learner's course may get under the rule, in đồng; None if unknown."""
        if rule.amount is None:
            return None
        match rule.unit:
            case "dong_per_month":
                return rule.amount * months
            case "base_salaries":
                salary = next((each.amount for each in self.on(on, "base_salary")), None)
                return None if salary is None else rule.amount * salary
        return rule.amount

    def support_remarks(
        self,
        details: SupportDetails,
        enrolment: Enrolment,
        *,
        months: int,
        earlier: Sequence[tuple[str, SupportDetails]],
    ) -> list[Remark]:
        """What to tell the payer. ``earlier``: the person's other payments, by enrolment id."""
        remarks = []
        if details.on < enrolment.facts.on:
            remarks.append(Remark(code="before_enrolment", field="on"))
        rule = next((r for r in self.on(details.on, "support") if r.code == details.policy), None)
        if rule is None:
            return [*remarks, Remark(code="policy_unknown", field="policy")]
        if rule.status == "unconfirmed":
            remarks.append(
                Remark(code="policy_unconfirmed", field="policy", fact={"basis": rule.basis})
            )
        ceiling = self.ceiling(rule, details.on, months)
        paid = details.amount + sum(
            each.amount
            for enrolment_id, each in earlier
            if enrolment_id == enrolment.id and each.policy == rule.code
        )
        if ceiling is not None and paid > ceiling:
            remarks.append(
                Remark(
                    code="support_above_ceiling",
                    field="amount",
                    fact={"ceiling": ceiling, "paid": paid, "basis": rule.basis},
                )
            )
        once = {each.code for each in self.rules if each.once}
        if rule.once and any(
            enrolment_id != enrolment.id and each.policy in once for enrolment_id, each in earlier
        ):
            # "each person supported once" (QĐ 46/2015, facts.md 1.4)
            remarks.append(
                Remark(code="supported_before", field="policy", fact={"basis": rule.basis})
            )
        return remarks


def months_begun(starts_on: date, ends_on: date) -> int:
    """Calendar months between two days, a begun one counted whole, so that nobody is warned
    for a rounding the decree may allow."""
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    return max(1, months + (ends_on.day >= starts_on.day))
