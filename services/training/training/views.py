"""Records as a caller sees them: JSON, flat, dates as ISO text."""

from __future__ import annotations

from typing import Any

import msgspec
from chassis.store import Row

from training.domain.enrolment import Enrolment
from training.domain.occupation import Occupation
from training.domain.person import Profile
from training.domain.referral import Referral
from training.domain.training_class import TrainingClass

__all__ = ["class_view", "enrolment_view", "occupation_view", "referral_view"]

Json = dict[str, Any]


def occupation_view(row: Row[Occupation]) -> Json:
    return {
        "id": row.state.id,
        "code": row.state.id,
        "version": row.version,
        **_flat(row.state.details),
        "voided": row.state.voided,
    }


def class_view(row: Row[TrainingClass], learners: int) -> Json:
    """``learners`` hold a place; ``free`` may be negative."""
    return {
        "id": row.state.id,
        "version": row.version,
        "school": row.state.school,
        "commune": row.state.commune,
        **_flat(row.state.details),
        "learners": learners,
        "free": row.state.details.capacity - learners,
        "voided": row.state.voided,
    }


def enrolment_view(row: Row[Enrolment]) -> Json:
    state = row.state
    return {
        "id": state.id,
        "version": row.version,
        "person_id": state.person_id,
        "class_id": state.class_id,
        "school": state.school,
        "commune": state.commune,
        "status": state.status,
        **_flat(state.course),
        **_flat(state.facts),
    }


def referral_view(row: Row[Referral], profile: Profile | None) -> Json:
    """``profile`` is None for an erased person."""
    state = row.state
    return {
        "id": state.id,
        "version": row.version,
        **_flat(state.details),
        "status": state.status,
        "answer": state.answer,
        "reason_code": state.answer_reason,
        "answered_on": state.answered_on.isoformat() if state.answered_on else None,
        "profile": None if profile is None else _flat(profile),
    }


def _flat(details: Any) -> Json:
    return dict(msgspec.to_builtins(details))
