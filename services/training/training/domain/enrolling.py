"""What may happen to an enrolment, and what contradicts what is known of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from training.domain.answers import Refusal, refuse_future
from training.domain.enrolment import (
    CertificateIssued,
    Course,
    CourseCorrected,
    Enrolment,
    EnrolmentAmended,
    EnrolmentCompleted,
    EnrolmentEvent,
    EnrolmentFacts,
    EnrolmentStarted,
    EnrolmentVoided,
    EnrolmentWithdrawn,
)
from training.domain.training_class import TrainingClass
from training.domain.vocabulary import (
    CERTIFICATE_OF,
    VoidReason,
)

__all__ = ["amend", "certify", "complete", "correct_course", "free_id", "start", "void", "withdraw"]


def free_id(class_id: str, person_id: str, load: Callable[[str], Enrolment | None]) -> str:
    """The id of the person's next enrolment in the class.

    It follows from class, person and how often they left it before, so the enrolment's
    own first version is the lock: two requests at once cannot both enrol the person.
    Raises ``already_enrolled`` while an enrolment of the person there stands.
    """
    attempt = 0
    while True:
        text = f"{class_id}/{person_id}/{attempt}".encode()
        enrolment_id = hashlib.sha256(text).hexdigest()[:32]
        present = load(enrolment_id)
        if present is None:
            return enrolment_id
        if present.holds_a_place:
            raise Refusal("already_enrolled", person_id=person_id, enrolment_id=present.id)
        attempt += 1


def start(
    training_class: TrainingClass, *, enrolment_id: str, person_id: str, on: date, today: date
) -> list[EnrolmentEvent]:
    """Raises ``in_future``, and ``class_voided`` where the class never was."""
    refuse_future(on, today)
    if training_class.voided:
        raise Refusal("class_voided")
    return [
        EnrolmentStarted(
            enrolment_id=enrolment_id,
            person_id=person_id,
            class_id=training_class.id,
            school=training_class.school,
            commune=training_class.commune,
            course=Course.of(training_class.details),
            on=on,
        )
    ]


def complete(enrolment: Enrolment, *, on: date, today: date) -> list[EnrolmentEvent]:
    """The learner finished the course.

    Raises ``in_future``, ``voided``, ``withdrawn``, ``before_enrolment``, ``already_completed``.
    """
    _refuse_ended(enrolment, on, today)
    if enrolment.facts.completed_on is not None:
        raise Refusal("already_completed")
    return [EnrolmentCompleted(on=on)]


def withdraw(
    enrolment: Enrolment, *, on: date, reason_code: str, today: date
) -> list[EnrolmentEvent]:
    """Raises as :func:`complete`: who completed the course did not leave it."""
    _refuse_ended(enrolment, on, today)
    if enrolment.facts.completed_on is not None or enrolment.facts.certified_on is not None:
        raise Refusal("already_completed")
    return [EnrolmentWithdrawn(on=on, reason_code=reason_code)]


def certify(
    enrolment: Enrolment, *, on: date, certificate_kind: str | None, today: date
) -> list[EnrolmentEvent]:
    """The kind follows from the level where none is given. Raises ``already_certified`` too."""
    _refuse_ended(enrolment, on, today)
    if enrolment.facts.certified_on is not None:
        raise Refusal("already_certified")
    kind = certificate_kind or CERTIFICATE_OF[enrolment.course.level]
    return [CertificateIssued(on=on, certificate_kind=kind)]


def amend(enrolment: Enrolment, changes: Mapping[str, Any], *, today: date) -> list[EnrolmentEvent]:
    """Correct what was recorded; a stage not recorded yet is recorded, not amended in.

    Raises ``voided``, ``in_future`` and ``not_recorded``. The order of dates only
    remarks here: mending two of them takes two steps.
    """
    if enrolment.voided:
        raise Refusal("voided")
    for field, value in changes.items():
        if getattr(enrolment.facts, field) is None:
            raise Refusal("not_recorded", field=field)
        if isinstance(value, date):
            refuse_future(value, today, field)
    facts: EnrolmentFacts = replace(enrolment.facts, **changes)
    return [] if facts == enrolment.facts else [EnrolmentAmended(facts=facts)]


def correct_course(enrolment: Enrolment, training_class: TrainingClass) -> list[EnrolmentEvent]:
    """The amended class's course; nothing for a voided enrolment or an unchanged course."""
    course = Course.of(training_class.details)
    if enrolment.voided or course == enrolment.course:
        return []
    return [CourseCorrected(course=course)]


def void(enrolment: Enrolment, reason_code: VoidReason, note: str | None) -> list[EnrolmentEvent]:
    """Raises ``voided``."""
    if enrolment.voided:
        raise Refusal("voided")
    return [EnrolmentVoided(reason_code=reason_code, note=note)]


def _refuse_ended(enrolment: Enrolment, on: date, today: date) -> None:
    refuse_future(on, today)
    if enrolment.voided:
        raise Refusal("voided")
    if enrolment.facts.withdrawn_on is not None:
        raise Refusal("withdrawn", on=enrolment.facts.withdrawn_on.isoformat())
    if on < enrolment.facts.on:
        raise Refusal("before_enrolment", on=on.isoformat(), since=enrolment.facts.on.isoformat())
