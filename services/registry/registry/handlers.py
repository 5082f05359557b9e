"""What the registry does with partners' events: a referral's loop closes.

Every other event of theirs moves the watermark only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from chassis.commands import Unit
from chassis.consumer import Apply, Event, Handlers, applying, read
from chassis.errors import Refused
from chassis.runtime import Runtime

from registry.domain import referrals
from registry.domain.referrals import Answer
from registry.records import Records

__all__ = ["handlers", "make_apply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswered:
    """What the registry reads of a partner's ``referral_answered.v1``."""

    referral_id: str
    answer: Literal["accepted", "declined"]
    reason_code: str | None = None


def referral_answered(event: Event, *, unit: Unit, records: Records) -> None:
    """Note the answer. Raises ``Refused``: a referral we never made, or made to another."""
    told = read(event, ReferralAnswered)
    referral = unit.load(records.referral, told.referral_id)
    if referral is None:
        raise Refused("no_such_referral")
    if referral.terms.to != event.feed:
        # the referral was amended to another partner meanwhile: the former one's word is void
        return
    given = Answer(
        answer=told.answer,
        on=event.occurred_on or event.time.date(),
        reason_code=told.reason_code,
    )
    events = referrals.answer(referral, given)
    if events:
        unit.save(records.referral, told.referral_id, events)


def handlers(records: Records) -> Handlers:
    """The routing table."""

    def bound(handler: Callable[..., None]) -> Callable[..., None]:
        def handle(event: Event, *, unit: Unit) -> None:
            handler(event, unit=unit, records=records)

        return handle

    answered = {"referral_answered.v1": bound(referral_answered)}
    return {"training": answered, "placement": answered, "credit": answered}


def make_apply(records_of: Callable[[Runtime], Records]) -> Callable[[Runtime], Apply]:
    """The consumer's effects, on the runtime's own records."""

    def apply(runtime: Runtime) -> Apply:
        table = handlers(records_of(runtime))
        return applying(runtime.ledger, table, runtime.clock, runtime.name)

    return apply
