"""What training knows of a person beside its own records: a referred person's few fields.

Never a name and never a group: the registry sends what training needs to place a learner.
A merged duplicate keeps its records under its old id and points to its survivor; an erased
person loses the fields and keeps the anonymous records.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = [
    "Person",
    "PersonErased",
    "PersonEvent",
    "PersonMerged",
    "PersonProfiled",
    "Profile",
    "erase",
    "evolve",
    "merge",
    "profile",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    village: str | None = None
    birth_year: int | None = None
    gender: str | None = None
    entitlements: tuple[str, ...] = ()
    access_needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    profile: Profile | None = None
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
class PersonErased:
    person_id: str


PersonEvent = PersonProfiled | PersonMerged | PersonErased


def profile(person: Person | None, person_id: str, known: Profile) -> list[PersonEvent]:
    """Nothing for an erased person: a late referral must not bring the fields back."""
    if person is not None and (person.erased or person.profile == known):
        return []
    return [PersonProfiled(person_id=person_id, profile=known)]


def merge(person: Person | None, person_id: str, into: str) -> list[PersonEvent]:
    if person is not None and person.into == into:
        return []
    return [PersonMerged(person_id=person_id, into=into)]


def erase(person: Person | None, person_id: str) -> list[PersonEvent]:
    return [] if person is not None and person.erased else [PersonErased(person_id=person_id)]


def evolve(state: Person | None, event: PersonEvent) -> Person:
    person = state or Person(id=event.person_id)
    match event:
        case PersonProfiled():
            return replace(person, profile=event.profile)
        case PersonMerged():
            return replace(person, into=event.into)
        case PersonErased():
            return replace(person, profile=None, erased=True)
