"""How each kind of record is stored: its stream, its events, and the fields queries use.

``live`` is false after voiding. ``order`` makes pages: the record's day, then its id, so
that no two records share a place.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from chassis.commands import Aggregate

from placement.domain import (
    employer,
    job_fair,
    person,
    placed,
    referral,
    service_given,
    support,
    vacancy,
)

__all__ = [
    "EMPLOYER",
    "JOB_FAIR",
    "PERSON",
    "PLACEMENT",
    "RECORDS",
    "REFERRAL",
    "SERVICE",
    "SUPPORT",
    "VACANCY",
]


def _order(on: date, record_id: str) -> str:
    return f"{on.isoformat()} {record_id}"


def _employer(state: employer.Employer) -> dict[str, Any]:
    return {
        "live": state.void is None,
        "order": f"{state.profile.name.casefold()} {state.employer_id}",
    }


def _vacancy(state: vacancy.Vacancy) -> dict[str, Any]:
    return {
        "live": state.void is None,
        "employer_id": state.offer.employer_id,
        "open_until": (state.offer.closes_on or date.max).isoformat(),
        "order": _order(state.offer.opens_on, state.vacancy_id),
    }


def _job_fair(state: job_fair.JobFair) -> dict[str, Any]:
    return {
        "live": state.void is None,
        "order": _order(state.session.on, state.job_fair_id),
    }


def _service(state: service_given.ServiceRecord) -> dict[str, Any]:
    return {
        "live": state.void is None,
        "person_id": state.contact.person_id,
        "commune": state.contact.commune,
        "order": _order(state.contact.on, state.service_id),
    }


def _placement(state: placed.Placement) -> dict[str, Any]:
    holds = state.void is None and state.end is None
    return {
        "live": state.void is None,
        "person_id": state.terms.person_id,
        "commune": state.terms.commune,
        "held_vacancy": state.terms.vacancy_id if holds else None,
        "order": _order(state.terms.on, state.placement_id),
    }


def _support(state: support.Support) -> dict[str, Any]:
    return {
        "live": state.void is None,
        "person_id": state.grant.person_id,
        "commune": state.grant.commune,
        "order": _order(state.grant.on, state.support_id),
    }


def _referral(state: referral.Referral) -> dict[str, Any]:
    return {
        "live": True,
        "person_id": state.asked.person_id,
        "commune": state.asked.commune,
        "status": state.status,
        "order": _order(state.asked.on, state.referral_id),
    }


EMPLOYER: Aggregate[employer.Employer, employer.EmployerEvent] = Aggregate(
    "employer",
    state=employer.Employer,
    events=(employer.EmployerRegistered, employer.EmployerAmended, employer.EmployerVoided),
    evolve=employer.evolve,
    fields=_employer,
)
VACANCY: Aggregate[vacancy.Vacancy, vacancy.VacancyEvent] = Aggregate(
    "vacancy",
    state=vacancy.Vacancy,
    events=(vacancy.VacancyRegistered, vacancy.VacancyAmended, vacancy.VacancyVoided),
    evolve=vacancy.evolve,
    fields=_vacancy,
)
JOB_FAIR: Aggregate[job_fair.JobFair, job_fair.JobFairEvent] = Aggregate(
    "job_fair",
    state=job_fair.JobFair,
    events=(job_fair.JobFairRegistered, job_fair.JobFairAmended, job_fair.JobFairVoided),
    evolve=job_fair.evolve,
    fields=_job_fair,
)
SERVICE: Aggregate[service_given.ServiceRecord, service_given.ServiceEvent] = Aggregate(
    "service",
    state=service_given.ServiceRecord,
    events=(
        service_given.ServiceGiven,
        service_given.ServiceAmended,
        service_given.ServiceVoided,
    ),
    evolve=service_given.evolve,
    fields=_service,
)
PLACEMENT: Aggregate[placed.Placement, placed.PlacementEvent] = Aggregate(
    "placement",
    state=placed.Placement,
    events=(
        placed.PlacementStarted,
        placed.PlacementAmended,
        placed.PlacementConfirmed,
        placed.ConfirmationAmended,
        placed.PlacementEnded,
        placed.EndAmended,
        placed.RetentionChecked,
        placed.PlacementVoided,
    ),
    evolve=placed.evolve,
    fields=_placement,
)
SUPPORT: Aggregate[support.Support, support.SupportEvent] = Aggregate(
    "support",
    state=support.Support,
    events=(support.SupportGranted, support.SupportAmended, support.SupportVoided),
    evolve=support.evolve,
    fields=_support,
)
REFERRAL: Aggregate[referral.Referral, referral.ReferralEvent] = Aggregate(
    "referral",
    state=referral.Referral,
    events=(referral.ReferralReceived, referral.ReferralCancelled, referral.ReferralAnswered),
    evolve=referral.evolve,
    fields=_referral,
)
PERSON: Aggregate[person.Person, person.PersonEvent] = Aggregate(
    "person",
    state=person.Person,
    events=(
        person.Profiled,
        person.MergedAway,
        person.DuplicateAbsorbed,
        person.Erased,
        person.MergeUndone,
        person.DuplicateGivenBack,
    ),
    evolve=person.evolve,
)

# The records' names in URLs and in `record_voided`.
RECORDS: dict[str, Aggregate[Any, Any]] = {
    "employers": EMPLOYER,
    "vacancies": VACANCY,
    "job_fairs": JOB_FAIR,
    "services": SERVICE,
    "placements": PLACEMENT,
    "contribution_supports": SUPPORT,
    "referrals": REFERRAL,
}
