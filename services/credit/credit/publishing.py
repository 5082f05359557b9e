"""The only door out: what the feeds ``credit`` and ``credit.indicators`` may carry of a record.

Each record has *aspects*: a published name and its data, as they follow from the state.
A change publishes the aspects it changed, under the record's own id, so an amendment
replaces what was published before, and nothing is said twice. Amounts are an aspect of
``credit.indicators`` alone. Savings groups and allocations are nobody else's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from chassis.log import Message

from credit.domain.loan import Loan
from credit.domain.referral import Referral
from credit.domain.vocabulary import BANK_REFUSALS, DECLINE_REASONS, OTHER, listed

__all__ = [
    "AMOUNTS",
    "FEED",
    "NAMES",
    "of_loan",
    "of_referral",
    "told_of_loans",
    "told_of_referrals",
]

FEED = "credit"
AMOUNTS = "credit.indicators"
NAMES = {
    FEED: frozenset(
        {
            "referral_answered",
            "need_assessed",
            "need_withdrawn",
            "loan_approved",
            "loan_declined",
            "loan_disbursed",
            "use_checked",
            "loan_closed",
            "record_voided",
        }
    ),
    AMOUNTS: frozenset({"loan_amount_recorded", "record_voided"}),
}

Json = dict[str, Any]
Aspects = dict[tuple[str, str], Json]
"""By feed and name."""


def of_loan(before: Loan | None, reason_code: str | None = None) -> Callable[[Loan], list[Message]]:
    def messages(after: Loan) -> list[Message]:
        said = {} if before is None else _loan_aspects(before, None)
        return _messages(said, _loan_aspects(after, reason_code), after.person_id)

    return messages


def of_referral(before: Referral | None, commune: str) -> Callable[[Referral], list[Message]]:
    """``commune`` stands in where the referral came without its unit code."""

    def messages(after: Referral) -> list[Message]:
        said = {} if before is None else _referral_aspects(before, commune)
        return _messages(said, _referral_aspects(after, commune), after.details.person_id)

    return messages


def told_of_loans(states: Iterable[Loan]) -> Iterator[Json]:
    """What is known of them now, as items of a person's journey: no amounts, no voided ones."""
    for state in states:
        if state.voided:
            continue
        yield _item("loans", state.id, "need_opened", {"on": state.file.need.on.isoformat()})
        for (feed, name), data in _loan_aspects(state, None).items():
            if feed == FEED:
                shown = {key: value for key, value in data.items() if key != "product"}
                yield _item("loans", state.id, name, shown)


def told_of_referrals(states: Iterable[Referral]) -> Iterator[Json]:
    """Their arrival, and the answer."""
    for state in states:
        if state.cancelled:
            continue
        details = state.details
        arrival = {"kind": details.kind, "on": details.on.isoformat()}
        yield _item("referrals", state.id, "referral_received", arrival)
        for (_feed, name), data in _referral_aspects(state, details.commune).items():
            yield _item("referrals", state.id, name, data)


def _item(kind: str, record_id: str, event: str, data: Json) -> Json:
    return {
        "on": data["on"],
        "event": event,
        "record_kind": kind,
        "record_id": record_id,
        "data": data,
    }


def _messages(said: Aspects, says: Aspects, person_id: str) -> list[Message]:
    """The person's id is the subject on both feeds: it orders, and parks what follows."""
    return [
        Message(
            feed=feed,
            name=name,
            subject=person_id,
            data=data,
            occurred_on=date.fromisoformat(data["on"]),
        )
        for (feed, name), data in says.items()
        if data != said.get((feed, name))
    ]


def _loan_aspects(state: Loan, reason_code: str | None) -> Aspects:
    file = state.file
    if state.voided:
        return _voided(state, reason_code)
    aspects: Aspects = {}

    def tell(name: str, on: date | None, **data: Any) -> None:
        if on is not None:
            aspects[FEED, name] = {
                "loan_id": state.id,
                "person_id": state.person_id,
                **data,
                "on": on.isoformat(),
                "commune": state.commune,
            }

    if file.assessment is not None:
        tell(
            "need_assessed",
            file.assessment.on,
            need_on=file.need.on.isoformat(),
            product=file.need.product,
            eligible=file.assessment.eligible,
            reason_codes=list(file.assessment.reason_codes),
        )
    tell("need_withdrawn", file.withdrawn_on)
    if file.decision is not None and file.decision.approved:
        tell("loan_approved", file.decision.on)
    elif file.decision is not None:
        reason = listed(file.decision.reason_code or OTHER, BANK_REFUSALS)
        tell("loan_declined", file.decision.on, reason_code=reason)
    tell("loan_disbursed", file.disbursed_on, product=file.need.product)
    if file.use_check is not None:
        tell("use_checked", file.use_check.on, as_declared=file.use_check.as_declared)
    tell("loan_closed", file.closed_on)
    if file.disbursed_on is not None:
        aspects[AMOUNTS, "loan_amount_recorded"] = {
            "loan_id": state.id,
            "person_id": state.person_id,
            "amount": file.disbursed_amount,
            "on": file.disbursed_on.isoformat(),
            "commune": state.commune,
        }
    return aspects


def _voided(state: Loan, reason_code: str | None) -> Aspects:
    data = {
        "record_kind": "loans",
        "record_id": state.id,
        "person_id": state.person_id,
        "reason_code": reason_code,
        "on": state.file.need.on.isoformat(),
        "commune": state.commune,
    }
    aspects: Aspects = {(FEED, "record_voided"): data}
    if state.file.disbursed_on is not None:
        aspects[AMOUNTS, "record_voided"] = data
    return aspects


def _referral_aspects(state: Referral, commune: str | None) -> Aspects:
    if state.answer is None or state.answered_on is None or state.cancelled:
        return {}
    reason = state.answer_reason
    return {
        (FEED, "referral_answered"): {
            "referral_id": state.id,
            "person_id": state.details.person_id,
            "answer": state.answer,
            "reason_code": None if reason is None else listed(reason, DECLINE_REASONS),
            "on": state.answered_on.isoformat(),
            "commune": state.details.commune or commune,
        }
    }
