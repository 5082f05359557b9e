"""A placement: its states and what happens to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from placement.domain.rules import Void, begun
from placement.domain.vocabulary import Contract, EmployerKind, PlacementKind, RetentionMonths

__all__ = [
    "Check",
    "ConfirmationAmended",
    "End",
    "EndAmended",
    "Placement",
    "PlacementAmended",
    "PlacementConfirmed",
    "PlacementEnded",
    "PlacementEvent",
    "PlacementStarted",
    "PlacementVoided",
    "RetentionChecked",
    "Terms",
    "evolve",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How the work began. ``new_job`` and ``suitable`` are the job centre's own judgement
    (domain/indicators.md, `new_jobs` and `elderly_in_work`); ``mentored`` is the model of
    the plan, IV.3.1: a colleague guides the first three to six months. ``employer_kind`` is
    the employer's as it was recorded then.
    """

    person_id: str
    commune: str
    kind: PlacementKind
    new_job: bool
    suitable: bool
    on: date
    contract: Contract = "none"
    mentored: bool = False
    employer_id: str | None = None
    employer_kind: EmployerKind | None = None
    vacancy_id: str | None = None
    loan_id: str | None = None
    referral_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    on: date
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Whether the person was still in this work, looked at for the 3rd, 6th or 12th month."""

    months: RetentionMonths
    still_employed: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    placement_id: str
    terms: Terms
    confirmed_on: date | None = None
    end: End | None = None
    checks: tuple[Check, ...] = ()
    void: Void | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementStarted:
    placement_id: str
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementAmended:
    placement_id: str
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementConfirmed:
    """Social insurance found the contributions of this work."""

    placement_id: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationAmended:
    placement_id: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementEnded:
    placement_id: str
    end: End


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAmended:
    placement_id: str
    end: End


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionChecked:
    """A second check for the same month replaces the first."""

    placement_id: str
    check: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementVoided:
    placement_id: str
    void: Void


PlacementEvent = (
    PlacementStarted
    | PlacementAmended
    | PlacementConfirmed
    | ConfirmationAmended
    | PlacementEnded
    | EndAmended
    | RetentionChecked
    | PlacementVoided
)


def evolve(state: Placement | None, event: PlacementEvent) -> Placement:
    match event:
        case PlacementStarted():
            return Placement(placement_id=event.placement_id, terms=event.terms)
        case PlacementAmended():
            return replace(begun(state), terms=event.terms)
        case PlacementConfirmed() | ConfirmationAmended():
            return replace(begun(state), confirmed_on=event.on)
        case PlacementEnded() | EndAmended():
            return replace(begun(state), end=event.end)
        case RetentionChecked():
            known = begun(state)
            others = (each for each in known.checks if each.months != event.check.months)
            checks = sorted((*others, event.check), key=lambda check: check.months)
            return replace(known, checks=tuple(checks))
        case PlacementVoided():
            return replace(begun(state), void=event.void)
