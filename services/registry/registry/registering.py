"""Registering a person: the same at the desk, from a list, and when a review is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.commands import Unit
from chassis.errors import Refused

from registry import publishing
from registry.domain import households, national_id, person_rules, reviews, successions
from registry.domain.intervals import Interval
from registry.domain.people import Details, Group, Person, Residence
from registry.domain.person_events import Event
from registry.domain.person_state import evolve
from registry.domain.villages import Catalogue
from registry.land import settle_all
from registry.near_names import near
from registry.office import Office, warning
from registry.records import name_key
from registry.search_terms import born_term, id_guard, id_term
from registry.words import Words

__all__ = [
    "Newcomer",
    "Suspect",
    "doubts_of",
    "guard_id",
    "household_doubts",
    "near_suspects",
    "open_review",
    "register",
    "residence_of",
    "same_number",
    "settled",
    "suspects",
    "village_doubts",
]

MAX_CANDIDATES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """Somebody registered who may be the newcomer. ``reason`` is a warning code."""

    person: Person
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Who is to be registered. ``household_of_one``: a list marks them poor or near-poor
    without naming the household; made for them alone, to be completed."""

    person_id: str
    details: Details
    residence: Residence
    household_id: str | None = None
    household_from: date | None = None
    household_of_one: households.Household | None = None
    groups: Sequence[Group] = ()


def residence_of(
    office: Office, words: Words, body: dict[str, Any], village: str, commune: str | None = None
) -> Residence:
    """The residence a body states, the village as it was said; raises
    ``Refused("unknown_commune")``."""
    code = body.get("commune") or commune or ""
    unit = office.catalogues.unit(code)
    if unit is None:
        raise Refused("unknown_commune", {"field": "residence.commune"})
    return Residence(
        commune=code,
        unit_kind=unit.kind,
        village=words.stated_village(code, village),
        kind=body["kind"],
        time=Interval(start=body["start"]),
    )


def guard_id(unit: Unit, office: Office, details: Details) -> None:
    """Before anybody is looked up by the number: whoever registers or amends the same one at
    the same moment is met by one of the two, which decides again and warns."""
    if details.national_id is not None:
        unit.guard(id_guard(office.vault, details.national_id))


def same_number(office: Office, details: Details) -> list[Person]:
    """Registered people with this national id; nobody where none is stated."""
    if details.national_id is None:
        return []
    where = {"terms": id_term(office.vault, details.national_id)}
    found = office.finder.find("person", where, limit=MAX_CANDIDATES)
    return [office.records.person.load(each.body) for each in found]


def suspects(office: Office, details: Details, commune: str, village: str) -> list[Suspect]:
    """Registered people who may be this one: same national id; same name key, a birth date
    that can be the same and the same village, unless their national ids tell them apart."""
    found = {
        each.person_id: Suspect(person=each, reason="duplicate_national_id")
        for each in same_number(office, details)
    }
    wanted = name_key(details.full_name)
    ids = [each for each, key in born_there(office, details, commune, village) if key == wanted]
    for person in _people(office, ids):
        if person.person_id not in found and _may_be(person.details, details):
            found[person.person_id] = Suspect(person=person, reason="possible_duplicate")
    return list(found.values())[:MAX_CANDIDATES]


def near_suspects(office: Office, details: Details, commune: str, village: str) -> list[Suspect]:
    """Those of the same village, with a birth date that can be the same, whose name is
    nearly this one, unless their national ids tell them apart. Only ever for an officer's
    eyes: a near name is no proof."""
    wanted = name_key(details.full_name)
    keys = dict(born_there(office, details, commune, village))
    # a same day is supposed here and looked at when the record is read
    ids = [each for each, key in keys.items() if key != wanted and near(key, wanted, same_day=True)]
    return [
        Suspect(person=person, reason="similar_name")
        for person in _people(office, ids)
        if _may_be(person.details, details)
        and near(keys[person.person_id], wanted, same_day=_same_day(person.details, details))
    ][:MAX_CANDIDATES]


def born_there(
    office: Office, details: Details, commune: str, village: str
) -> list[tuple[str, str]]:
    """``(id, name key)`` of who was born in that year and lives in that village: only they
    can be the same person. A commune has twenty of one name, a village's year of birth ten."""
    where = {"terms": born_term(details.birth_date, commune, village)}
    return [(each, key) for each, key in office.finder.values("person", where, "name_key") if key]


def _people(office: Office, ids: Sequence[str]) -> list[Person]:
    """In the order of the ids."""
    if not ids:
        return []
    found = {each.id: each.body for each in office.finder.many("person", ids)}
    return [office.records.person.load(found[each]) for each in ids if each in found]


def _same_day(one: Details, other: Details) -> bool:
    return one.birth_date.day is not None and one.birth_date == other.birth_date


def _may_be(one: Details, other: Details) -> bool:
    """Neither birth dates nor national ids tell them apart."""
    return one.birth_date.may_be(other.birth_date) and (
        None in (one.national_id, other.national_id) or one.national_id == other.national_id
    )


def doubts_of(office: Office, details: Details, today: date) -> list[dict[str, Any]]:
    """Warnings about what a person's own data say."""
    remarks = [warning(code, "birth_date") for code in person_rules.age_doubts(details, today)]
    if details.national_id is not None:
        remarks += [
            warning(code, "national_id")
            for code in national_id.doubts(
                details.national_id,
                birth_year=details.birth_date.year,
                gender=details.gender,
                prefixes=office.catalogues.id_prefixes,
            )
        ]
    return remarks


def village_doubts(words: Words) -> list[dict[str, Any]]:
    """A warning where a village was called by a name it had before: it is kept under the one
    of today."""
    return [warning("former_village_name", "village")] if words.former_names else []


def household_doubts(unit: Unit, office: Office, household_id: str | None) -> list[dict[str, Any]]:
    """A warning when the household joined was made of one person and waits for its papers."""
    household = unit.load(office.records.household, household_id) if household_id else None
    if household is None or not household.to_complete:
        return []
    return [warning("household_to_complete", "household_id")]


def register(unit: Unit, office: Office, words: Words, newcomer: Newcomer) -> Person:
    """Stage the person, the household they join and new words, in the unit's transaction.

    Raises ``Refused("unknown_household")`` and what the rules refuse.
    """
    today = unit.intent.today
    person_id = newcomer.person_id
    guard_id(unit, office, newcomer.details)
    events: list[Event] = person_rules.register(
        person_id, newcomer.details, newcomer.residence, today=today
    )
    person = evolve(None, events[0])
    household = newcomer.household_of_one or _household(unit, office, newcomer.household_id)
    start = newcomer.household_from or newcomer.residence.time.start
    if household is not None:
        joined = person_rules.join_household(person, household, start, today=today)
        events += joined
    for group in newcomer.groups:
        events += person_rules.add_group(person, group, today=today)
    events += settled(None, events, words.catalogue(newcomer.residence.commune))
    saved = unit.save(
        office.records.person,
        person_id,
        events,
        lambda state: [publishing.person_profiled(state, today)],
    )
    if household is not None:
        _save_household(unit, office, newcomer, household, start)
        settle_all(unit, office, (household.household_id,))
    words.save()
    return saved


def settled(person: Person | None, events: Sequence[Event], catalogue: Catalogue) -> list[Event]:
    """What follows from stays that were stated under former names of villages."""
    if not catalogue.changes:
        return []
    for event in events:
        person = evolve(person, event)
    return [] if person is None else [*successions.settle(person, catalogue)]


def _household(unit: Unit, office: Office, household_id: str | None) -> households.Household | None:
    if household_id is None:
        return None
    household = unit.load(office.records.household, household_id)
    if household is None:
        raise Refused("unknown_household", {"field": "household_id"})
    return household


def _save_household(
    unit: Unit,
    office: Office,
    newcomer: Newcomer,
    household: households.Household,
    start: date,
) -> None:
    events: list[households.Event] = []
    if newcomer.household_of_one is not None:
        events += households.register(
            household.household_id,
            code=household.code,
            commune=household.commune,
            village=household.village,
            poverty=household.poverty,
            to_complete=True,
            today=unit.intent.today,
        )
    events += households.member_joined(newcomer.person_id, start)
    unit.save(office.records.household, household.household_id, events)


def open_review(
    unit: Unit, office: Office, review_id: str, person_id: str, suspected: Sequence[Suspect]
) -> None:
    """Put a newcomer who is already there before an officer."""
    unit.save(
        office.records.review,
        review_id,
        reviews.open_review(
            review_id,
            reasons=tuple(sorted({each.reason for each in suspected})),
            candidates=tuple(each.person.person_id for each in suspected),
            today=unit.intent.today,
            person_id=person_id,
        ),
    )
