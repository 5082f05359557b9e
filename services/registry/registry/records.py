"""The records this service keeps: how each is stored, and by what it can be found.

``terms`` is one small inverted index: beginnings of the folded words of a name (``n:``),
keyed hashes of national id (``i:``) and groups (``g:``), phone (``p:``), village (``v:``),
and ``*`` for everybody who may be listed. A merged record has none: nobody finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.commands import Aggregate

from registry.domain import (
    feedback,
    households,
    labour_surveys,
    needs,
    outreach,
    people,
    referrals,
    reviews,
    terms,
)
from registry.domain.groups import groups_of
from registry.domain.text import fold, name_order, prefixes, words
from registry.sealed import SealedAggregate
from registry.vault import Vault

__all__ = [
    "EVERYBODY",
    "INDEXES",
    "Records",
    "group_term",
    "id_term",
    "name_key",
    "open_records",
    "phone_term",
    "village_term",
]

SHORTEST_PREFIX = 2
EVERYBODY = "*"

INDEXES: dict[str, list[tuple[str, ...]]] = {
    "person": [("terms", "order"), ("name_key",)],
    "household": [("code_key",), ("village_term", "code_key")],
    "need": [("person_id", "on"), ("on",)],
    "referral": [
        ("person_id", "on"),
        ("to", "on"),
        ("to", "status", "on"),
        ("status", "on"),
        ("on",),
    ],
    "outreach": [("person_id", "on"), ("on",)],
    "feedback": [("on",)],
    "labour_survey": [("on",)],
    "term": [("list", "order")],
    "review": [("status", "opened_on")],
    "imports": [("status",)],
    "import_rows": [("import_id", "row")],
    "access_log": [("person_ids", "at")],
}
"""Every filter and sort is on one of these: the embedded database scans otherwise."""


def id_term(vault: Vault, national_id: str) -> str:
    return f"i:{vault.blind('national_id', national_id)}"


def group_term(vault: Vault, code: str) -> str:
    return f"g:{vault.blind('group', code)}"


def village_term(commune: str, village: str) -> str:
    return f"v:{terms.term_id('village', commune, village)}"


def phone_term(phone: str) -> str:
    return f"p:{phone}"


def name_key(full_name: str) -> str:
    """What two spellings of one name share."""
    return fold(full_name)


def _name_terms(full_name: str) -> set[str]:
    return {
        f"n:{start}"
        for word in words(full_name)
        for start in prefixes(word)
        if len(start) >= min(SHORTEST_PREFIX, len(word))
    }


def person_fields(person: people.Person, vault: Vault) -> Mapping[str, Any]:
    """By what a person is found."""
    details = person.details
    if person.merged_into is not None:
        return {"terms": [], "order": "", "name_key": None}
    home = person.home()
    found = {EVERYBODY, village_term(home.commune, home.village)} | _name_terms(details.full_name)
    if details.national_id is not None:
        found.add(id_term(vault, details.national_id))
    if details.phone is not None:
        found.add(phone_term(details.phone))
    found |= {group_term(vault, code) for code, _ in groups_of(person)}
    return {
        "terms": sorted(found),
        "order": f"{name_order(details.full_name)} {person.person_id}",
        "name_key": name_key(details.full_name),
    }


def _household_fields(household: households.Household) -> Mapping[str, Any]:
    return {
        "code_key": fold(household.code),
        "village_term": village_term(household.commune, household.village),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """One aggregate for each kind of record."""

    person: Aggregate[people.Person, Any]
    household: Aggregate[households.Household, Any]
    need: Aggregate[needs.Need, Any]
    referral: Aggregate[referrals.Referral, Any]
    outreach: Aggregate[outreach.Outreach, Any]
    feedback: Aggregate[feedback.Feedback, Any]
    labour_survey: Aggregate[labour_surveys.LabourSurvey, Any]
    review: Aggregate[reviews.Review, Any]
    term: Aggregate[terms.Term, Any]


def open_records(vault: Vault) -> Records:
    """The records, sealed by this vault."""
    return Records(
        person=SealedAggregate(
            "person",
            state=people.Person,
            events=people.EVENTS,
            evolve=people.evolve,
            vault=vault,
            fields=lambda person: person_fields(person, vault),
        ),
        household=Aggregate(
            "household",
            state=households.Household,
            events=households.EVENTS,
            evolve=households.evolve,
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
        feedback=Aggregate(
            "feedback",
            state=feedback.Feedback,
            events=feedback.EVENTS,
            evolve=feedback.evolve,
            fields=lambda record: {"on": _iso(record.terms.on)},
        ),
        labour_survey=Aggregate(
            "labour_survey",
            state=labour_surveys.LabourSurvey,
            events=labour_surveys.EVENTS,
            evolve=labour_surveys.evolve,
            fields=lambda survey: {"on": _iso(survey.figures.as_of)},
        ),
        review=SealedAggregate(
            "review",
            state=reviews.Review,
            events=reviews.EVENTS,
            evolve=reviews.evolve,
            vault=vault,
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
    )
