"""What a caller is shown of a record: JSON, dates as ISO text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from registry.domain import referrals
from registry.domain.groups import SENSITIVE, groups_on
from registry.domain.households import Household
from registry.domain.intervals import Interval
from registry.domain.national_id import mask
from registry.domain.people import Person
from registry.domain.referrals import Referral

__all__ = [
    "compartments_of",
    "household_view",
    "list_view",
    "minimal_view",
    "person_view",
    "plain",
    "referral_view",
]

Json = dict[str, Any]


def plain(value: Any) -> Any:
    """Dataclasses as JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def _span(time: Interval) -> Json:
    return {"from": time.start.isoformat(), "to": plain(time.end)}


def compartments_of(person: Person) -> tuple[str, ...]:
    """The sensitive compartments that a whole view of this person shows."""
    found = {group.code for group in person.groups} & {"ex_prisoner", "post_rehab"}
    if person.details.ethnicity is not None:
        found.add("ethnicity")
    if person.details.disability is not None or any(g.code == "disabled" for g in person.groups):
        found.add("disability")
    return tuple(sorted(found))


def minimal_view(person: Person) -> Json:
    """What a partner needs to know whom it has before it."""
    return {
        "id": person.person_id,
        "full_name": person.details.full_name,
        "birth_year": person.details.birth_date.year,
        "village": person.home().village,
    }


def list_view(person: Person, today: date) -> Json:
    """A line of a list: nothing sensitive, the number masked."""
    number = person.details.national_id
    return {
        **minimal_view(person),
        "birth_date": person.details.birth_date.text,
        "gender": person.details.gender,
        "national_id": mask(number) if number is not None else None,
        "commune": person.home().commune,
        "groups": sorted(groups_on(person, today) - SENSITIVE),
        "left": plain(asdict(person.left)) if person.left is not None else None,
    }


def person_view(person: Person, version: int, today: date, *, whole: bool) -> Json:
    """Everything; without ``whole`` the sensitive compartments are left out (``withheld``)."""
    details = person.details
    view: Json = {
        "id": person.person_id,
        "version": version,
        "full_name": details.full_name,
        "birth_date": details.birth_date.text,
        "birth_year": details.birth_date.year,
        "gender": details.gender,
        "national_id": details.national_id,
        "ethnicity": details.ethnicity,
        "village": person.home().village,
        "phone": details.phone,
        "schooling": details.schooling,
        "professional_level": details.professional_level,
        "employment_status": details.employment_status,
        "disability": plain(asdict(details.disability)) if details.disability else None,
        "languages": list(details.languages),
        "access_needs": list(details.access_needs),
        "note": details.note,
        "residences": [
            {"commune": r.commune, "village": r.village, "kind": r.kind, **_span(r.time)}
            for r in person.residences
        ],
        "household_id": person.household(),
        "households": [
            {"household_id": m.household_id, **_span(m.time)} for m in person.memberships
        ],
        "groups": [
            {
                "group_id": group.group_id,
                "code": group.code,
                **_span(group.time),
                "evidence": plain(asdict(group.evidence)),
            }
            for group in person.groups
        ],
        "groups_today": sorted(groups_on(person, today)),
        "left": plain(asdict(person.left)) if person.left is not None else None,
        "merged_into": person.merged_into,
        "erased": plain(person.erased),
        "registered_on": person.registered_on.isoformat(),
        "withheld": [],
    }
    return view if whole else _withheld(view, details.national_id)


def _withheld(view: Json, number: str | None) -> Json:
    return {
        **view,
        "national_id": mask(number) if number is not None else None,
        "ethnicity": None,
        "disability": None,
        "note": None,
        "groups": [group for group in view["groups"] if group["code"] not in SENSITIVE],
        "groups_today": [code for code in view["groups_today"] if code not in SENSITIVE],
        "withheld": ["national_id", "ethnicity", "disability", "note", "groups"],
    }


def household_view(household: Household, version: int) -> Json:
    return {
        "id": household.household_id,
        "version": version,
        "code": household.code,
        "commune": household.commune,
        "village": household.village,
        "poverty": [{"status": p.status, **_span(p.time)} for p in household.poverty],
        "members": [{"person_id": m.person_id, **_span(m.time)} for m in household.members],
        "to_complete": household.to_complete,
    }


def referral_view(referral: Referral, version: int) -> Json:
    terms = referral.terms
    return {
        "id": referral.referral_id,
        "version": version,
        "person_id": referral.person_id,
        "to": terms.to,
        "kind": terms.kind,
        "level": terms.level,
        "occupation": terms.occupation,
        "on": terms.on.isoformat(),
        "purpose": terms.purpose,
        "consent": plain(asdict(terms.consent)),
        "status": referrals.status(referral),
        "answer": plain(asdict(referral.answer)) if referral.answer is not None else None,
    }
