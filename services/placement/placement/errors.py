"""The refusals and warnings of this service, and how the domain's words become errors.

Refused          already_confirmed already_ended contradicts_end not_confirmed not_ended
                 person_erased referral_cancelled voided
Invalid (field)  before_start below_wage_from in_future unknown_employer
                 unknown_job_fair unknown_referral unknown_vacancy
NotFound         not_found
warnings         checked_early contract_not_long_term employer_missing end_missing
                 loan_missing not_confirmed person_merged reason_missing reason_unlisted
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chassis.errors import Invalid, NotFound, Refused

from placement.domain.rules import Missing, Refusal

__all__ = ["CODES", "spoken"]

CODES = frozenset(
    {
        "already_confirmed",
        "already_ended",
        "before_start",
        "below_wage_from",
        "checked_early",
        "contract_not_long_term",
        "contradicts_end",
        "employer_missing",
        "end_missing",
        "in_future",
        "loan_missing",
        "not_confirmed",
        "not_ended",
        "not_found",
        "person_erased",
        "person_merged",
        "reason_missing",
        "reason_unlisted",
        "referral_cancelled",
        "unknown_employer",
        "unknown_job_fair",
        "unknown_referral",
        "unknown_vacancy",
        "voided",
    }
)


@contextmanager
def spoken() -> Iterator[None]:
    """The domain's no as an error a caller can act on: a field to mend, or a rule that refuses."""
    try:
        yield
    except Missing as missing:
        raise NotFound("not_found", {"record": missing.record}) from missing
    except Refusal as refusal:
        if refusal.field is not None:
            raise Invalid.of(**{refusal.field: refusal.code}) from refusal
        raise Refused(refusal.code, refusal.fact) from refusal
