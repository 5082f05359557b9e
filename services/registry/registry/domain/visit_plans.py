"""Rounds of visits from door to door ("đi từng ngõ, gõ từng nhà", plan IV.1), by village."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.intervals import Interval
from registry.domain.refusals import Refusal, not_voided

__all__ = ["EVENTS", "Event", "PlanTerms", "VisitPlan", "amend", "evolve", "plan", "void"]


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


EVENTS = (VisitsPlanned, VisitPlanAmended, VisitPlanVoided)
Event = VisitsPlanned | VisitPlanAmended | VisitPlanVoided


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


def _in_order(start: date, end: date | None) -> None:
    if end is None or end <= start:
        raise Refusal("contradictory", fields=["from", "to"])
