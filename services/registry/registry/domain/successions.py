"""What a change of the commune's villages makes of a person's stays, and of it undone.

A stay is a residence or a membership of a household. Each remembers what it was called
before, so that a change entered by mistake puts everybody back to where they were,
whatever happened to them since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from registry.domain.intervals import Interval, overlaps
from registry.domain.people import Membership, Person, Residence, Succession
from registry.domain.person_events import SuccessionUndone, VillageSucceeded
from registry.domain.villages import Catalogue, Change, key_of

__all__ = [
    "change_ids",
    "household_stays",
    "lived_on",
    "said_on",
    "same_stay",
    "settle",
    "succeed",
    "succeeded",
    "undo",
    "undone",
]

Stay = TypeVar("Stay", Residence, Membership)


# -- what is decided ----------------------------------------------------------------------


def succeed(person: Person, change: Change, commune: str) -> list[VillageSucceeded]:
    """The change carried out on one person; nothing where nothing of theirs is concerned, nor
    on a record that is somebody else's now, or nobody's."""
    if person.merged_into is not None or person.erased is not None:
        return []
    events: list[VillageSucceeded] = []
    for village in change.villages:
        event = _event(change, commune, village)
        after = succeeded(person, event)
        if after != person:
            events.append(event)
            person = after
    return events


def settle(person: Person, catalogue: Catalogue) -> list[VillageSucceeded]:
    """Stays that were stated under a name which another village has now: as if the person
    had been there when it changed."""
    events: list[VillageSucceeded] = []
    names = dict.fromkeys(
        [
            *(each.village for each in person.residences if each.commune == catalogue.commune),
            *(each.village for each in person.memberships),
        ]
    )
    for name in names:
        for change, village in catalogue.path(name):
            event = _event(change, catalogue.commune, village)
            after = succeeded(person, event)
            if after != person:
                events.append(event)
                person = after
    return events


def _event(change: Change, commune: str, village: str) -> VillageSucceeded:
    return VillageSucceeded(
        change_id=change.change_id,
        commune=commune,
        village=village,
        into=change.into,
        start=None if change.whole else change.on,
    )


def undo(person: Person, change_id: str) -> list[SuccessionUndone]:
    """Nothing where the change did nothing, or the stays were stated anew since."""
    if person.merged_into is not None or person.erased is not None:
        return []
    return [SuccessionUndone(change_id=change_id)] if undone(person, change_id) != person else []


def change_ids(person: Person) -> frozenset[str]:
    """The changes that a person's stays remember."""
    stays: Sequence[Residence | Membership] = (*person.residences, *person.memberships)
    return frozenset(step.change_id for each in stays for step in each.succeeded)


def same_stay(one: Residence, other: Residence) -> bool:
    """Whether they say the same, however they came to be."""
    return replace(one, succeeded=()) == replace(other, succeeded=())


def said_on(home: Residence, start: date) -> str:
    """What the village is called for somebody who is said to live there from that day on: before
    the day on which it was merged, by the name it had."""
    for step in reversed(home.succeeded):
        if step.cut and start < home.time.start:
            return step.former
    return home.village


# -- what it leads to ---------------------------------------------------------------------


def succeeded(person: Person, event: VillageSucceeded) -> Person:
    """The person's stays after the change. A household's place is known by its village alone,
    so memberships follow where the person lives, or lived, in that commune."""
    here = [each for each in person.residences if each.commune == event.commune]
    if not here:
        return person
    return replace(
        person,
        residences=tuple(
            part
            for each in person.residences
            for part in (_parts(each, event) if each.commune == event.commune else (each,))
        ),
        memberships=tuple(part for each in person.memberships for part in _parts(each, event)),
    )


def _parts(stay: Stay, event: VillageSucceeded) -> Iterator[Stay]:
    if key_of(stay.village) != key_of(event.village) or stay.village == event.into:
        yield stay
        return
    start, time = event.start, stay.time
    if start is not None and time.end is not None and time.end <= start:
        yield stay
        return
    cut = start is not None and time.start < start
    step = Succession(change_id=event.change_id, former=stay.village, cut=cut)
    after = replace(stay, village=event.into, succeeded=(*stay.succeeded, step))
    if start is not None and cut:
        yield replace(stay, time=Interval(start=time.start, end=start))
        after = replace(after, time=Interval(start=start, end=time.end))
    yield after


def undone(person: Person, change_id: str) -> Person:
    """The stays as the change found them; what was cut is one again."""
    return replace(
        person,
        residences=tuple(_joined(person.residences, change_id)),
        memberships=tuple(_joined(person.memberships, change_id)),
    )


def _joined(stays: Iterable[Stay], change_id: str) -> list[Stay]:
    found: list[Stay] = []
    for stay in stays:
        step = stay.succeeded[-1] if stay.succeeded else None
        if step is None or step.change_id != change_id:
            found.append(stay)
            continue
        back = replace(stay, village=step.former, succeeded=stay.succeeded[:-1])
        last = found[-1] if found else None
        if step.cut and last is not None and _goes_on(last, back):
            whole = Interval(start=last.time.start, end=back.time.end)
            found[-1] = replace(back, time=whole)
        else:
            found.append(back)
    return found


def _goes_on(one: Stay, other: Stay) -> bool:
    """Whether they are two parts of one stay."""
    if one.time.end != other.time.start or one.village != other.village:
        return False
    if isinstance(one, Residence) and isinstance(other, Residence):
        return (one.commune, one.kind) == (other.commune, other.kind)
    if isinstance(one, Membership) and isinstance(other, Membership):
        return one.household_id == other.household_id
    return False


def household_stays(
    memberships: Sequence[Membership], household_id: str, village: str
) -> list[Membership]:
    """The household's village as it is now known, for the time since the last change of
    villages: the time before was lived under the former name."""
    found: list[Membership] = []
    known = True
    for each in reversed(memberships):
        if each.household_id == household_id and known:
            known = not any(step.cut for step in each.succeeded)
            moved = key_of(each.village) != key_of(village)
            found.append(replace(each, village=village, succeeded=() if moved else each.succeeded))
        else:
            found.append(each)
    return found[::-1]


def lived_on(person: Person, commune: str, village: str, time: Interval) -> bool:
    """Whether the person lived in a village at some time of these days, as if it had not been
    merged into another meanwhile."""
    stays = person.residences
    for number, each in enumerate(stays):
        if each.commune != commune or key_of(each.village) != key_of(village):
            continue
        end = each.time.end
        for later in stays[number + 1 :]:
            if later.time.start != end or not any(step.cut for step in later.succeeded):
                break
            end = later.time.end
        if overlaps(Interval(start=each.time.start, end=end), time):
            return True
    return False
