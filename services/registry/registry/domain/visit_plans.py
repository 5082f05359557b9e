"""Rounds of visits from door to door ("đi từng ngõ, gõ từng nhà", plan IV.1), by village."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.intervals import Interval
from registry.domain.people import Succession
from registry.domain.refusals import Refusal, not_voided
from registry.domain.villages import Change, key_of

__all__ = [
    "EVENTS",
    "Event",
    "PlanTerms",
    "VisitPlan",
    "amend",
    "evolve",
    "plan",
    "succeed",
    "undo_succession",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerms:
    """``round`` is the commune's own name for one ("2026-1"); ``visitors`` who goes."""

    round: str
    village: str
    time: Interval
    visitors: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlan:
    plan_id: str
    commune: str
    terms: PlanTerms
    voided: str | None = None
    succeeded: tuple[Succession, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsPlanned:
    plan_id: str
    commune: str
    terms: PlanTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlanAmended:
    terms: PlanTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlanVoided:
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVillageSucceeded:
    """The village is called ``into``."""

    change_id: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSuccessionUndone:
    """The change never was."""

    change_id: str


EVENTS = (
    VisitsPlanned,
    VisitPlanAmended,
    VisitPlanVoided,
    PlanVillageSucceeded,
    PlanSuccessionUndone,
)
Event = (
    VisitsPlanned | VisitPlanAmended | VisitPlanVoided | PlanVillageSucceeded | PlanSuccessionUndone
)


def evolve(present: VisitPlan | None, event: Event) -> VisitPlan:
    """The state after the event; never refuses."""
    if isinstance(event, VisitsPlanned):
        return VisitPlan(plan_id=event.plan_id, commune=event.commune, terms=event.terms)
    if present is None:
        raise ValueError("a visit plan's first event is VisitsPlanned")
    match event:
        case VisitPlanAmended():
            return replace(present, terms=event.terms)
        case VisitPlanVoided():
            return replace(present, voided=event.reason_code)
        case PlanVillageSucceeded(change_id=change_id, into=into):
            step = Succession(change_id=change_id, former=present.terms.village)
            return _named(present, into, (*present.succeeded, step))
        case PlanSuccessionUndone():
            *rest, last = present.succeeded
            return _named(present, last.former, tuple(rest))


def _named(present: VisitPlan, village: str, succeeded: tuple[Succession, ...]) -> VisitPlan:
    return replace(present, terms=replace(present.terms, village=village), succeeded=succeeded)


def plan(plan_id: str, terms: PlanTerms, *, commune: str) -> list[Event]:
    """Visits may be planned for days to come. Raises ``contradictory``."""
    _in_order(terms.time.start, terms.time.end)
    return [VisitsPlanned(plan_id=plan_id, commune=commune, terms=terms)]


def amend(present: VisitPlan, terms: PlanTerms) -> list[Event]:
    """Raises ``voided``, ``contradictory``."""
    not_voided(present.voided)
    _in_order(terms.time.start, terms.time.end)
    return [] if terms == present.terms else [VisitPlanAmended(terms=terms)]


def void(present: VisitPlan, reason_code: str) -> list[Event]:
    """It is not to be; raises ``voided``."""
    not_voided(present.voided)
    return [VisitPlanVoided(reason_code=reason_code)]


def succeed(present: VisitPlan, change: Change) -> list[Event]:
    """A plan follows its village's new name. Of a village that was merged it stays the plan:
    who goes from door to door goes to the doors of before."""
    if not change.whole or present.terms.village == change.into:
        return []
    if key_of(present.terms.village) not in {key_of(each) for each in change.villages}:
        return []
    return [PlanVillageSucceeded(change_id=change.change_id, into=change.into)]


def undo_succession(present: VisitPlan, change_id: str) -> list[Event]:
    """Nothing where the change did nothing."""
    last = present.succeeded[-1] if present.succeeded else None
    if last is None or last.change_id != change_id:
        return []
    return [PlanSuccessionUndone(change_id=change_id)]


def _in_order(start: date, end: date | None) -> None:
    if end is None or end <= start:
        raise Refusal("contradictory", fields=["from", "to"])
