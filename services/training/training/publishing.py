"""The only door out: what the feed ``training`` may carry of a record.

Each record has *aspects*: a published name and its data, as they follow from the state.
A change publishes the aspects it changed, under the record's own id, so an amendment
replaces what was published before, and nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from chassis.log import Message

from training.domain.enrolment import Enrolment
from training.domain.referral import Referral
from training.domain.support import Support
from training.domain.training_class import TrainingClass
from training.domain.vocabulary import (
    CERTIFICATE_KINDS,
    DECLINE_REASONS,
    OTHER,
    WITHDRAWAL_REASONS,
    listed,
)

__all__ = [
    "FEED",
    "NAMES",
    "of_class",
    "of_enrolment",
    "of_referral",
    "of_support",
    "told_of_enrolments",
    "told_of_referrals",
    "told_of_supports",
]

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


def told_of_enrolments(states: Iterable[Enrolment]) -> Iterator[dict[str, Any]]:
    """What is published of them now, as items of a person's journey; nothing of voided ones."""
    for state in states:
        if not state.voided:
            yield from _items("enrolments", state.id, _enrolment_aspects(state, None))


def told_of_supports(states: Iterable[Support]) -> Iterator[dict[str, Any]]:
    for state in states:
        if not state.voided:
            yield from _items("supports", state.id, _support_aspects(state, None))


def told_of_referrals(states: Iterable[Referral]) -> Iterator[dict[str, Any]]:
    """Their arrival, and the answer."""
    for state in states:
        details = state.details
        arrival = {"kind": details.kind, "level": details.level, "on": details.on.isoformat()}
        if not state.cancelled:
            aspects = {"referral_received": arrival, **_referral_aspects(state, details.commune)}
            yield from _items("referrals", state.id, aspects)


def _items(kind: str, record_id: str, aspects: Aspects) -> Iterator[dict[str, Any]]:
    for name, data in aspects.items():
        yield {
            "on": data["on"],
            "event": name,
            "record_kind": kind,
            "record_id": record_id,
            "data": data,
        }


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
                occurred_on=date.fromisoformat(data["on"]),
            )
            for name, data in aspects(after, reason_code).items()
            if data != said.get(name)
        ]

    return messages


def _class_aspects(state: TrainingClass, reason_code: str | None) -> Aspects:
    if state.voided:
        return _voided("classes", state, state.details.starts_on, reason_code)
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
        return _voided("enrolments", state, state.facts.on, reason_code)
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
            "reason_code": listed(facts.withdrawal_reason or OTHER, WITHDRAWAL_REASONS),
            "on": facts.withdrawn_on.isoformat(),
        }
    if facts.certified_on is not None:
        aspects["certificate_issued"] = {
            **common,
            "certificate_kind": listed(facts.certificate_kind or OTHER, CERTIFICATE_KINDS),
            "on": facts.certified_on.isoformat(),
        }
    return aspects


def _support_aspects(state: Support, reason_code: str | None) -> Aspects:
    if state.voided:
        return _voided("supports", state, state.details.on, reason_code)
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


def _referral_aspects(state: Referral, commune: str | None) -> Aspects:
    if state.answer is None or state.answered_on is None or state.cancelled:
        return {}
    return {
        "referral_answered": {
            "referral_id": state.id,
            "person_id": state.details.person_id,
            "answer": state.answer,
            "reason_code": (
                None
                if state.answer_reason is None
                else listed(state.answer_reason, DECLINE_REASONS)
            ),
            "on": state.answered_on.isoformat(),
            "commune": state.details.commune or commune,
        }
    }


def _voided(
    kind: str, state: TrainingClass | Enrolment | Support, on: date, reason_code: str | None
) -> Aspects:
    return {
        "record_voided": {
            "record_kind": kind,
            "record_id": state.id,
            "person_id": getattr(state, "person_id", None),
            "reason_code": reason_code,
            "on": on.isoformat(),
            "commune": state.commune,
        }
    }
