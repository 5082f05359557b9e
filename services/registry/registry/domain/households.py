"""Households: poverty as the yearly review of the commune decides it, and who belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from registry.domain import land
from registry.domain.intervals import Interval, clip, overlaps
from registry.domain.people import Poverty, Succession
from registry.domain.refusals import Refusal, not_in_future
from registry.domain.villages import Change, key_of

__all__ = [
    "EVENTS",
    "Event",
    "Household",
    "Member",
    "amend",
    "evolve",
    "member_joined",
    "member_left",
    "members_since",
    "register",
    "succeed",
    "undo_succession",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    person_id: str
    time: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """``to_complete``: made of one person from a list's poverty mark; its papers are missing."""

    household_id: str
    code: str
    commune: str
    village: str
    poverty: tuple[Poverty, ...] = ()
    members: tuple[Member, ...] = ()
    to_complete: bool = False
    succeeded: tuple[Succession, ...] = ()
    land: tuple[land.LandRecovery, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdRegistered:
    household_id: str
    code: str
    commune: str
    village: str
    poverty: tuple[Poverty, ...]
    to_complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdAmended:
    code: str
    village: str
    poverty: tuple[Poverty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined:
    person_id: str
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft:
    person_id: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdVillageSucceeded:
    """A change of the commune's villages: the household's village is ``into`` now."""

    change_id: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdSuccessionUndone:
    """The change never was."""

    change_id: str


EVENTS = (
    HouseholdRegistered,
    HouseholdAmended,
    MemberJoined,
    MemberLeft,
    HouseholdVillageSucceeded,
    HouseholdSuccessionUndone,
    *land.EVENTS,
)
Event = (
    HouseholdRegistered
    | HouseholdAmended
    | MemberJoined
    | MemberLeft
    | HouseholdVillageSucceeded
    | HouseholdSuccessionUndone
    | land.Event
)


def evolve(household: Household | None, event: Event) -> Household:
    """The state after the event; never refuses."""
    if isinstance(event, HouseholdRegistered):
        return Household(
            household_id=event.household_id,
            code=event.code,
            commune=event.commune,
            village=event.village,
            poverty=event.poverty,
            to_complete=event.to_complete,
        )
    if household is None:
        raise ValueError("a household's first event is HouseholdRegistered")
    match event:
        case HouseholdAmended():
            return replace(
                household,
                code=event.code,
                village=event.village,
                poverty=event.poverty,
                to_complete=False,
                succeeded=household.succeeded if event.village == household.village else (),
            )
        case MemberJoined():
            joined = Member(person_id=event.person_id, time=Interval(start=event.start))
            return replace(
                household,
                members=(*_ended(household.members, event.person_id, event.start), joined),
            )
        case land.LandRecovered() | land.LandRecoveryAmended() | land.LandRecoveryVoided():
            return replace(household, land=land.evolve(household.land, event))
        case MemberLeft():
            return replace(household, members=_ended(household.members, event.person_id, event.on))
        case HouseholdVillageSucceeded(change_id=change_id, into=into):
            step = Succession(change_id=change_id, former=household.village)
            return replace(household, village=into, succeeded=(*household.succeeded, step))
        case HouseholdSuccessionUndone():
            *rest, last = household.succeeded
            return replace(household, village=last.former, succeeded=tuple(rest))


def _ended(members: Sequence[Member], person_id: str, on: date) -> tuple[Member, ...]:
    before = Interval(start=date.min, end=on)
    return tuple(
        each if each.person_id != person_id else replace(each, time=time)
        for each in members
        if (time := clip(each.time, before) if each.person_id == person_id else each.time)
        is not None
    )


def _known_poverty(poverty: Sequence[Poverty], today: date) -> None:
    for each in poverty:
        not_in_future("poverty.from", each.time.start, today)
    ordered = sorted(poverty, key=lambda each: each.time.start)
    if any(overlaps(one.time, other.time) for one, other in pairwise(ordered)):
        raise Refusal("poverty_overlaps")


def register(
    household_id: str,
    *,
    code: str,
    commune: str,
    village: str,
    poverty: Sequence[Poverty],
    to_complete: bool = False,
    today: date,
) -> list[Event]:
    """A new household; raises ``poverty_overlaps``, ``in_future``."""
    _known_poverty(poverty, today)
    return [
        HouseholdRegistered(
            household_id=household_id,
            code=code,
            commune=commune,
            village=village,
            poverty=tuple(poverty),
            to_complete=to_complete,
        )
    ]


def amend(
    household: Household, *, code: str, village: str, poverty: Sequence[Poverty], today: date
) -> list[Event]:
    """The whole poverty history as it is now known, code and village; nothing when the same."""
    _known_poverty(poverty, today)
    after = HouseholdAmended(code=code, village=village, poverty=tuple(poverty))
    same = (household.code, household.village, household.poverty, household.to_complete) == (
        after.code,
        after.village,
        after.poverty,
        False,
    )
    return [] if same else [after]


def member_joined(person_id: str, start: date) -> list[Event]:
    return [MemberJoined(person_id=person_id, start=start)]


def member_left(household: Household, person_id: str, on: date) -> list[Event]:
    present = any(each.person_id == person_id for each in household.members)
    return [MemberLeft(person_id=person_id, on=on)] if present else []


def succeed(household: Household, change: Change) -> list[Event]:
    """The change of villages carried out on one household; nothing where it is not concerned."""
    named = {key_of(each) for each in change.villages}
    if key_of(household.village) not in named or household.village == change.into:
        return []
    return [HouseholdVillageSucceeded(change_id=change.change_id, into=change.into)]


def undo_succession(household: Household, change_id: str) -> list[Event]:
    """Nothing where the change did nothing, or the village was stated anew since."""
    last = household.succeeded[-1] if household.succeeded else None
    if last is None or last.change_id != change_id:
        return []
    return [HouseholdSuccessionUndone(change_id=change_id)]


def members_since(household: Household) -> tuple[str, ...]:
    """Everybody who ever was a member: all of them keep a copy of its poverty."""
    return tuple(dict.fromkeys(each.person_id for each in household.members))
