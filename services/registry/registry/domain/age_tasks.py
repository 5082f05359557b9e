"""Questions a birth date cannot answer: at an age limit, this year, for whom only the year or
month is known. An officer decides, and the decision is kept with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.domain.birth_date import BirthDate, completes, completes_on

__all__ = ["EVENTS", "LIMITS", "AgeDecision", "Event", "Task", "decide", "evolve", "open_until"]

LIMITS = {
    "worker_15": 15,  # Law on Employment 74/2025/QH15 art 2.1
    "youth_16": 16,  # Law on Youth art 1: from full 16
    "youth_30": 30,  # Law on Youth art 1: to 30
    "elderly_60": 60,  # Law on the Elderly art 2
}
"""The rule and the full years at which it turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A decided one: ``decision`` says whether the limit is passed (yes, no)."""

    task_id: str
    person_id: str
    rule: str
    year: int
    decision: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeDecision:
    """An officer's word; a later one replaces it."""

    task_id: str
    person_id: str
    rule: str
    year: int
    decision: str
    reason: str
    on: date


EVENTS = (AgeDecision,)
Event = AgeDecision


def evolve(_task: Task | None, event: Event) -> Task:
    """The state after the event; never refuses."""
    return Task(
        task_id=event.task_id,
        person_id=event.person_id,
        rule=event.rule,
        year=event.year,
        decision=event.decision,
        reason=event.reason,
        on=event.on,
    )


def open_until(birth: BirthDate, rule: str, today: date) -> date | None:
    """Until when nobody can tell; None where the birth date decides."""
    if completes(birth, LIMITS[rule], today) is not None:
        return None
    return completes_on(birth, LIMITS[rule])


def decide(
    task_id: str, person_id: str, rule: str, year: int, decision: str, reason: str, today: date
) -> list[Event]:
    return [
        AgeDecision(
            task_id=task_id,
            person_id=person_id,
            rule=rule,
            year=year,
            decision=decision,
            reason=reason,
            on=today,
        )
    ]
