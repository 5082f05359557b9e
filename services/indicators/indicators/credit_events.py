"""What the bank's events change of a person; amounts come by a feed of their own."""

from __future__ import annotations

from chassis.envelope import Event
from chassis.handling import read

from indicators.domain.facts import Amount, Assessment, Disbursement, UseCheck, Withdrawal
from indicators.touching import Touched, put
from indicators.wire import (
    LoanAmountRecorded,
    LoanDisbursed,
    LoanNeedWithdrawn,
    NeedAssessed,
    UseChecked,
)

__all__ = [
    "loan_amount_recorded",
    "loan_disbursed",
    "loan_need_withdrawn",
    "need_assessed",
    "use_checked",
]


def need_assessed(event: Event) -> Touched:
    body = read(event, NeedAssessed)
    fact = Assessment(
        pos=event.position,
        need_on=body.need_on.isoformat(),
        eligible=body.eligible,
        product=body.product,
    )
    return put(event, body.person_id, "assessments", body.loan_id, fact)


def loan_need_withdrawn(event: Event) -> Touched:
    body = read(event, LoanNeedWithdrawn)
    fact = Withdrawal(pos=event.position, on=body.on.isoformat())
    return put(event, body.person_id, "loan_withdrawals", body.loan_id, fact)


def loan_disbursed(event: Event) -> Touched:
    body = read(event, LoanDisbursed)
    fact = Disbursement(pos=event.position, on=body.on.isoformat(), product=body.product)
    return put(event, body.person_id, "disbursements", body.loan_id, fact)


def loan_amount_recorded(event: Event) -> Touched:
    body = read(event, LoanAmountRecorded)
    fact = Amount(pos=event.position, on=body.on.isoformat(), amount=body.amount)
    return put(event, body.person_id or event.subject, "amounts", body.loan_id, fact)


def use_checked(event: Event) -> Touched:
    body = read(event, UseChecked)
    fact = UseCheck(pos=event.position, on=body.on.isoformat(), as_declared=body.as_declared)
    return put(event, body.person_id, "use_checks", body.loan_id, fact)
