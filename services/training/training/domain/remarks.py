"""What an officer is told about an enrolment that is nevertheless recorded."""

from __future__ import annotations

from datetime import date

from training.domain.answers import Remark
from training.domain.enrolment import Enrolment
from training.domain.training_class import TrainingClass
from training.domain.vocabulary import CERTIFICATE_OF

__all__ = ["of_certificate", "of_dates", "of_enrolling", "of_level_change"]


def of_enrolling(
    training_class: TrainingClass, *, on: date, learners: int, more: int
) -> list[Remark]:
    """Days outside the class, and ``class_over_capacity`` with ``more`` beside ``learners``."""
    details = training_class.details
    remarks = []
    if on < details.starts_on:
        remarks.append(Remark(code="before_class_start", field="on"))
    if on > details.ends_on:
        remarks.append(Remark(code="after_class_end", field="on"))
    if learners + more > details.capacity:
        remarks.append(
            Remark(
                code="class_over_capacity",
                field="person_ids",
                fact={"capacity": details.capacity},
            )
        )
    return remarks


def of_certificate(enrolment: Enrolment, given: str | None) -> list[Remark]:
    """A certificate without a recorded completion, or of another level."""
    remarks = []
    if enrolment.facts.completed_on is None:
        remarks.append(Remark(code="not_completed"))
    if given not in (None, CERTIFICATE_OF[enrolment.course.level], "national_skill_certificate"):
        remarks.append(Remark(code="certificate_of_other_level", field="certificate_kind"))
    return remarks


def of_dates(enrolment: Enrolment) -> list[Remark]:
    """Amended dates that stand in no sensible order."""
    facts = enrolment.facts
    return [
        Remark(code="out_of_order", field=field)
        for field, value in (
            ("completed_on", facts.completed_on),
            ("withdrawn_on", facts.withdrawn_on),
            ("certified_on", facts.certified_on),
        )
        if value is not None and value < facts.on
    ]


def of_level_change(enrolments: int) -> list[Remark]:
    """Enrolments that changed with their class: their figures move."""
    if not enrolments:
        return []
    return [Remark(code="enrolments_corrected", fact={"enrolments": enrolments})]
