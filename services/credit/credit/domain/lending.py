"""What may happen to a loan, and what contradicts what is known of it.

Refused is what cannot be true together: anything before the need existed, money paid on
a file that the bank declined, the borrower withdrew or the latest assessment found not
eligible, a stage told twice. Stages may be skipped: the bank's paper may come late.
"""

from __future__ import annotations

from datetime import date

from credit.domain.answers import Refusal, refuse_future
from credit.domain.loan import (
    Assessment,
    Loan,
    LoanApproved,
    LoanClosed,
    LoanDeclined,
    LoanDisbursed,
    LoanEvent,
    LoanSubmitted,
    LoanVoided,
    Need,
    NeedAssessed,
    NeedOpened,
    NeedWithdrawn,
    UseCheck,
    UseChecked,
)
from credit.domain.vocabulary import Ineligibility, VoidReason

__all__ = [
    "approve",
    "assess",
    "check_use",
    "close",
    "decline",
    "disburse",
    "open_need",
    "submit",
    "void",
    "withdraw",
]


def open_need(
    loan_id: str, *, person_id: str, bank: str, commune: str, need: Need, today: date
) -> list[LoanEvent]:
    """Raises ``in_future``. Needs from before 2026 count (indicators.md, reading rules)."""
    refuse_future(need.on, today)
    return [NeedOpened(loan_id=loan_id, person_id=person_id, bank=bank, commune=commune, need=need)]


def assess(
    loan: Loan, *, eligible: bool, reason_codes: tuple[Ineligibility, ...], on: date, today: date
) -> list[LoanEvent]:
    """The latest assessment told holds, and reopens a declined file.

    Raises ``in_future``, ``before_need``, ``voided``, ``withdrawn``, ``closed``, and
    ``reasons_contradict`` for an eligible need with reasons against it.
    """
    _refuse_over(loan, on, today)
    if eligible and reason_codes:
        raise Refusal("reasons_contradict", reason_codes=list(reason_codes))
    assessment = Assessment(eligible=eligible, reason_codes=reason_codes, on=on)
    return [NeedAssessed(assessment=assessment)]


def submit(loan: Loan, *, on: date, today: date) -> list[LoanEvent]:
    """The file goes to the bank; that may be told after the money, of a day before it.

    Raises ``not_eligible``, ``declined``, ``already_submitted``, ``already_disbursed``.
    """
    _refuse_over(loan, on, today)
    _refuse_paid(loan, before=on)
    _refuse_hopeless(loan)
    if loan.file.submitted_on is not None:
        raise Refusal("already_submitted", on=loan.file.submitted_on.isoformat())
    return [LoanSubmitted(on=on)]


def approve(loan: Loan, *, on: date, today: date) -> list[LoanEvent]:
    """The bank says yes; its paper may come after the money, of a day before it.

    Raises ``not_eligible``, ``declined``, ``already_approved``, ``already_disbursed``.
    """
    _refuse_over(loan, on, today)
    _refuse_paid(loan, before=on)
    _refuse_hopeless(loan)
    if loan.file.decision is not None:
        raise Refusal("already_approved", on=loan.file.decision.on.isoformat())
    return [LoanApproved(on=on)]


def decline(loan: Loan, *, reason_code: str, on: date, today: date) -> list[LoanEvent]:
    """The bank says no, also after an approval it takes back before any money went out.

    Raises ``declined`` (already), ``already_disbursed``.
    """
    _refuse_over(loan, on, today)
    _refuse_paid(loan)
    if loan.file.decision is not None and not loan.file.decision.approved:
        raise Refusal("declined", on=loan.file.decision.on.isoformat())
    return [LoanDeclined(on=on, reason_code=reason_code)]


def disburse(loan: Loan, *, amount: int, on: date, today: date) -> list[LoanEvent]:
    """Raises ``not_eligible``, ``declined``, ``already_disbursed`` (amend what was told)."""
    _refuse_over(loan, on, today)
    _refuse_paid(loan)
    _refuse_hopeless(loan)
    return [LoanDisbursed(on=on, amount=amount)]


def check_use(loan: Loan, *, as_declared: bool, on: date, today: date) -> list[LoanEvent]:
    """The latest check holds; a closed loan's may be told late.

    Raises ``not_disbursed``, ``before_disbursement``.
    """
    _refuse_over(loan, on, today, closed=False)
    _refuse_unpaid(loan, on)
    return [UseChecked(use_check=UseCheck(as_declared=as_declared, on=on))]


def withdraw(loan: Loan, *, on: date, today: date) -> list[LoanEvent]:
    """The borrower no longer wants it. Raises ``already_disbursed``."""
    _refuse_over(loan, on, today)
    _refuse_paid(loan)
    return [NeedWithdrawn(on=on)]


def close(loan: Loan, *, on: date, today: date) -> list[LoanEvent]:
    """Paid back. Raises ``not_disbursed``, ``before_disbursement``."""
    _refuse_over(loan, on, today)
    _refuse_unpaid(loan, on)
    return [LoanClosed(on=on)]


def void(loan: Loan, reason_code: VoidReason, note: str | None) -> list[LoanEvent]:
    """Raises ``voided``."""
    if loan.voided:
        raise Refusal("voided")
    return [LoanVoided(reason_code=reason_code, note=note)]


def _refuse_over(loan: Loan, on: date, today: date, *, closed: bool = True) -> None:
    refuse_future(on, today)
    if loan.voided:
        raise Refusal("voided")
    if loan.file.withdrawn_on is not None:
        raise Refusal("withdrawn", on=loan.file.withdrawn_on.isoformat())
    if closed and loan.file.closed_on is not None:
        raise Refusal("closed", on=loan.file.closed_on.isoformat())
    if on < loan.file.need.on:
        raise Refusal("before_need", on=on.isoformat(), since=loan.file.need.on.isoformat())


def _refuse_paid(loan: Loan, before: date | None = None) -> None:
    """Once money went out; with ``before``, what happened by then may still be told."""
    paid_on = loan.file.disbursed_on
    if paid_on is not None and (before is None or before > paid_on):
        raise Refusal("already_disbursed", on=paid_on.isoformat())


def _refuse_unpaid(loan: Loan, on: date) -> None:
    paid_on = loan.file.disbursed_on
    if paid_on is None:
        raise Refusal("not_disbursed")
    if on < paid_on:
        raise Refusal("before_disbursement", on=on.isoformat(), since=paid_on.isoformat())


def _refuse_hopeless(loan: Loan) -> None:
    """No money and no approval without a newer assessment that finds the need eligible."""
    file = loan.file
    if file.assessment is not None and not file.assessment.eligible:
        raise Refusal("not_eligible", on=file.assessment.on.isoformat())
    if file.decision is not None and not file.decision.approved:
        raise Refusal("declined", on=file.decision.on.isoformat())
