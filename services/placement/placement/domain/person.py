"""What the job centre is told of a person referred to it, and who turned out to be whom.

No name, no birth date, no group: the registry keeps those. After the person's identity
was erased over there, the profile goes here too; the services and placements stay, they
say nothing about anybody any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from placement.domain.rules import Refusal

__all__ = [
    "DuplicateAbsorbed",
    "Erased",
    "MergedAway",
    "Person",
    "PersonEvent",
    "Profile",
    "Profiled",
    "absorb",
    "erase",
    "evolve",
    "identities",
    "merge_away",
    "profile",
    "survivor",
    "writable",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """For matching only. ``access_needs``: what a workplace must offer, never why."""

    village: str | None = None
    commune: str | None = None
    occupation: str | None = None
    access_needs: tuple[str, ...] = ()
    entitlements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    person_id: str
    profile: Profile | None = None
    merged_into: str | None = None
    duplicates: tuple[str, ...] = ()
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiled:
    person_id: str
    profile: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedAway:
    person_id: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateAbsorbed:
    """``profile`` is the duplicate's, taken over where the survivor had none."""

    person_id: str
    duplicate: str
    profile: Profile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone:
    """The merge was a mistake: this id is a person again."""

    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateGivenBack:
    """The survivor's side; a profile that came from the duplicate goes back with it."""

    person_id: str
    duplicate: str
    profile: Profile | None = None


PersonEvent = Profiled | MergedAway | DuplicateAbsorbed | Erased | MergeUndone | DuplicateGivenBack


def evolve(state: Person | None, event: PersonEvent) -> Person:
    known = state or Person(person_id=event.person_id)
    match event:
        case Profiled():
            return replace(known, profile=event.profile)
        case MergedAway():
            return replace(known, merged_into=event.into)
        case DuplicateAbsorbed():
            return replace(
                known,
                duplicates=(*known.duplicates, event.duplicate),
                profile=known.profile or event.profile,
            )
        case MergeUndone():
            return replace(known, merged_into=None)
        case DuplicateGivenBack():
            left = tuple(each for each in known.duplicates if each != event.duplicate)
            return replace(known, duplicates=left, profile=event.profile)
        case Erased():
            return replace(known, profile=None, erased=True)


def profile(state: Person | None, person_id: str, told: Profile) -> list[PersonEvent]:
    """The last word of the registry replaces the one before."""
    if state is not None and (state.erased or state.profile == told):
        return []
    return [Profiled(person_id=person_id, profile=told)]


def merge_away(state: Person | None, person_id: str, into: str) -> list[PersonEvent]:
    if state is not None and state.merged_into == into:
        return []
    return [MergedAway(person_id=person_id, into=into)]


def absorb(state: Person | None, into: str, duplicate: Person) -> list[PersonEvent]:
    if state is not None and duplicate.person_id in state.duplicates:
        return []
    told = None if state is not None and state.erased else duplicate.profile
    return [DuplicateAbsorbed(person_id=into, duplicate=duplicate.person_id, profile=told)]


def undo_merge(state: Person | None, person_id: str) -> list[PersonEvent]:
    if state is None or state.merged_into is None:
        return []
    return [MergeUndone(person_id=person_id)]


def give_back(state: Person | None, into: str, duplicate: Person) -> list[PersonEvent]:
    """A survivor who had no profile of their own loses the one taken over with the duplicate."""
    if state is None or duplicate.person_id not in state.duplicates:
        return []
    kept = None if state.profile == duplicate.profile else state.profile
    return [DuplicateGivenBack(person_id=into, duplicate=duplicate.person_id, profile=kept)]


def erase(state: Person | None, person_id: str) -> list[PersonEvent]:
    if state is not None and state.erased:
        return []
    return [Erased(person_id=person_id)]


def survivor(find: Callable[[str], Person | None], person_id: str) -> str:
    """The id the person goes by now; the given one where no merge is known."""
    seen = {person_id}
    while (known := find(person_id)) is not None and known.merged_into is not None:
        if known.merged_into in seen:
            return person_id
        person_id = known.merged_into
        seen.add(person_id)
    return person_id


def identities(find: Callable[[str], Person | None], person_id: str) -> list[str]:
    """Every id the person ever had here, the present one first."""
    found = [survivor(find, person_id)]
    for each in found:
        known = find(each)
        duplicates = known.duplicates if known is not None else ()
        found.extend(one for one in duplicates if one not in found)
    return found


def writable(state: Person | None) -> None:
    """Refuses new facts of a person whose identity was erased: there is nobody to know them of."""
    if state is not None and state.erased:
        raise Refusal("person_erased")
