"""The refusals and warnings of this service, and how the domain's words become errors.

Refused          already_approved already_disbursed already_submitted before_disbursement
                 before_need before_referral cancelled closed declined in_use not_disbursed
                 not_eligible not_recorded person_erased reasons_contradict voided withdrawn
Invalid (field)  in_future unknown_savings_group
Forbidden        commune not_own_record
NotFound         not_found
warnings         after_disbursement amount_above_ceiling amount_above_need code_unlisted
                 group_size_outside_norm not_approved not_assessed out_of_order
                 person_merged use_check_late
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chassis.errors import Invalid, Refused

from credit.domain.answers import Refusal

__all__ = ["CODES", "spoken"]

CODES = frozenset(
    {
        "after_disbursement",
        "already_approved",
        "already_disbursed",
        "already_submitted",
        "amount_above_ceiling",
        "amount_above_need",
        "before_disbursement",
        "before_need",
        "before_referral",
        "cancelled",
        "closed",
        "code_unlisted",
        "commune",
        "declined",
        "group_size_outside_norm",
        "in_future",
        "in_use",
        "not_approved",
        "not_assessed",
        "not_disbursed",
        "not_eligible",
        "not_found",
        "not_own_record",
        "not_recorded",
        "out_of_order",
        "person_erased",
        "person_merged",
        "reasons_contradict",
        "unknown_savings_group",
        "use_check_late",
        "voided",
        "withdrawn",
    }
)


@contextmanager
def spoken() -> Iterator[None]:
    """The domain's no as an error a caller can act on: a field to mend, or a rule that refuses."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "in_future":
            raise Invalid.of(**{refusal.fact["field"]: refusal.code}) from refusal
        raise Refused(refusal.code, refusal.fact) from refusal
