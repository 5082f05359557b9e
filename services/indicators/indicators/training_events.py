"""What the schools' events change of a person, or of a class."""

from __future__ import annotations

from chassis.envelope import Event
from chassis.handling import read

from indicators.domain.facts import Completion, Dropout, Enrolment, Support, TrainingClass
from indicators.touching import Touched, put
from indicators.wire import ClassOpened, EnrolmentEnded, EnrolmentStarted, SupportPaid

__all__ = [
    "class_opened",
    "enrolment_completed",
    "enrolment_started",
    "enrolment_withdrawn",
    "support_paid",
]


def enrolment_started(event: Event) -> Touched:
    body = read(event, EnrolmentStarted)
    fact = Enrolment(
        pos=event.position,
        on=body.on.isoformat(),
        level=body.level,
        form=body.form,
        school=body.school,
    )
    return put(event, body.person_id, "enrolments", body.enrolment_id, fact)


def enrolment_completed(event: Event) -> Touched:
    body = read(event, EnrolmentEnded)
    fact = Completion(
        pos=event.position,
        on=body.on.isoformat(),
        level=body.level,
        form=body.form,
        school=body.school,
    )
    return put(event, body.person_id, "completions", body.enrolment_id, fact)


def enrolment_withdrawn(event: Event) -> Touched:
    body = read(event, EnrolmentEnded)
    fact = Dropout(
        pos=event.position,
        on=body.on.isoformat(),
        reason=body.reason_code,
        level=body.level,
        form=body.form,
        school=body.school,
    )
    return put(event, body.person_id, "dropouts", body.enrolment_id, fact)


def support_paid(event: Event) -> Touched:
    body = read(event, SupportPaid)
    fact = Support(
        pos=event.position,
        on=body.on.isoformat(),
        amount=body.amount,
        source=body.funding_source,
        policy=body.policy,
    )
    return put(event, body.person_id, "supports", body.support_id, fact)


def class_opened(event: Event) -> Touched:
    """A class is a unit of its own."""
    body = read(event, ClassOpened)
    fact = TrainingClass(
        pos=event.position,
        on=body.on.isoformat(),
        form=body.form,
        level=body.level,
        school=body.school,
        source=body.funding_source,
        commune=body.commune,
    )
    return put(event, body.class_id, "classes", body.class_id, fact)
