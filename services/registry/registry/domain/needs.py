"""A need that a person stated: training, a job, credit, counselling, starting up (plan, IV.2.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.refusals import Refusal, not_in_future, not_voided

__all__ = [
    "EVENTS",
    "KINDS",
    "Event",
    "Need",
    "NeedTerms",
    "amend",
    "evolve",
    "record",
    "void",
    "withdraw",
]

KINDS = ("training", "job", "credit", "counselling", "startup")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTerms:
    """``able_to_work`` not stated is no; ``level`` and ``form`` are of training. The form is
    for the survey alone and leaves by no feed."""

    kind: str
    on: date
    able_to_work: bool = False
    level: str | None = None
    occupation: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    need_id: str
    person_id: str
    commune: str
    terms: NeedTerms
    withdrawn_on: date | None = None
    voided: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRecorded:
    need_id: str
    person_id: str
    commune: str
    terms: NeedTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAmended:
    terms: NeedTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWithdrawn:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedVoided:
    reason_code: str


EVENTS = (NeedRecorded, NeedAmended, NeedWithdrawn, NeedVoided)
Event = NeedRecorded | NeedAmended | NeedWithdrawn | NeedVoided


def evolve(need: Need | None, event: Event) -> Need:
    """The state after the event; never refuses."""
    if isinstance(event, NeedRecorded):
        return Need(
            need_id=event.need_id,
            person_id=event.person_id,
            commune=event.commune,
            terms=event.terms,
        )
    if need is None:
        raise ValueError("a need's first event is NeedRecorded")
    match event:
        case NeedAmended():
            return replace(need, terms=event.terms)
        case NeedWithdrawn():
            return replace(need, withdrawn_on=event.on)
        case NeedVoided():
            return replace(need, voided=event.reason_code)


def record(
    need_id: str, person_id: str, terms: NeedTerms, *, commune: str, today: date
) -> list[Event]:
    """Raises ``in_future``. A need may lie before the plan."""
    not_in_future("on", terms.on, today)
    return [NeedRecorded(need_id=need_id, person_id=person_id, commune=commune, terms=terms)]


def amend(need: Need, terms: NeedTerms, *, today: date) -> list[Event]:
    """Raises ``voided``, ``in_future``, ``before_need`` (dated after its own withdrawal)."""
    not_voided(need.voided)
    not_in_future("on", terms.on, today)
    if need.withdrawn_on is not None and need.withdrawn_on < terms.on:
        raise Refusal("before_need")
    return [] if terms == need.terms else [NeedAmended(terms=terms)]


def withdraw(need: Need, on: date, *, today: date) -> list[Event]:
    """Raises ``voided``, ``withdrawn``, ``in_future``, ``before_need``."""
    not_voided(need.voided)
    not_in_future("on", on, today)
    if need.withdrawn_on is not None:
        raise Refusal("withdrawn", on=need.withdrawn_on.isoformat())
    if on < need.terms.on:
        raise Refusal("before_need")
    return [NeedWithdrawn(on=on)]


def void(need: Need, reason_code: str) -> list[Event]:
    """It never was; raises ``voided``."""
    not_voided(need.voided)
    return [NeedVoided(reason_code=reason_code)]
