"""What may happen to a person: each function gives the events, or raises :class:`Refusal`."""

from __future__ import annotations

from datetime import date

from registry.domain.birth_date import completes
from registry.domain.households import Household
from registry.domain.intervals import Interval, overlaps
from registry.domain.people import Details, Group, Left, Person, Residence
from registry.domain.person_events import (
    Event,
    GroupAdded,
    GroupAmended,
    GroupVoided,
    HouseholdCopied,
    HouseholdJoined,
    HouseholdLeft,
    LeavingVoided,
    PersonAmended,
    PersonErased,
    PersonLeft,
    PersonMoved,
    PersonReferred,
    PersonRegistered,
    ProcessingRestricted,
    RestrictionLifted,
)
from registry.domain.refusals import Refusal, not_in_future
from registry.domain.successions import same_stay

__all__ = [
    "WORKING_YEARS",
    "add_group",
    "age_doubts",
    "amend",
    "amend_group",
    "copy_household",
    "erase",
    "group_doubts",
    "join_household",
    "leave",
    "leave_household",
    "lift_restriction",
    "move",
    "refer_to",
    "register",
    "restrict",
    "standing",
    "undo_leaving",
    "void_group",
]

WORKING_YEARS = 15  # Law on Employment 74/2025/QH15 art 2.1: from full 15


def standing(person: Person) -> Person:
    """A person that commands may be about; a merged one is somebody else now, an erased
    one nobody any more."""
    if person.erased is not None:
        raise Refusal("person_erased")
    if person.merged_into is not None:
        raise Refusal("person_merged", into=person.merged_into)
    return person


def register(person_id: str, details: Details, residence: Residence, *, today: date) -> list[Event]:
    """A new person, living there."""
    _known_times(details, residence, today)
    return [PersonRegistered(person_id=person_id, details=details, residence=residence, on=today)]


def _known_times(details: Details, residence: Residence | None, today: date) -> None:
    not_in_future("birth_date", details.birth_date.first(), today)
    if residence is not None:
        not_in_future("residence.from", residence.time.start, today)
        if residence.time.start < details.birth_date.first():
            raise Refusal("contradictory", fields=["birth_date", "residence.from"])


def age_doubts(details: Details, on: date) -> list[str]:
    """Warnings: a worker is 15 or older; with too coarse a birth date nobody can tell."""
    old_enough = completes(details.birth_date, WORKING_YEARS, on)
    if old_enough is None:
        return ["age_not_decidable"]
    return [] if old_enough else ["rule_under_15"]


def amend(person: Person, details: Details, *, today: date) -> list[Event]:
    """Corrected details; nothing when nothing changed."""
    standing(person)
    _known_times(details, None, today)
    return [] if details == person.details else [PersonAmended(details=details)]


def move(person: Person, residence: Residence, *, today: date) -> list[Event]:
    """Lives there from the residence's start on; ends an absence when it is later."""
    standing(person)
    _known_times(person.details, residence, today)
    if person.left is not None:
        if person.left.reason == "died":
            raise Refusal("person_died")
        if residence.time.start < person.left.on:
            raise Refusal("person_left", on=person.left.on.isoformat())
    return [] if same_stay(residence, person.home()) else [PersonMoved(residence=residence)]


def join_household(
    person: Person, household: Household, start: date, *, today: date
) -> list[Event]:
    """A member from ``start`` on; whatever household they had, they leave that day."""
    standing(person)
    not_in_future("household_from", start, today)
    last = person.memberships[-1] if person.memberships else None
    same = last is not None and (last.household_id, last.time) == (
        household.household_id,
        Interval(start=start),
    )
    if same:
        return []
    return [
        HouseholdJoined(
            household_id=household.household_id,
            village=household.village,
            start=start,
            poverty=household.poverty,
        )
    ]


def leave_household(person: Person, on: date, *, today: date) -> list[Event]:
    """In no household from that day on."""
    standing(person)
    not_in_future("household_from", on, today)
    return [HouseholdLeft(on=on)] if person.household() is not None else []


def copy_household(person: Person, household: Household) -> list[Event]:
    """The person's own copy follows the household; a merged record is left as it was."""
    if person.merged_into is not None or person.erased is not None:
        return []
    return [
        HouseholdCopied(
            household_id=household.household_id,
            village=household.village,
            poverty=household.poverty,
        )
    ]


def add_group(person: Person, group: Group, *, today: date) -> list[Event]:
    """One more evidenced membership."""
    standing(person)
    _known_group_times(group, today)
    return [GroupAdded(group=group)]


def amend_group(person: Person, group: Group, *, today: date) -> list[Event]:
    """Other dates or another paper for a membership; raises ``no_such_group``,
    ``group_of_household``."""
    standing(person)
    _known_group_times(group, today)
    present = _own(_group(person, group.group_id))
    return [] if present == group else [GroupAmended(group=group)]


def void_group(person: Person, group_id: str, reason_code: str) -> list[Event]:
    """It never was; raises ``no_such_group``, ``group_of_household``."""
    standing(person)
    _own(_group(person, group_id))
    return [GroupVoided(group_id=group_id, reason_code=reason_code)]


def _group(person: Person, group_id: str) -> Group:
    for group in person.groups:
        if group.group_id == group_id:
            return group
    raise Refusal("no_such_group")


def _own(group: Group) -> Group:
    """A paper of the person; one of the household is corrected there, for all its members."""
    if group.household_id is not None:
        raise Refusal("group_of_household", household_id=group.household_id)
    return group


def _known_group_times(group: Group, today: date) -> None:
    not_in_future("from", group.time.start, today)
    not_in_future("evidence.issued_on", group.evidence.issued_on, today)


def group_doubts(person: Person, group: Group) -> list[str]:
    """Warnings: a paper without number, issuer or date; a time already covered."""
    evidence = group.evidence
    found = []
    if None in (evidence.number, evidence.issued_by, evidence.issued_on):
        found.append("evidence_incomplete")
    others = (g for g in person.groups if g.code == group.code and g.group_id != group.group_id)
    if any(overlaps(other.time, group.time) for other in others):
        found.append("group_overlaps")
    if person.left is not None and group.time.start >= person.left.on:
        found.append("left_before")
    return found


def restrict(person: Person, on: date, *, today: date) -> list[Event]:
    """Nobody is told of the person from now on."""
    standing(person)
    not_in_future("on", on, today)
    return [] if person.restricted is not None else [ProcessingRestricted(on=on)]


def lift_restriction(person: Person, on: date, *, today: date) -> list[Event]:
    standing(person)
    not_in_future("on", on, today)
    return [RestrictionLifted(on=on)] if person.restricted is not None else []


def refer_to(person: Person, partner: str) -> list[Event]:
    """The partner learns of this person now, unless it did before; raises ``restricted``."""
    standing(person)
    if person.restricted is not None:
        raise Refusal("restricted", on=person.restricted.isoformat())
    return [] if partner in person.partners else [PersonReferred(partner=partner)]


def leave(person: Person, left: Left, *, today: date) -> list[Event]:
    """Died or moved away; a later word replaces an earlier one."""
    standing(person)
    not_in_future("on", left.on, today)
    if left.on < person.details.birth_date.first():
        raise Refusal("contradictory", fields=["birth_date", "on"])
    return [] if person.left == left else [PersonLeft(left=left)]


def erase(person: Person, basis: str, *, today: date) -> list[Event]:
    """Nothing when it is done already: what it set off may have to be finished."""
    return [] if person.erased is not None else [PersonErased(on=today, basis=basis)]


def undo_leaving(person: Person) -> list[Event]:
    """They never left."""
    standing(person)
    return [LeavingVoided()] if person.left is not None else []
