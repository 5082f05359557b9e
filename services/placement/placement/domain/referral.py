"""Referrals the registry sent here: received, answered, or cancelled over there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from placement.domain.rules import (
    Advice,
    Refusal,
    begun,
    check_not_before,
    check_not_future,
    check_vocabulary,
    present,
)
from placement.domain.vocabulary import DECLINE_REASONS, Answer

__all__ = [
    "Asked",
    "Referral",
    "ReferralAnswered",
    "ReferralCancelled",
    "ReferralEvent",
    "ReferralReceived",
    "Reply",
    "advise_answer",
    "answer",
    "cancel",
    "evolve",
    "receive",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the registry asks for; the person's own data stand in their own record."""

    person_id: str
    kind: str
    on: date
    commune: str | None = None
    occupation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    answer: Answer
    on: date
    commune: str
    reason_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    referral_id: str
    asked: Asked
    reply: Reply | None = None
    cancelled: bool = False

    @property
    def status(self) -> str:
        """``received``, ``accepted``, ``declined`` or ``cancelled``."""
        if self.cancelled:
            return "cancelled"
        return "received" if self.reply is None else self.reply.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralReceived:
    """Also when the registry sends it again, amended: what is asked is replaced."""

    referral_id: str
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralCancelled:
    referral_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswered:
    """A later answer replaces the earlier."""

    referral_id: str
    reply: Reply


ReferralEvent = ReferralReceived | ReferralCancelled | ReferralAnswered


def evolve(state: Referral | None, event: ReferralEvent) -> Referral:
    match event:
        case ReferralReceived():
            if state is None:
                return Referral(referral_id=event.referral_id, asked=event.asked)
            return replace(state, asked=event.asked, cancelled=False)
        case ReferralCancelled():
            return replace(begun(state), cancelled=True)
        case ReferralAnswered():
            return replace(begun(state), reply=event.reply)


def receive(state: Referral | None, referral_id: str, asked: Asked) -> list[ReferralEvent]:
    if state is not None and state.asked == asked and not state.cancelled:
        return []
    return [ReferralReceived(referral_id=referral_id, asked=asked)]


def cancel(state: Referral | None) -> list[ReferralEvent]:
    """Nothing for a referral never received here (or cancelled before): nothing to undo."""
    if state is None or state.cancelled:
        return []
    return [ReferralCancelled(referral_id=state.referral_id)]


def answer(state: Referral | None, reply: Reply, *, today: date) -> list[ReferralEvent]:
    known = present(state, "referrals")
    if known.cancelled:
        raise Refusal("referral_cancelled")
    check_not_future(reply.on, today)
    check_not_before(reply.on, known.asked.on)
    if reply == known.reply:
        return []
    return [ReferralAnswered(referral_id=known.referral_id, reply=reply)]


def advise_answer(reply: Reply) -> list[Advice]:
    if reply.answer == "declined" and reply.reason_code is None:
        return [Advice(code="reason_missing", field="reason_code")]
    return check_vocabulary(reply.reason_code, DECLINE_REASONS, "reason_code")
