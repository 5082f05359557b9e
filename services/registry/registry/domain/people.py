"""A person: who they are, where they live, which household, which evidenced groups.

The person's stream alone gives rise to ``person_profiled``, the whole profile each
time; so the person keeps their own copy of what their households' poverty was while
they were members, and a later position always holds the later truth.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from registry.domain.birth_date import BirthDate
from registry.domain.intervals import Interval, clip

__all__ = [
    "EVENTS",
    "EVIDENCED",
    "Details",
    "Disability",
    "Event",
    "Evidence",
    "Group",
    "Left",
    "Membership",
    "Person",
    "Poverty",
    "Residence",
    "evolve",
]

EVIDENCED = (
    "disabled",
    "ex_prisoner",
    "post_rehab",
    "land_recovered",
    "unemployment_insurance",
    "priority_youth",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disability:
    """Law 51/2010 art 3: type and level as on the certificate."""

    type: str
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of a person beside places, households and groups (Law 74/2025 art 17.1)."""

    full_name: str
    birth_date: BirthDate
    gender: str
    national_id: str | None = None
    ethnicity: str | None = None
    phone: str | None = None
    schooling: str | None = None
    professional_level: str | None = None
    employment_status: str | None = None
    disability: Disability | None = None
    languages: tuple[str, ...] = ()
    access_needs: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """``unit_kind`` is the commune unit's kind when it was recorded: xa, phuong, dac_khu."""

    commune: str
    unit_kind: str
    village: str
    kind: str
    time: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Poverty:
    """A household's status (none, poor, near_poor) during a time."""

    status: str
    time: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Of a household, with the copy of where it is and of its poverty."""

    household_id: str
    village: str
    time: Interval
    poverty: tuple[Poverty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The paper that proves a group."""

    document: str
    number: str | None = None
    issued_by: str | None = None
    issued_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Membership of an evidenced group, as one paper shows it."""

    group_id: str
    code: str
    time: Interval
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Died or moved away; closes everything for readers of the profile."""

    on: date
    reason: Literal["died", "moved_away"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The current state. ``partners`` are those the person was ever referred to."""

    person_id: str
    details: Details
    registered_on: date
    residences: tuple[Residence, ...] = ()
    memberships: tuple[Membership, ...] = ()
    groups: tuple[Group, ...] = ()
    left: Left | None = None
    merged_into: str | None = None
    partners: tuple[str, ...] = ()

    def home(self) -> Residence:
        """Where the person lives now, or lived last."""
        return self.residences[-1]

    def household(self) -> str | None:
        """The household the person is a member of now, if any."""
        last = self.memberships[-1] if self.memberships else None
        return last.household_id if last is not None and last.time.end is None else None


# -- events -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRegistered:
    person_id: str
    details: Details
    residence: Residence
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAmended:
    details: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMoved:
    """From the residence's start on, this is where the person lives."""

    residence: Residence


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdJoined:
    """From ``start`` on, this is the person's household."""

    household_id: str
    village: str
    start: date
    poverty: tuple[Poverty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdLeft:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdCopied:
    """What a household's members keep of it has changed."""

    household_id: str
    village: str
    poverty: tuple[Poverty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAdded:
    group: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAmended:
    group: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVoided:
    group_id: str
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReferred:
    """The partner knows this person from now on."""

    partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeft:
    left: Left


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingVoided:
    """They never left: it was entered by mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged:
    """This record was a duplicate of ``into``."""

    into: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateTakenOver:
    """The survivor takes over a duplicate's evidenced groups and partners."""

    duplicate: str
    groups: tuple[Group, ...] = field(default=())
    partners: tuple[str, ...] = ()


EVENTS = (
    PersonRegistered,
    PersonAmended,
    PersonMoved,
    HouseholdJoined,
    HouseholdLeft,
    HouseholdCopied,
    GroupAdded,
    GroupAmended,
    GroupVoided,
    PersonReferred,
    PersonLeft,
    LeavingVoided,
    PersonMerged,
    DuplicateTakenOver,
)

Event = (
    PersonRegistered
    | PersonAmended
    | PersonMoved
    | HouseholdJoined
    | HouseholdLeft
    | HouseholdCopied
    | GroupAdded
    | GroupAmended
    | GroupVoided
    | PersonReferred
    | PersonLeft
    | LeavingVoided
    | PersonMerged
    | DuplicateTakenOver
)


def _until(time: Interval, end: date) -> Interval | None:
    return clip(time, Interval(start=date.min, end=end))


def _moved(person: Person, residence: Residence) -> Person:
    earlier = [
        replace(each, time=time)
        for each in person.residences
        if (time := _until(each.time, residence.time.start)) is not None
    ]
    return replace(person, residences=(*earlier, residence))


def _returned(person: Person, left: Left, back: date) -> Person:
    """The absence is cut out of what was true before it."""
    away = Interval(start=back)
    groups = []
    for group in person.groups:
        before, after = _until(group.time, left.on), clip(group.time, away)
        groups += [replace(group, time=time) for time in (before, after) if time is not None]
    return replace(
        person,
        left=None,
        groups=tuple(groups),
        residences=tuple(
            replace(each, time=time)
            for each in person.residences
            if (time := _until(each.time, left.on)) is not None
        ),
        memberships=_memberships_until(person, left.on),
    )


def _memberships_until(person: Person, end: date) -> tuple[Membership, ...]:
    return tuple(
        replace(each, time=time)
        for each in person.memberships
        if (time := _until(each.time, end)) is not None
    )


def _evolve_known(person: Person, event: Event) -> Person:
    match event:
        case PersonAmended(details=details):
            return replace(person, details=details)
        case PersonMoved(residence=residence):
            if person.left is not None and residence.time.start >= person.left.on:
                person = _returned(person, person.left, residence.time.start)
            return _moved(person, residence)
        case HouseholdJoined(start=start):
            joined = Membership(
                household_id=event.household_id,
                village=event.village,
                time=Interval(start=start),
                poverty=event.poverty,
            )
            return replace(person, memberships=(*_memberships_until(person, start), joined))
        case HouseholdLeft(on=on):
            return replace(person, memberships=_memberships_until(person, on))
        case HouseholdCopied(household_id=household_id, village=village, poverty=poverty):
            return replace(
                person,
                memberships=tuple(
                    replace(each, village=village, poverty=poverty)
                    if each.household_id == household_id
                    else each
                    for each in person.memberships
                ),
            )
        case GroupAdded(group=group):
            return replace(person, groups=(*person.groups, group))
        case GroupAmended(group=group):
            kept = tuple(each for each in person.groups if each.group_id != group.group_id)
            return replace(person, groups=(*kept, group))
        case GroupVoided(group_id=group_id):
            return replace(person, groups=tuple(g for g in person.groups if g.group_id != group_id))
        case PersonReferred(partner=partner):
            return replace(person, partners=tuple(sorted({*person.partners, partner})))
        case PersonLeft(left=left):
            return replace(person, left=left)
        case LeavingVoided():
            return replace(person, left=None)
        case PersonMerged(into=into):
            return replace(person, merged_into=into)
        case DuplicateTakenOver(groups=groups, partners=partners):
            return replace(
                person,
                groups=(*person.groups, *groups),
                partners=tuple(sorted({*person.partners, *partners})),
            )
        case PersonRegistered():
            return person


def evolve(person: Person | None, event: Event) -> Person:
    """The state after the event; never refuses."""
    if isinstance(event, PersonRegistered):
        return Person(
            person_id=event.person_id,
            details=event.details,
            registered_on=event.on,
            residences=(event.residence,),
        )
    if person is None:
        raise ValueError("a person's first event is PersonRegistered")
    return _evolve_known(person, event)
