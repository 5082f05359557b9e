"""The only door out: what the feed ``placement`` may carry of a record's state.

Ids, codes and dates only. An amended record is published again, whole, under its own id,
and the later position replaces the earlier (design/interfaces.md, "Published events").
Employers, vacancies and job fairs are nobody else's business: they publish nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from chassis.log import Message

from placement.domain.placed import Placement
from placement.domain.referral import Referral
from placement.domain.rules import Void
from placement.domain.service_given import ServiceRecord
from placement.domain.support import Support
from placement.domain.vocabulary import DECLINE_REASONS, END_REASONS, RetentionMonths, listed

__all__ = [
    "FEED",
    "placement_amended",
    "placement_confirmed",
    "placement_ended",
    "placement_started",
    "placement_voided",
    "referral_answered",
    "retention_checked",
    "service_given",
    "service_voided",
    "support_granted",
    "support_voided",
]

FEED = "placement"


def service_given(after: ServiceRecord) -> list[Message]:
    contact = after.contact
    data = {
        "service_id": after.service_id,
        "service": contact.service,
        "mode": contact.mode,
        "topic": contact.topic,
    }
    return [_message("service_given", contact.person_id, contact.on, contact.commune, data)]


def service_voided(after: ServiceRecord) -> list[Message]:
    return _voided("services", after.service_id, after.contact, after.void)


def placement_started(after: Placement) -> list[Message]:
    terms = after.terms
    return [
        _of_placement(
            "placement_started",
            after,
            terms.on,
            kind=terms.kind,
            new_job=terms.new_job,
            suitable=terms.suitable,
            contract=terms.contract,
            mentored=terms.mentored,
            employer_kind=terms.employer_kind,
        )
    ]


def placement_amended(before: Placement, after: Placement) -> list[Message]:
    """Again what an amendment changed, whole: the start, the end, or both."""
    messages = placement_started(after) if after.terms != before.terms else []
    return messages + (placement_ended(after) if after.end != before.end else [])


def placement_confirmed(after: Placement) -> list[Message]:
    on = after.confirmed_on
    return [] if on is None else [_of_placement("placement_confirmed", after, on)]


def placement_ended(after: Placement) -> list[Message]:
    ending = after.end
    if ending is None:
        return []
    reason_code = listed(ending.reason_code, END_REASONS)
    return [_of_placement("placement_ended", after, ending.on, reason_code=reason_code)]


def retention_checked(after: Placement, months: RetentionMonths) -> list[Message]:
    return [
        _of_placement(
            "retention_checked",
            after,
            check.on,
            months=check.months,
            still_employed=check.still_employed,
        )
        for check in after.checks
        if check.months == months
    ]


def placement_voided(after: Placement) -> list[Message]:
    return _voided("placements", after.placement_id, after.terms, after.void)


def support_granted(after: Support) -> list[Message]:
    grant = after.grant
    data = {
        "support_id": after.support_id,
        "placement_id": grant.placement_id,
        "amount": grant.amount,
    }
    name = "contribution_support_granted"
    return [_message(name, grant.person_id, grant.on, grant.commune, data)]


def support_voided(after: Support) -> list[Message]:
    return _voided("contribution_supports", after.support_id, after.grant, after.void)


def referral_answered(after: Referral) -> list[Message]:
    reply = after.reply
    if reply is None:
        return []
    data = {"referral_id": after.referral_id, "answer": reply.answer}
    if reply.reason_code is not None:
        data["reason_code"] = listed(reply.reason_code, DECLINE_REASONS)
    return [_message("referral_answered", after.asked.person_id, reply.on, reply.commune, data)]


class _Located(Protocol):
    @property
    def on(self) -> date: ...
    @property
    def person_id(self) -> str: ...
    @property
    def commune(self) -> str: ...


def _of_placement(name: str, after: Placement, on: date, **data: Any) -> Message:
    terms = after.terms
    return _message(
        name, terms.person_id, on, terms.commune, {"placement_id": after.placement_id, **data}
    )


def _voided(record: str, record_id: str, fact: _Located, void: Void | None) -> list[Message]:
    if void is None:
        return []
    data = {"record_kind": record, "record_id": record_id, "reason_code": void.reason_code}
    return [_message("record_voided", fact.person_id, fact.on, fact.commune, data)]


def _message(name: str, person_id: str, on: date, commune: str, data: dict[str, Any]) -> Message:
    """Every fact here is one person's: their id orders the feed and parks what follows."""
    return Message(
        feed=FEED,
        name=name,
        subject=person_id,
        data={**data, "person_id": person_id, "on": on.isoformat(), "commune": commune},
        occurred_on=on,
    )
