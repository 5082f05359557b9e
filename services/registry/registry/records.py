"""The records this service keeps: how each is stored, and by what it can be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.commands import Aggregate

from registry import search_terms
from registry.data_keys import DataKeys
from registry.domain import (
    age_tasks,
    breaches,
    consents,
    data_requests,
    feedback,
    households,
    labour_surveys,
    needs,
    outreach,
    people,
    person_events,
    person_state,
    referrals,
    reviews,
    terms,
    village_changes,
    villages,
    visit_plans,
)
from registry.domain.expiry import expiry_of
from registry.domain.text import fold, name_order
from registry.group_policies import group_policies
from registry.sealed import SealedAggregate
from registry.search_terms import village_term
from registry.vault import Vault

__all__ = ["Records", "name_key", "open_records"]


def name_key(full_name: str) -> str:
    """What two spellings of one name share."""
    return fold(full_name)


def person_fields(person: people.Person, vault: Vault) -> Mapping[str, Any]:
    """By what a person is found."""
    details = person.details
    if person.merged_into is not None or person.erased is not None:
        return {
            "terms": [],
            "order": "",
            "name_key": None,
            "erased": person.erased is not None,
            "ends_in": [],
            "unsure": None,
        }
    expiries = (expiry_of(group, group_policies()) for group in person.groups)
    return {
        "erased": False,
        "ends_in": sorted({each.on.isoformat()[:7] for each in expiries if each is not None}),
        "unsure": details.birth_date.year if details.birth_date.day is None else None,
        "terms": search_terms.stored(person, vault),
        "order": f"{name_order(details.full_name)} {person.person_id}",
        "name_key": name_key(details.full_name),
    }


def _household_fields(household: households.Household) -> Mapping[str, Any]:
    return {
        "code_key": fold(household.code),
        "village_term": village_term(household.commune, household.village),
        "village_changes": [each.change_id for each in household.succeeded],
    }


def _catalogue_fields(catalogue: villages.Catalogue) -> Mapping[str, Any]:
    """``busy`` while records follow a change of its villages."""
    return {"status": "busy" if catalogue.unfinished() else "still"}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """One aggregate for each kind of record."""

    person: SealedAggregate[people.Person, Any]
    household: SealedAggregate[households.Household, Any]
    need: Aggregate[needs.Need, Any]
    referral: Aggregate[referrals.Referral, Any]
    outreach: Aggregate[outreach.Outreach, Any]
    feedback: SealedAggregate[feedback.Feedback, Any]
    labour_survey: Aggregate[labour_surveys.LabourSurvey, Any]
    visit_plan: Aggregate[visit_plans.VisitPlan, Any]
    review: SealedAggregate[reviews.Review, Any]
    term: Aggregate[terms.Term, Any]
    village_catalogue: SealedAggregate[villages.Catalogue, Any]
    age_task: SealedAggregate[age_tasks.Task, Any]
    data_request: Aggregate[data_requests.DataRequest, Any]
    consent: SealedAggregate[consents.GivenConsent, Any]
    breach: Aggregate[breaches.Breach, Any]


def open_records(vault: Vault, keys: DataKeys) -> Records:
    """The records; people, reviews and feedback sealed by keys of their own, what is said of
    a person in a decision or a consent by that person's."""
    return Records(
        person=SealedAggregate(
            "person",
            state=people.Person,
            events=person_events.EVENTS,
            evolve=person_state.evolve,
            keys=keys,
            record_id=lambda person: person.person_id,
            erased=lambda person: person.erased is not None,
            fields=lambda person: person_fields(person, vault),
        ),
        household=SealedAggregate(
            "household",
            state=households.Household,
            events=households.EVENTS,
            evolve=households.evolve,
            keys=keys,
            record_id=lambda household: household.household_id,
            sealed=frozenset({"paper"}),
            by_another=True,
            fields=_household_fields,
        ),
        need=Aggregate(
            "need",
            state=needs.Need,
            events=needs.EVENTS,
            evolve=needs.evolve,
            fields=lambda need: {"person_id": need.person_id, "on": _iso(need.terms.on)},
        ),
        referral=Aggregate(
            "referral",
            state=referrals.Referral,
            events=referrals.EVENTS,
            evolve=referrals.evolve,
            fields=lambda referral: {
                "person_id": referral.person_id,
                "to": referral.terms.to,
                "status": referrals.status(referral),
                "on": _iso(referral.terms.on),
            },
        ),
        outreach=Aggregate(
            "outreach",
            state=outreach.Outreach,
            events=outreach.EVENTS,
            evolve=outreach.evolve,
            fields=lambda record: {
                "person_id": record.terms.person_id,
                "on": _iso(record.terms.on),
            },
        ),
        feedback=SealedAggregate(
            "feedback",
            state=feedback.Feedback,
            events=feedback.EVENTS,
            evolve=feedback.evolve,
            keys=keys,
            record_id=lambda record: record.feedback_id,
            erased=lambda record: record.erased is not None,
            fields=lambda record: {
                "on": _iso(record.terms.on),
                "person_id": record.terms.person_id,
                "erased": record.erased is not None,
            },
        ),
        labour_survey=Aggregate(
            "labour_survey",
            state=labour_surveys.LabourSurvey,
            events=labour_surveys.EVENTS,
            evolve=labour_surveys.evolve,
            fields=lambda survey: {"on": _iso(survey.figures.as_of)},
        ),
        visit_plan=Aggregate(
            "visit_plan",
            state=visit_plans.VisitPlan,
            events=visit_plans.EVENTS,
            evolve=visit_plans.evolve,
            fields=lambda plan: {
                "round": plan.terms.round,
                "on": _iso(plan.terms.time.start),
            },
        ),
        review=SealedAggregate(
            "review",
            state=reviews.Review,
            events=reviews.EVENTS,
            evolve=reviews.evolve,
            keys=keys,
            record_id=lambda review: review.review_id,
            fields=lambda review: {
                "status": "open" if review.decision is None else "decided",
                "opened_on": _iso(review.opened_on),
            },
        ),
        term=Aggregate(
            "term",
            state=terms.Term,
            events=terms.EVENTS,
            evolve=terms.evolve,
            fields=lambda term: {"list": term.list, "order": fold(term.name)},
        ),
        village_catalogue=SealedAggregate(
            "village_catalogue",
            state=villages.Catalogue,
            events=village_changes.EVENTS,
            evolve=village_changes.evolve,
            keys=keys,
            record_id=lambda catalogue: catalogue.commune,
            sealed=frozenset({"reason"}),
            by_another=True,
            fields=_catalogue_fields,
        ),
        age_task=SealedAggregate(
            "age_task",
            state=age_tasks.Task,
            events=age_tasks.EVENTS,
            evolve=age_tasks.evolve,
            keys=keys,
            record_id=lambda task: task.person_id,
            sealed=frozenset({"reason"}),
            by_another=True,
            fields=lambda task: {"list": "decided", "on": _iso(task.on)},
        ),
        data_request=Aggregate(
            "data_request",
            state=data_requests.DataRequest,
            events=data_requests.EVENTS,
            evolve=data_requests.evolve,
            fields=lambda request: {
                "status": data_requests.status(request),
                "person_id": request.person_id,
                "received_on": _iso(request.received_on),
            },
        ),
        consent=SealedAggregate(
            "consent",
            state=consents.GivenConsent,
            events=consents.EVENTS,
            evolve=consents.evolve,
            keys=keys,
            record_id=lambda consent: consent.person_id,
            sealed=frozenset({"evidence"}),
            by_another=True,
            fields=lambda consent: {
                "person_id": consent.person_id,
                "given_on": _iso(consent.given_on),
            },
        ),
        breach=Aggregate(
            "breach",
            state=breaches.Breach,
            events=breaches.EVENTS,
            evolve=breaches.evolve,
            fields=lambda breach: {
                "list": "breaches",
                "detected_at": breach.detected_at.isoformat(),
            },
        ),
    )
