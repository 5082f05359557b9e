"""The wire events this service reads: its own tolerant copies, only the fields it needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged:
    person_id: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRecorded:
    need_id: str
    person_id: str
    kind: str
    on: date
    able_to_work: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWithdrawn:
    need_id: str
    person_id: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralMade:
    referral_id: str
    person_id: str
    kind: str
    on: date
    level: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachRecorded:
    outreach_id: str
    on: date
    channel: str
    person_id: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentStarted:
    enrolment_id: str
    person_id: str
    level: str
    on: date
    form: str | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentEnded:
    """``enrolment_completed`` or ``enrolment_withdrawn``."""

    enrolment_id: str
    person_id: str
    on: date
    level: str | None = None
    form: str | None = None
    school: str | None = None
    reason_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPaid:
    support_id: str
    person_id: str
    amount: int
    on: date
    funding_source: str | None = None
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOpened:
    class_id: str
    form: str
    on: date
    level: str | None = None
    school: str | None = None
    funding_source: str | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswered:
    referral_id: str
    person_id: str
    answer: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionChecked:
    placement_id: str
    person_id: str
    months: int
    still_employed: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UseChecked:
    loan_id: str
    person_id: str
    as_declared: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceGiven:
    service_id: str
    person_id: str
    service: str
    on: date
    mode: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementStarted:
    placement_id: str
    person_id: str
    kind: str
    on: date
    new_job: bool | None = None
    suitable: bool | None = None
    employer_kind: str | None = None
    mentored: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAssessed:
    loan_id: str
    person_id: str
    need_on: date
    eligible: bool
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanNeedWithdrawn:
    loan_id: str
    person_id: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanDisbursed:
    loan_id: str
    person_id: str
    on: date
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanAmountRecorded:
    loan_id: str
    amount: int
    on: date
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVoided:
    record_id: str
    record_kind: str = ""
    person_id: str | None = None
