"""A household's land recoveries carried over to its members, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from chassis.commands import Unit

from registry import publishing
from registry.domain import households, land
from registry.domain.expiry import policy_on
from registry.domain.households import Household
from registry.domain.land import LandRecovery
from registry.domain.people import Person
from registry.domain.person_events import Event
from registry.domain.person_state import evolve
from registry.domain.text import fold
from registry.group_policies import group_policies
from registry.identities import Load, identities
from registry.office import Office

__all__ = ["reached", "recovery_id_of", "settle", "settle_all", "undecided"]


def recovery_id_of(household: Household, number: str) -> str:
    """One decision, one fact of the household, wherever it is told; anew after a void."""
    parts = ("land", household.household_id, fold(number), str(len(household.land)))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def settle_all(unit: Unit, office: Office, household_ids: Iterable[str | None]) -> None:
    """After somebody joined, left, was merged or separated: who lives where has changed."""
    for household_id in dict.fromkeys(household_ids):
        household = unit.load(office.records.household, household_id) if household_id else None
        if household is not None:
            settle(unit, office, household)


def settle(unit: Unit, office: Office, household: Household) -> None:
    """Every person concerned holds what the household's decisions give them, no more."""
    if not household.land:
        return
    today, load = unit.intent.today, _loading(unit, office)
    for person in _concerned(load, household):
        events: list[Event] = []
        state = person
        for recovery in household.land:
            held = _held(load, household, recovery, person)
            if held is None:  # the birth date does not tell: the officer says who is included
                held = any(g.group_id == recovery.recovery_id for g in person.groups)
            for event in land.follow(recovery, household.household_id, state, held):
                events.append(event)
                state = evolve(state, event)
        unit.save(
            office.records.person,
            person.person_id,
            events,
            lambda after: [publishing.person_profiled(after, today)],
        )


def undecided(
    unit: Unit, office: Office, household: Household, recovery: LandRecovery
) -> list[str]:
    """Members of whom nobody can tell whether they were old enough."""
    load = _loading(unit, office)
    return [
        person.person_id
        for person in _concerned(load, household)
        if _held(load, household, recovery, person) is None
    ]


def reached(load: Load, household: Household, recovery: LandRecovery) -> list[str]:
    """Who holds the group by this decision now."""
    return [
        person.person_id
        for person in _concerned(load, household)
        if any(group.group_id == recovery.recovery_id for group in person.groups)
    ]


def _loading(unit: Unit, office: Office) -> Load:
    return lambda person_id: unit.load(office.records.person, person_id)


def _held(load: Load, household: Household, recovery: LandRecovery, person: Person) -> bool | None:
    years = _from_years(recovery.on)
    return land.held_by(recovery, household.household_id, person, identities(load, person), years)


def _from_years(on: date) -> int | None:
    policy = policy_on(group_policies(), land.CODE, on)
    return policy.members_from_years if policy is not None else None


def _concerned(load: Load, household: Household) -> list[Person]:
    """Whoever was ever a member or is named; a merged record's survivor in its place."""
    ids = [*households.members_since(household)]
    for recovery in household.land:
        ids += [*recovery.included, *recovery.left_out]
    found: dict[str, Person] = {}
    for each in ids:
        person = load(each)
        while person is not None and person.merged_into is not None:
            person = load(person.merged_into)
        if person is not None and person.erased is None:
            found[person.person_id] = person
    return list(found.values())
