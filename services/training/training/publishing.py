"""The only door out: what the feed ``training`` may carry of a record.

Each record has *aspects*: a published name and its data, as they follow from the state.
A change publishes the aspects it changed, under the record's own id, so an amendment
replaces what was published before, and nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from chassis.log import Message

from training.domain.enrolment import Enrolment
from training.domain.referral import Referral
from training.domain.support import Support
from training.domain.training_class import TrainingClass

__all__ = ["FEED", "NAMES", "of_class", "of_enrolment", "of_referral", "of_support"]

FEED = "training"
NAMES = frozenset(
    {
        "class_opened",
        "referral_answered",
        "enrolment_started",
        "enrolment_completed",
        "enrolment_withdrawn",
        "certificate_issued",
        "support_paid",
        "record_voided",
    }
)

Aspects = dict[str, dict[str, Any]]
R = TypeVar("R")


def of_class(before: TrainingClass | None, reason_code: str | None = None) -> _To[TrainingClass]:
    return _changes(before, _class_aspects, reason_code)


def of_enrolment(before: Enrolment | None, reason_code: str | None = None) -> _To[Enrolment]:
    return _changes(before, _enrolment_aspects, reason_code)


def of_support(before: Support | None, reason_code: str | None = None) -> _To[Support]:
    return _changes(before, _support_aspects, reason_code)


def of_referral(before: Referral | None, commune: str) -> _To[Referral]:
    """``commune`` stands in where the referral came without its unit code."""

    def aspects(referral: Referral, _reason: str | None) -> Aspects:
        return _referral_aspects(referral, commune)

    return _changes(before, aspects, None)


_To = Callable[[R], list[Message]]


def _changes(
    before: R | None, aspects: Callable[[R, str | None], Aspects], reason_code: str | None
) -> _To[R]:
    def messages(after: R) -> list[Message]:
        said = {} if before is None else aspects(before, None)
        return [
            Message(
                feed=FEED,
                name=name,
                subject=data.get("person_id") or data.get("class_id") or data["record_id"],
                data=data,
                occurred_on=date.fromisoformat(data["on"]) if "on" in data else None,
            )
            for name, data in aspects(after, reason_code).items()
            if data != said.get(name)
        ]

    return messages


def _class_aspects(state: TrainingClass, reason_code: str | None) -> Aspects:
    if state.voided:
        return _voided("class", state.id, None, state.commune, reason_code)
    details = state.details
    return {
        "class_opened": {
            "class_id": state.id,
            "occupation": details.occupation,
            "level": details.level,
            "form": details.form,
            "funding_source": details.funding_source,
            "capacity": details.capacity,
            "school": state.school,
            "ends_on": details.ends_on.isoformat(),
            "on": details.starts_on.isoformat(),
            "commune": state.commune,
        }
    }


def _enrolment_aspects(state: Enrolment, reason_code: str | None) -> Aspects:
    if state.voided:
        return _voided("enrolment", state.id, state.person_id, state.commune, reason_code)
    facts, course = state.facts, state.course
    common = {
        "enrolment_id": state.id,
        "person_id": state.person_id,
        "class_id": state.class_id,
        "level": course.level,
        "form": course.form,
        "occupation": course.occupation,
        "funding_source": course.funding_source,
        "school": state.school,
        "commune": state.commune,
    }
    aspects: Aspects = {"enrolment_started": {**common, "on": facts.on.isoformat()}}
    if facts.completed_on is not None:
        aspects["enrolment_completed"] = {**common, "on": facts.completed_on.isoformat()}
    if facts.withdrawn_on is not None:
        aspects["enrolment_withdrawn"] = {
            **common,
            "reason_code": facts.withdrawal_reason,
            "on": facts.withdrawn_on.isoformat(),
        }
    if facts.certified_on is not None:
        aspects["certificate_issued"] = {
            **common,
            "certificate_kind": facts.certificate_kind,
            "on": facts.certified_on.isoformat(),
        }
    return aspects


def _support_aspects(state: Support, reason_code: str | None) -> Aspects:
    if state.voided:
        return _voided("support", state.id, state.person_id, state.commune, reason_code)
    return {
        "support_paid": {
            "support_id": state.id,
            "enrolment_id": state.enrolment_id,
            "person_id": state.person_id,
            "amount": state.details.amount,
            "funding_source": state.details.funding_source,
            "policy": state.details.policy,
            "on": state.details.on.isoformat(),
            "commune": state.commune,
        }
    }


def _referral_aspects(state: Referral, commune: str) -> Aspects:
    if state.answer is None or state.answered_on is None or state.cancelled:
        return {}
    return {
        "referral_answered": {
            "referral_id": state.id,
            "person_id": state.details.person_id,
            "answer": state.answer,
            "reason_code": state.answer_reason,
            "on": state.answered_on.isoformat(),
            "commune": state.details.commune or commune,
        }
    }


def _voided(
    kind: str, record_id: str, person_id: str | None, commune: str, reason_code: str | None
) -> Aspects:
    return {
        "record_voided": {
            "record_kind": kind,
            "record_id": record_id,
            "person_id": person_id,
            "reason_code": reason_code,
            "commune": commune,
        }
    }
