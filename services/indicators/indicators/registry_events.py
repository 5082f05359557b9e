"""What the registry's events change of a person."""

from __future__ import annotations

from chassis.envelope import Event
from chassis.handling import read

from indicators.domain.facts import Need, Outreach, Referral, Withdrawal
from indicators.profiles import PersonProfiled, profile_of
from indicators.touching import Touched, merged, put
from indicators.wire import (
    NeedRecorded,
    NeedWithdrawn,
    OutreachRecorded,
    PersonMerged,
    ReferralMade,
)

__all__ = [
    "need_recorded",
    "need_withdrawn",
    "outreach_recorded",
    "person_merged",
    "person_profiled",
    "referral_made",
]


def person_profiled(event: Event) -> Touched:
    body = read(event, PersonProfiled)
    return put(event, body.person_id, "profile", "", profile_of(body, event.position))


def person_merged(event: Event) -> Touched | None:
    body = read(event, PersonMerged)
    if body.person_id == body.into:
        return None
    return merged(event, body.person_id, body.into)


def need_recorded(event: Event) -> Touched:
    body = read(event, NeedRecorded)
    fact = Need(
        pos=event.position,
        on=body.on.isoformat(),
        kind=body.kind,
        able_to_work=body.able_to_work is True,
    )
    return put(event, body.person_id, "needs", body.need_id, fact)


def need_withdrawn(event: Event) -> Touched:
    body = read(event, NeedWithdrawn)
    fact = Withdrawal(pos=event.position, on=body.on.isoformat())
    return put(event, body.person_id, "need_withdrawals", body.need_id, fact)


def referral_made(event: Event) -> Touched:
    body = read(event, ReferralMade)
    fact = Referral(
        pos=event.position, on=body.on.isoformat(), kind=body.kind, level=body.level, to=body.to
    )
    return put(event, body.person_id, "referrals", body.referral_id, fact)


def outreach_recorded(event: Event) -> Touched | None:
    body = read(event, OutreachRecorded)
    if body.person_id is None:
        return None
    fact = Outreach(
        pos=event.position, on=body.on.isoformat(), channel=body.channel, topic=body.topic
    )
    return put(event, body.person_id, "outreach", body.outreach_id, fact)
