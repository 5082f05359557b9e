"""Employment services given to a person: counselling, an introduction, a job-fair session.

These are what `employment_service_access`, `ui_advised` and `elderly_career_support`
count (domain/indicators.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from placement.domain.rules import Void, begun, check_not_future, standing
from placement.domain.vocabulary import Mode, Service, Topic

__all__ = [
    "Contact",
    "ServiceAmended",
    "ServiceEvent",
    "ServiceGiven",
    "ServiceRecord",
    "ServiceVoided",
    "amend",
    "evolve",
    "give",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One service to one person on one day.

    An unstated topic is ``other``, never a guess: `ui_advised` counts only contacts that
    say ``training_policy``. An unstated mode is ``in_person``, the centre's counter.
    """

    person_id: str
    commune: str
    service: Service
    on: date
    mode: Mode = "in_person"
    topic: Topic = "other"
    job_fair_id: str | None = None
    vacancy_id: str | None = None
    referral_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRecord:
    service_id: str
    contact: Contact
    void: Void | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceGiven:
    service_id: str
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAmended:
    service_id: str
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceVoided:
    service_id: str
    void: Void


ServiceEvent = ServiceGiven | ServiceAmended | ServiceVoided


def evolve(state: ServiceRecord | None, event: ServiceEvent) -> ServiceRecord:
    match event:
        case ServiceGiven() | ServiceAmended():
            return ServiceRecord(service_id=event.service_id, contact=event.contact)
        case ServiceVoided():
            return replace(begun(state), void=event.void)


def give(service_id: str, contact: Contact, *, today: date) -> list[ServiceEvent]:
    check_not_future(contact.on, today)
    return [ServiceGiven(service_id=service_id, contact=contact)]


def amend(state: ServiceRecord | None, contact: Contact, *, today: date) -> list[ServiceEvent]:
    known = standing(state, "services")
    check_not_future(contact.on, today)
    if contact == known.contact:
        return []
    return [ServiceAmended(service_id=known.service_id, contact=contact)]


def void(state: ServiceRecord | None, reason: Void) -> list[ServiceEvent]:
    known = standing(state, "services")
    return [ServiceVoided(service_id=known.service_id, void=reason)]
