"""Support paid: money for one enrolment, under one policy, from one source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from training.domain.answers import Refusal, refuse_future
from training.domain.enrolment import Enrolment
from training.domain.vocabulary import Funding, VoidReason

__all__ = [
    "Support",
    "SupportAmended",
    "SupportDetails",
    "SupportEvent",
    "SupportPaid",
    "SupportVoided",
    "amend",
    "evolve",
    "pay",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportDetails:
    """``amount`` is whole đồng; ``policy`` names a row of policies.yaml (``support``)."""

    amount: int
    funding_source: Funding
    policy: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A payment as its payer reported it."""

    id: str
    enrolment_id: str
    person_id: str
    school: str
    commune: str
    details: SupportDetails
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPaid:
    support_id: str
    enrolment_id: str
    person_id: str
    school: str
    commune: str
    details: SupportDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportAmended:
    details: SupportDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportVoided:
    reason_code: VoidReason
    note: str | None = None


SupportEvent = SupportPaid | SupportAmended | SupportVoided


def pay(
    enrolment: Enrolment, *, support_id: str, details: SupportDetails, today: date
) -> list[SupportEvent]:
    """Raises ``in_future``, and ``voided`` where there was no enrolment to support."""
    refuse_future(details.on, today)
    if enrolment.voided:
        raise Refusal("voided")
    return [
        SupportPaid(
            support_id=support_id,
            enrolment_id=enrolment.id,
            person_id=enrolment.person_id,
            school=enrolment.school,
            commune=enrolment.commune,
            details=details,
        )
    ]


def amend(support: Support, changes: Mapping[str, Any], *, today: date) -> list[SupportEvent]:
    """Raises ``voided``, ``in_future``."""
    if support.voided:
        raise Refusal("voided")
    details = replace(support.details, **changes)
    refuse_future(details.on, today)
    return [] if details == support.details else [SupportAmended(details=details)]


def void(support: Support, reason_code: VoidReason, note: str | None) -> list[SupportEvent]:
    """Raises ``voided``."""
    if support.voided:
        raise Refusal("voided")
    return [SupportVoided(reason_code=reason_code, note=note)]


def evolve(state: Support | None, event: SupportEvent) -> Support:
    match event:
        case SupportPaid():
            return Support(
                id=event.support_id,
                enrolment_id=event.enrolment_id,
                person_id=event.person_id,
                school=event.school,
                commune=event.commune,
                details=event.details,
            )
        case SupportAmended() if state is not None:
            return replace(state, details=event.details)
        case SupportVoided() if state is not None:
            return replace(state, voided=True)
    raise TypeError(type(event).__name__)
