"""The wire events this service reads: its own tolerant copies, only the fields it needs."""

from __future__ import annotations

from datetime import date

import msgspec

__all__ = [
    "ClassOpened",
    "EnrolmentEnded",
    "EnrolmentStarted",
    "LoanAmountRecorded",
    "LoanDisbursed",
    "LoanNeedWithdrawn",
    "NeedAssessed",
    "NeedRecorded",
    "NeedWithdrawn",
    "OutreachRecorded",
    "PersonMerged",
    "PlacementStarted",
    "RecordVoided",
    "ReferralAnswered",
    "ReferralMade",
    "RetentionChecked",
    "ServiceGiven",
    "SupportPaid",
    "UseChecked",
]


class PersonMerged(msgspec.Struct, kw_only=True, frozen=True):
    person_id: str
    into: str


class NeedRecorded(msgspec.Struct, kw_only=True, frozen=True):
    need_id: str
    person_id: str
    kind: str
    on: date
    able_to_work: bool | None = None


class NeedWithdrawn(msgspec.Struct, kw_only=True, frozen=True):
    need_id: str
    person_id: str
    on: date


class ReferralMade(msgspec.Struct, kw_only=True, frozen=True):
    referral_id: str
    person_id: str
    kind: str
    on: date
    level: str | None = None
    to: str | None = None


class OutreachRecorded(msgspec.Struct, kw_only=True, frozen=True):
    outreach_id: str
    on: date
    channel: str
    person_id: str | None = None
    topic: str | None = None


class EnrolmentStarted(msgspec.Struct, kw_only=True, frozen=True):
    enrolment_id: str
    person_id: str
    level: str
    on: date
    form: str | None = None
    school: str | None = None


class EnrolmentEnded(msgspec.Struct, kw_only=True, frozen=True):
    """``enrolment_completed`` or ``enrolment_withdrawn``."""

    enrolment_id: str
    person_id: str
    on: date
    level: str | None = None
    form: str | None = None
    school: str | None = None
    reason_code: str | None = None


class SupportPaid(msgspec.Struct, kw_only=True, frozen=True):
    support_id: str
    person_id: str
    amount: int
    on: date
    funding_source: str | None = None
    policy: str | None = None


class ClassOpened(msgspec.Struct, kw_only=True, frozen=True):
    class_id: str
    form: str
    on: date
    level: str | None = None
    school: str | None = None
    funding_source: str | None = None
    commune: str | None = None


class ReferralAnswered(msgspec.Struct, kw_only=True, frozen=True):
    referral_id: str
    person_id: str
    answer: str
    on: date


class RetentionChecked(msgspec.Struct, kw_only=True, frozen=True):
    placement_id: str
    person_id: str
    months: int
    still_employed: bool
    on: date


class UseChecked(msgspec.Struct, kw_only=True, frozen=True):
    loan_id: str
    person_id: str
    as_declared: bool
    on: date


class ServiceGiven(msgspec.Struct, kw_only=True, frozen=True):
    service_id: str
    person_id: str
    service: str
    on: date
    mode: str | None = None
    topic: str | None = None


class PlacementStarted(msgspec.Struct, kw_only=True, frozen=True):
    placement_id: str
    person_id: str
    kind: str
    on: date
    new_job: bool | None = None
    suitable: bool | None = None
    employer_kind: str | None = None
    mentored: bool | None = None


class NeedAssessed(msgspec.Struct, kw_only=True, frozen=True):
    loan_id: str
    person_id: str
    need_on: date
    eligible: bool
    product: str | None = None


class LoanNeedWithdrawn(msgspec.Struct, kw_only=True, frozen=True):
    loan_id: str
    person_id: str
    on: date


class LoanDisbursed(msgspec.Struct, kw_only=True, frozen=True):
    loan_id: str
    person_id: str
    on: date
    product: str | None = None


class LoanAmountRecorded(msgspec.Struct, kw_only=True, frozen=True):
    loan_id: str
    amount: int
    on: date
    person_id: str | None = None


class RecordVoided(msgspec.Struct, kw_only=True, frozen=True):
    record_id: str
    record_kind: str = ""
    person_id: str | None = None
