"""Job fairs and job-exchange sessions (plan, III.2 and IV.3.1), planned or held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from placement.domain.rules import Void, begun, standing
from placement.domain.vocabulary import Mode, Topic

__all__ = [
    "JobFair",
    "JobFairAmended",
    "JobFairEvent",
    "JobFairRegistered",
    "JobFairVoided",
    "Session",
    "amend",
    "evolve",
    "register",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``on`` is a planned day and may lie ahead; ``for_priority_groups``: held for them alone."""

    on: date
    commune: str
    mode: Mode = "in_person"
    topic: Topic = "job_search"
    title: str | None = None
    village: str | None = None
    for_priority_groups: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFair:
    job_fair_id: str
    session: Session
    void: Void | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFairRegistered:
    job_fair_id: str
    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFairAmended:
    job_fair_id: str
    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFairVoided:
    job_fair_id: str
    void: Void


JobFairEvent = JobFairRegistered | JobFairAmended | JobFairVoided


def evolve(state: JobFair | None, event: JobFairEvent) -> JobFair:
    match event:
        case JobFairRegistered() | JobFairAmended():
            return JobFair(job_fair_id=event.job_fair_id, session=event.session)
        case JobFairVoided():
            return replace(begun(state), void=event.void)


def register(job_fair_id: str, session: Session) -> list[JobFairEvent]:
    return [JobFairRegistered(job_fair_id=job_fair_id, session=session)]


def amend(state: JobFair | None, session: Session) -> list[JobFairEvent]:
    known = standing(state, "job_fairs")
    if session == known.session:
        return []
    return [JobFairAmended(job_fair_id=known.job_fair_id, session=session)]


def void(state: JobFair | None, reason: Void) -> list[JobFairEvent]:
    known = standing(state, "job_fairs")
    return [JobFairVoided(job_fair_id=known.job_fair_id, void=reason)]
