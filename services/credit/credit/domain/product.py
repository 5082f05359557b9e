"""Loan products: dated terms, and what they say about a need or a stage.

The rows are data (products.yaml); nothing here knows an amount. An amount nobody has
confirmed stays None and says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from credit.domain.answers import Remark
from credit.domain.loan import Loan, LoanFile
from credit.domain.remarks import of_deciding

__all__ = ["Products", "Rule", "Terms"]

Status = Literal["confirmed", "unconfirmed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A product's terms from one pot of capital, for loans signed in ``since``..``until``.

    ``ceiling`` is whole đồng for one borrower, ``annual_rate`` percent a year as decimal
    text, ``rate_rule`` the rule it follows from, ``overdue_percent`` of the agreed rate.
    """

    product: str
    source: Literal["central", "city"]
    basis: str
    ceiling: int | None = None
    ceiling_status: Status = "unconfirmed"
    term_months: int | None = None
    term_status: Status = "unconfirmed"
    annual_rate: str | None = None
    preferential_rate: str | None = None
    rate_rule: str | None = None
    rate_status: Status = "unconfirmed"
    overdue_percent: int | None = None
    since: date | None = None
    until: date | None = None
    note: str | None = None

    def holds(self, on: date) -> bool:
        return _within(self.since, on, self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A number that is no product's: ``use_check_days``, ``group_members_min``, ``…_max``."""

    code: str
    amount: int
    basis: str
    status: Status
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        return _within(self.since, on, self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """The tables, asked by day."""

    terms: tuple[Terms, ...]
    rules: tuple[Rule, ...]

    def on(self, day: date) -> list[Terms]:
        """The terms in force that day."""
        return [each for each in self.terms if each.holds(day)]

    def rule(self, code: str, on: date) -> Rule | None:
        return next((r for r in self.rules if r.code == code and r.holds(on)), None)

    def amount_remarks(self, product: str, amount: int, on: date, field: str) -> list[Remark]:
        """``amount_above_ceiling`` where every pot's known ceiling is lower."""
        known = [t for t in self.on(on) if t.product == product and t.ceiling is not None]
        if not known:
            return []
        highest = max(known, key=lambda each: each.ceiling or 0)
        if amount <= (highest.ceiling or 0):
            return []
        return [
            Remark(
                code="amount_above_ceiling",
                field=field,
                fact={
                    "ceiling": highest.ceiling,
                    "basis": highest.basis,
                    "status": highest.ceiling_status,
                },
            )
        ]

    def payment_remarks(self, before: LoanFile, amount: int, on: date) -> list[Remark]:
        """Stages that should have come first, and amounts above what was asked or is allowed."""
        remarks = of_deciding(before, on)
        if before.decision is None:
            remarks.append(Remark(code="not_approved"))
        if amount > before.need.amount:
            remarks.append(Remark(code="amount_above_need", field="amount"))
        return [*remarks, *self.amount_remarks(before.need.product, amount, on, "amount")]

    def check_remarks(self, loan: Loan, on: date) -> list[Remark]:
        """``use_check_late``: form 06/TD, so many days after the money went out."""
        paid_on = loan.file.disbursed_on
        rule = None if paid_on is None else self.rule("use_check_days", paid_on)
        if paid_on is None or rule is None or on <= paid_on + timedelta(days=rule.amount):
            return []
        return [
            Remark(
                code="use_check_late",
                field="on",
                fact={"days": rule.amount, "basis": rule.basis, "status": rule.status},
            )
        ]

    def group_remarks(self, members: int | None, on: date) -> list[Remark]:
        """``group_size_outside_norm``: a savings-and-loan group has 5 to 60 members."""
        least, most = self.rule("group_members_min", on), self.rule("group_members_max", on)
        if members is None or least is None or most is None:
            return []
        if least.amount <= members <= most.amount:
            return []
        return [
            Remark(
                code="group_size_outside_norm",
                field="members",
                fact={"min": least.amount, "max": most.amount, "basis": most.basis},
            )
        ]


def _within(since: date | None, on: date, until: date | None) -> bool:
    return (since is None or since <= on) and (until is None or on <= until)
