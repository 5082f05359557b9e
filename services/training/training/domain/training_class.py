"""Classes: an occupation taught at a level, in a form, to so many learners, paid by a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from training.domain.answers import Refusal
from training.domain.vocabulary import Form, Funding, Level, VoidReason

__all__ = [
    "ClassAmended",
    "ClassDetails",
    "ClassEvent",
    "ClassOpened",
    "ClassVoided",
    "TrainingClass",
    "amend",
    "evolve",
    "open_class",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDetails:
    """What a class is. Its dates are planned and may lie ahead; ``capacity`` is in learners.

    ``practice_group`` is the largest group in a practice lesson, where the school says so.
    """

    occupation: str
    level: Level
    form: Form
    starts_on: date
    ends_on: date
    capacity: int
    funding_source: Funding
    village: str | None = None
    practice_group: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingClass:
    """A class of one school (its agency code) in one commune (unit code)."""

    id: str
    school: str
    commune: str
    details: ClassDetails
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOpened:
    class_id: str
    school: str
    commune: str
    details: ClassDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAmended:
    details: ClassDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassVoided:
    reason_code: VoidReason
    note: str | None = None


ClassEvent = ClassOpened | ClassAmended | ClassVoided


def open_class(
    class_id: str, *, school: str, commune: str, details: ClassDetails
) -> list[ClassEvent]:
    """Raises ``ends_before_start``."""
    _refuse_backwards(details)
    return [ClassOpened(class_id=class_id, school=school, commune=commune, details=details)]


def amend(training_class: TrainingClass, changes: Mapping[str, Any]) -> list[ClassEvent]:
    """Raises ``voided``, ``ends_before_start``. The enrolments must be told of a new course."""
    if training_class.voided:
        raise Refusal("voided")
    details = replace(training_class.details, **changes)
    _refuse_backwards(details)
    return [] if details == training_class.details else [ClassAmended(details=details)]


def void(
    training_class: TrainingClass, reason_code: VoidReason, note: str | None, *, in_use: bool
) -> list[ClassEvent]:
    """Raises ``voided``, and ``in_use`` while enrolments in it stand: void those first."""
    if training_class.voided:
        raise Refusal("voided")
    if in_use:
        raise Refusal("in_use")
    return [ClassVoided(reason_code=reason_code, note=note)]


def evolve(state: TrainingClass | None, event: ClassEvent) -> TrainingClass:
    match event:
        case ClassOpened():
            return TrainingClass(
                id=event.class_id,
                school=event.school,
                commune=event.commune,
                details=event.details,
            )
        case ClassAmended() if state is not None:
            return replace(state, details=event.details)
        case ClassVoided() if state is not None:
            return replace(state, voided=True)
    raise TypeError(type(event).__name__)


def _refuse_backwards(details: ClassDetails) -> None:
    if details.ends_on < details.starts_on:
        raise Refusal(
            "ends_before_start",
            starts_on=details.starts_on.isoformat(),
            ends_on=details.ends_on.isoformat(),
        )
