"""Outreach ("đi từng ngõ, gõ từng nhà", plan IV.1): whom a message reached, by which channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.refusals import not_in_future, not_voided

__all__ = [
    "CHANNELS",
    "EVENTS",
    "TOPICS",
    "Event",
    "Outreach",
    "OutreachTerms",
    "amend",
    "evolve",
    "record",
    "void",
]

CHANNELS = ("door_to_door", "meeting", "loudspeaker", "online", "job_fair")
TOPICS = (
    "training_policy",
    "credit_policy",
    "job_search",
    "start_up",
    "digital_skills",
    "other",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachTerms:
    """To one person, or to a village or the commune; ``reached``: how many people."""

    channel: str
    topic: str
    on: date
    person_id: str | None = None
    village: str | None = None
    reached: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outreach:
    outreach_id: str
    commune: str
    terms: OutreachTerms
    voided: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachRecorded:
    outreach_id: str
    commune: str
    terms: OutreachTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachAmended:
    terms: OutreachTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachVoided:
    reason_code: str


EVENTS = (OutreachRecorded, OutreachAmended, OutreachVoided)
Event = OutreachRecorded | OutreachAmended | OutreachVoided


def evolve(outreach: Outreach | None, event: Event) -> Outreach:
    """The state after the event; never refuses."""
    if isinstance(event, OutreachRecorded):
        return Outreach(outreach_id=event.outreach_id, commune=event.commune, terms=event.terms)
    if outreach is None:
        raise ValueError("an outreach's first event is OutreachRecorded")
    match event:
        case OutreachAmended():
            return replace(outreach, terms=event.terms)
        case OutreachVoided():
            return replace(outreach, voided=event.reason_code)


def record(outreach_id: str, terms: OutreachTerms, *, commune: str, today: date) -> list[Event]:
    """Raises ``in_future``."""
    not_in_future("on", terms.on, today)
    return [OutreachRecorded(outreach_id=outreach_id, commune=commune, terms=terms)]


def amend(outreach: Outreach, terms: OutreachTerms, *, today: date) -> list[Event]:
    """Raises ``voided``, ``in_future``."""
    not_voided(outreach.voided)
    not_in_future("on", terms.on, today)
    return [] if terms == outreach.terms else [OutreachAmended(terms=terms)]


def void(outreach: Outreach, reason_code: str) -> list[Event]:
    """It never was; raises ``voided``."""
    not_voided(outreach.voided)
    return [OutreachVoided(reason_code=reason_code)]
