"""Enrolments: one person in one class, from the day they started to how it ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from training.domain.training_class import ClassDetails
from training.domain.vocabulary import (
    Form,
    Funding,
    Level,
    VoidReason,
)

__all__ = [
    "CertificateIssued",
    "Course",
    "CourseCorrected",
    "Enrolment",
    "EnrolmentAmended",
    "EnrolmentCompleted",
    "EnrolmentEvent",
    "EnrolmentFacts",
    "EnrolmentStarted",
    "EnrolmentVoided",
    "EnrolmentWithdrawn",
    "evolve",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What the class teaches, kept with the enrolment so that its events need no look-up."""

    level: Level
    form: Form
    occupation: str
    funding_source: Funding

    @classmethod
    def of(cls, details: ClassDetails) -> Course:
        return cls(
            level=details.level,
            form=details.form,
            occupation=details.occupation,
            funding_source=details.funding_source,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentFacts:
    """What may be amended. ``on`` is the day the learner started; all are local dates."""

    on: date
    completed_on: date | None = None
    withdrawn_on: date | None = None
    withdrawal_reason: str | None = None
    certified_on: date | None = None
    certificate_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """An enrolment that ended still happened; a voided one never did."""

    id: str
    person_id: str
    class_id: str
    school: str
    commune: str
    course: Course
    facts: EnrolmentFacts
    voided: bool = False

    @property
    def status(self) -> str:
        """voided, withdrawn, certified, completed or started."""
        if self.voided:
            return "voided"
        if self.facts.withdrawn_on is not None:
            return "withdrawn"
        if self.facts.certified_on is not None:
            return "certified"
        return "completed" if self.facts.completed_on is not None else "started"

    @property
    def holds_a_place(self) -> bool:
        """Whether the person is (or was to the end) a learner of the class."""
        return not self.voided and self.facts.withdrawn_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentStarted:
    enrolment_id: str
    person_id: str
    class_id: str
    school: str
    commune: str
    course: Course
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentCompleted:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentWithdrawn:
    on: date
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateIssued:
    on: date
    certificate_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentAmended:
    facts: EnrolmentFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCorrected:
    """The class was amended, and with it what was learnt."""

    course: Course


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentVoided:
    reason_code: VoidReason
    note: str | None = None


EnrolmentEvent = (
    EnrolmentStarted
    | EnrolmentCompleted
    | EnrolmentWithdrawn
    | CertificateIssued
    | EnrolmentAmended
    | CourseCorrected
    | EnrolmentVoided
)


def evolve(state: Enrolment | None, event: EnrolmentEvent) -> Enrolment:
    if isinstance(event, EnrolmentStarted):
        return Enrolment(
            id=event.enrolment_id,
            person_id=event.person_id,
            class_id=event.class_id,
            school=event.school,
            commune=event.commune,
            course=event.course,
            facts=EnrolmentFacts(on=event.on),
        )
    if state is None:
        raise TypeError(type(event).__name__)
    facts = state.facts
    match event:
        case EnrolmentCompleted():
            return replace(state, facts=replace(facts, completed_on=event.on))
        case EnrolmentWithdrawn():
            return replace(
                state,
                facts=replace(facts, withdrawn_on=event.on, withdrawal_reason=event.reason_code),
            )
        case CertificateIssued():
            return replace(
                state,
                facts=replace(
                    facts, certified_on=event.on, certificate_kind=event.certificate_kind
                ),
            )
        case EnrolmentAmended():
            return replace(state, facts=event.facts)
        case CourseCorrected():
            return replace(state, course=event.course)
        case EnrolmentVoided():
            return replace(state, voided=True)
