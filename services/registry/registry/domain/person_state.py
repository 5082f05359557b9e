"""The state of a person after each event; never refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from registry.domain.birth_date import BirthDate
from registry.domain.intervals import Interval, clip
from registry.domain.people import Absorbed, Details, Left, Membership, Person, Residence
from registry.domain.person_events import (
    DuplicateGivenBack,
    DuplicateTakenOver,
    Event,
    GroupAdded,
    GroupAmended,
    GroupVoided,
    HouseholdCopied,
    HouseholdJoined,
    HouseholdLeft,
    LeavingVoided,
    MergeUndone,
    PersonAmended,
    PersonErased,
    PersonLeft,
    PersonMerged,
    PersonMoved,
    PersonReferred,
    PersonRegistered,
    ProcessingRestricted,
    RestrictionLifted,
    SuccessionUndone,
    VillageSucceeded,
)
from registry.domain.successions import household_stays, succeeded, undone

__all__ = ["NOBODY", "evolve"]

NOBODY = Details(full_name="", birth_date=BirthDate(year=1900), gender="")
"""The details of an erased person."""


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


def _given_back(person: Person, duplicate: str) -> Person:
    carried = {i for each in person.absorbed if each.duplicate == duplicate for i in each.group_ids}
    return replace(
        person,
        groups=tuple(each for each in person.groups if each.group_id not in carried),
        absorbed=tuple(each for each in person.absorbed if each.duplicate != duplicate),
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
            copied = household_stays(person.memberships, household_id, village)
            return replace(
                person,
                memberships=tuple(
                    replace(each, poverty=poverty) if each.household_id == household_id else each
                    for each in copied
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
        case DuplicateTakenOver(duplicate=duplicate, groups=groups, partners=partners):
            carried = Absorbed(duplicate=duplicate, group_ids=tuple(g.group_id for g in groups))
            return replace(
                person,
                groups=(*person.groups, *groups),
                partners=tuple(sorted({*person.partners, *partners})),
                absorbed=(*person.absorbed, carried),
            )
        case MergeUndone(carried=carried_ids, groups=groups):
            own = tuple(each for each in person.groups if each.group_id not in carried_ids)
            return replace(person, merged_into=None, groups=(*own, *groups))
        case DuplicateGivenBack(duplicate=duplicate):
            return _given_back(person, duplicate)
        case ProcessingRestricted(on=on):
            return replace(person, restricted=on)
        case RestrictionLifted():
            return replace(person, restricted=None)
        case PersonErased(on=on):
            return replace(person, details=NOBODY, groups=(), erased=on)
        case VillageSucceeded():
            return succeeded(person, event)
        case SuccessionUndone(change_id=change_id):
            return undone(person, change_id)
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
