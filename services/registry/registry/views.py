"""What a caller is shown of a record: JSON, dates as ISO text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from chassis.clock import to_iso

from registry import catalogues
from registry.access import Access
from registry.compartments import compartments
from registry.domain import referrals
from registry.domain.groups import SENSITIVE, groups_on
from registry.domain.households import Household
from registry.domain.intervals import Interval
from registry.domain.land import LandRecovery
from registry.domain.national_id import mask
from registry.domain.people import Person
from registry.domain.referrals import Progress, Referral
from registry.office_calendar import office_calendar

__all__ = [
    "access_view",
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
    table = compartments()
    found = {table.of_group(group.code) for group in person.groups}
    if person.details.ethnicity is not None:
        found.add("ethnicity")
    if person.details.disability is not None:
        found.add("disability")
    return tuple(sorted(name for name in found if name is not None))


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


def person_view(
    person: Person, version: int, today: date, *, whole: bool, open_to: frozenset[str]
) -> Json:
    """The record with the sensitive compartments in ``open_to``; without ``whole`` (a village
    head) also without number and note. ``withheld`` names what is there and not shown."""
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
            {
                "commune": r.commune,
                "commune_name": _unit_name(r.commune),
                "village": r.village,
                "kind": r.kind,
                **_span(r.time),
            }
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
                "household_id": group.household_id,
            }
            for group in person.groups
        ],
        "groups_today": sorted(groups_on(person, today)),
        "left": plain(asdict(person.left)) if person.left is not None else None,
        "merged_into": person.merged_into,
        "duplicates": [each.duplicate for each in person.absorbed],
        "erased": plain(person.erased),
        "restricted": plain(person.restricted),
        "registered_on": person.registered_on.isoformat(),
        "withheld": [],
    }
    view = _closed(view, frozenset(compartments_of(person)) - open_to)
    return view if whole else _withheld(view, details.national_id)


def _closed(view: Json, closed: frozenset[str]) -> Json:
    """Without what stands in the closed compartments."""
    table = compartments()
    return {
        **view,
        **{name: None for name in ("ethnicity", "disability") if table.of_field(name) in closed},
        "groups": [each for each in view["groups"] if table.of_group(each["code"]) not in closed],
        "groups_today": [
            code for code in view["groups_today"] if table.of_group(code) not in closed
        ],
        "withheld": sorted(closed),
    }


def _withheld(view: Json, number: str | None) -> Json:
    """What a village head does not see; that there is something is not told either."""
    return {
        **view,
        "national_id": mask(number) if number is not None else None,
        "note": None,
        "withheld": ["national_id", "ethnicity", "disability", "note", "groups"],
    }


def access_view(access: Access) -> Json:
    """A look at a person."""
    return {
        "at": to_iso(access.at),
        "role": access.role,
        "actor": access.actor,
        "what": access.what,
        "purpose": access.purpose,
        "compartments": list(access.compartments),
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
        "land": [_land_view(each) for each in household.land],
    }


def _land_view(recovery: LandRecovery) -> Json:
    paper = recovery.paper
    return {
        "recovery_id": recovery.recovery_id,
        "on": recovery.on.isoformat(),
        "number": paper.number,
        "issued_by": paper.issued_by,
        "verified_by": paper.verified_by,
        "land": recovery.land,
        "area": recovery.area,
        "include": list(recovery.included),
        "leave_out": list(recovery.left_out),
        "voided": recovery.voided,
    }


def _progress(told: Progress | None) -> Json | None:
    return {"stage": told.stage, "what": told.what, "on": told.on.isoformat()} if told else None


def referral_view(referral: Referral, version: int, today: date | None = None) -> Json:
    """``due_on`` is by when somebody is to act next; ``overdue`` once that day is past."""
    terms = referral.terms
    waits = referrals.waits_since(referral)
    due = office_calendar().due(*waits) if waits is not None else None
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
        "progress": _progress(referral.progress),
        "due_on": due.on.isoformat() if due is not None else None,
        "due_certain": due.certain if due is not None else None,
        "overdue": due is not None and today is not None and due.passed(today),
    }


def _unit_name(code: str) -> str | None:
    """As the country's list of units calls it; None of a code that is not in it."""
    unit = catalogues.load().unit(code)
    return unit.name if unit is not None else None
