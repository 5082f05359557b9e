"""The refusals and warnings of this service, and how the domain's words become errors.

Refused          already_certified already_completed already_enrolled before_enrolment
                 before_referral cancelled class_voided ends_before_start in_use
                 not_recorded occupation_exists person_erased voided withdrawn
Invalid (field)  in_future repeated unknown_occupation
Forbidden        commune not_own_record
NotFound         not_found
warnings         after_class_end before_class_start before_enrolment
                 certificate_of_other_level class_over_capacity class_size_above_norm
                 code_unlisted enrolments_corrected name_listed not_completed
                 out_of_order person_merged policy_unconfirmed policy_unknown support_above_ceiling
                 supported_before
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chassis.errors import Invalid, Refused

from training.domain.answers import Refusal

__all__ = ["CODES", "spoken"]

CODES = frozenset(
    {
        "after_class_end",
        "already_certified",
        "already_completed",
        "already_enrolled",
        "before_class_start",
        "before_enrolment",
        "before_referral",
        "cancelled",
        "certificate_of_other_level",
        "class_over_capacity",
        "class_size_above_norm",
        "class_voided",
        "code_unlisted",
        "commune",
        "ends_before_start",
        "enrolments_corrected",
        "in_future",
        "in_use",
        "name_listed",
        "not_completed",
        "not_found",
        "not_own_record",
        "not_recorded",
        "occupation_exists",
        "out_of_order",
        "person_erased",
        "person_merged",
        "policy_unconfirmed",
        "policy_unknown",
        "repeated",
        "support_above_ceiling",
        "supported_before",
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
