"""Referrals: persons the commune sends to the bank, and what the bank answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from credit.domain.answers import Refusal, refuse_future
from credit.domain.vocabulary import Answer

__all__ = [
    "Referral",
    "ReferralAnswered",
    "ReferralCancelled",
    "ReferralDetails",
    "ReferralEvent",
    "ReferralReceived",
    "answer",
    "cancel",
    "evolve",
    "receive",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDetails:
    """What the commune asks for."""

    person_id: str
    kind: str
    on: date
    commune: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """``answer`` is the last one given; a cancelled referral takes none."""

    id: str
    details: ReferralDetails
    answer: Answer | None = None
    answer_reason: str | None = None
    answered_on: date | None = None
    cancelled: bool = False

    @property
    def status(self) -> str:
        """waiting, accepted, declined or cancelled."""
        if self.cancelled:
            return "cancelled"
        return self.answer or "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralReceived:
    referral_id: str
    details: ReferralDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswered:
    answer: Answer
    reason_code: str | None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralCancelled:
    pass


ReferralEvent = ReferralReceived | ReferralAnswered | ReferralCancelled


def receive(
    referral: Referral | None, referral_id: str, details: ReferralDetails
) -> list[ReferralEvent]:
    """A referral, or its amendment: the same id replaces what was asked and keeps the answer."""
    if referral is not None and referral.details == details and not referral.cancelled:
        return []
    return [ReferralReceived(referral_id=referral_id, details=details)]


def cancel(referral: Referral) -> list[ReferralEvent]:
    return [] if referral.cancelled else [ReferralCancelled()]


def answer(
    referral: Referral,
    given: Answer,
    *,
    reason_code: str | None,
    on: date,
    today: date,
) -> list[ReferralEvent]:
    """The last answer holds. Raises ``in_future``, ``cancelled``, ``before_referral``."""
    refuse_future(on, today)
    if referral.cancelled:
        raise Refusal("cancelled")
    if on < referral.details.on:
        raise Refusal("before_referral", on=on.isoformat(), since=referral.details.on.isoformat())
    return [ReferralAnswered(answer=given, reason_code=reason_code, on=on)]


def evolve(state: Referral | None, event: ReferralEvent) -> Referral:
    match event:
        case ReferralReceived():
            if state is None:
                return Referral(id=event.referral_id, details=event.details)
            return replace(state, details=event.details, cancelled=False)
        case ReferralAnswered() if state is not None:
            return replace(
                state,
                answer=event.answer,
                answer_reason=event.reason_code,
                answered_on=event.on,
            )
        case ReferralCancelled() if state is not None:
            return replace(state, cancelled=True)
    raise TypeError(type(event).__name__)
