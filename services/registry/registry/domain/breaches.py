"""Breaches of personal data: found, assessed, reported within 72 hours (Law 91/2025/QH15
art 23.1, to the specialised body of the Ministry of Public Security)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from registry.domain.refusals import Refusal

__all__ = ["EVENTS", "HOURS", "KINDS", "Breach", "Event", "due", "evolve", "record", "report"]

HOURS = 72  # art 23.1
KINDS = ("disclosure", "loss", "theft", "alteration", "unauthorised_access", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """``nature`` and ``measures`` tell of systems and data, never of persons by name."""

    breach_id: str
    kind: str
    detected_at: datetime
    nature: str
    measures: str
    people_affected: int | None = None
    must_report: bool = True
    reported_at: datetime | None = None
    report_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachDetected:
    breach_id: str
    kind: str
    detected_at: datetime
    nature: str
    measures: str
    people_affected: int | None
    must_report: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachReported:
    at: datetime
    report_number: str | None


EVENTS = (BreachDetected, BreachReported)
Event = BreachDetected | BreachReported


def evolve(breach: Breach | None, event: Event) -> Breach:
    """The state after the event; never refuses."""
    if isinstance(event, BreachDetected):
        return Breach(
            breach_id=event.breach_id,
            kind=event.kind,
            detected_at=event.detected_at,
            nature=event.nature,
            measures=event.measures,
            people_affected=event.people_affected,
            must_report=event.must_report,
        )
    if breach is None:
        raise ValueError("a breach's first event is BreachDetected")
    return replace(breach, reported_at=event.at, report_number=event.report_number)


def due(breach: Breach) -> datetime:
    """The last moment to report it."""
    return breach.detected_at + timedelta(hours=HOURS)


def record(event: BreachDetected, *, now: datetime) -> list[Event]:
    """Raises ``in_future``."""
    if event.detected_at > now:
        raise Refusal("in_future", field="detected_at")
    return [event]


def report(
    breach: Breach, at: datetime, report_number: str | None, *, now: datetime
) -> list[Event]:
    """Raises ``reported``, ``in_future``, ``contradictory``."""
    if breach.reported_at is not None:
        raise Refusal("reported")
    if at > now:
        raise Refusal("in_future", field="at")
    if at < breach.detected_at:
        raise Refusal("contradictory", fields=["detected_at", "at"])
    return [BreachReported(at=at, report_number=report_number)]
