"""What the bank knows of a person beside its own records: a referred person's few fields.

Never a name and never a group: the registry sends what the bank needs to serve them. A
merged duplicate keeps its records under its old id and points to its survivor; an erased
person loses the fields and keeps the anonymous records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

__all__ = [
    "DuplicateAbsorbed",
    "DuplicateGivenBack",
    "MergeUndone",
    "Person",
    "PersonErased",
    "PersonEvent",
    "PersonMerged",
    "PersonProfiled",
    "Profile",
    "absorb",
    "erase",
    "evolve",
    "give_back",
    "identities",
    "merge",
    "profile",
    "undo_merge",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """``entitlements`` name policies, never the group behind them."""

    village: str | None = None
    birth_year: int | None = None
    gender: str | None = None
    entitlements: tuple[str, ...] = ()
    commune: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``duplicates`` are the ids merged into this one; ``into`` is where it was merged itself."""

    id: str
    profile: Profile | None = None
    duplicates: tuple[str, ...] = ()
    into: str | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonProfiled:
    person_id: str
    profile: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged:
    person_id: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateAbsorbed:
    person_id: str
    duplicate_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased:
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone:
    """The merge was a mistake: this id is a person again."""

    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateGivenBack:
    """The survivor's side of an undone merge."""

    person_id: str
    duplicate_id: str


PersonEvent = (
    PersonProfiled
    | PersonMerged
    | DuplicateAbsorbed
    | PersonErased
    | MergeUndone
    | DuplicateGivenBack
)


def profile(person: Person | None, person_id: str, known: Profile) -> list[PersonEvent]:
    """Nothing for an erased person: a late referral must not bring the fields back."""
    if person is not None and (person.erased or person.profile == known):
        return []
    return [PersonProfiled(person_id=person_id, profile=known)]


def merge(person: Person | None, person_id: str, into: str) -> list[PersonEvent]:
    if person is not None and person.into == into:
        return []
    return [PersonMerged(person_id=person_id, into=into)]


def absorb(person: Person | None, person_id: str, duplicate_id: str) -> list[PersonEvent]:
    if person is not None and duplicate_id in person.duplicates:
        return []
    return [DuplicateAbsorbed(person_id=person_id, duplicate_id=duplicate_id)]


def undo_merge(person: Person | None, person_id: str) -> list[PersonEvent]:
    if person is None or person.into is None:
        return []
    return [MergeUndone(person_id=person_id)]


def give_back(person: Person | None, person_id: str, duplicate_id: str) -> list[PersonEvent]:
    if person is None or duplicate_id not in person.duplicates:
        return []
    return [DuplicateGivenBack(person_id=person_id, duplicate_id=duplicate_id)]


def erase(person: Person | None, person_id: str) -> list[PersonEvent]:
    return [] if person is not None and person.erased else [PersonErased(person_id=person_id)]


def identities(load: Callable[[str], Person | None], person_id: str) -> list[str]:
    """The person's id and every id merged into it, also by way of another duplicate."""
    found: list[str] = []
    waiting = [person_id]
    while waiting:
        each = waiting.pop()
        if each in found:
            continue
        found.append(each)
        person = load(each)
        waiting.extend(person.duplicates if person is not None else ())
    return found


def evolve(state: Person | None, event: PersonEvent) -> Person:
    person = state or Person(id=event.person_id)
    match event:
        case PersonProfiled():
            return replace(person, profile=event.profile)
        case PersonMerged():
            return replace(person, into=event.into)
        case DuplicateAbsorbed():
            return replace(person, duplicates=(*person.duplicates, event.duplicate_id))
        case MergeUndone():
            return replace(person, into=None)
        case DuplicateGivenBack():
            left = tuple(each for each in person.duplicates if each != event.duplicate_id)
            return replace(person, duplicates=left)
        case PersonErased():
            return replace(person, profile=None, erased=True)
