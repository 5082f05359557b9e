"""What the registry tells training: only of persons referred to it, only what it needs.

Plain functions, each the effect of one event. A field they do not read may be anything;
a field they need and miss parks the event (chassis.handling).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chassis.commands import Unit
from chassis.envelope import Event
from chassis.handling import Handlers, read

from training.domain import person, referral
from training.records import PERSON, REFERRAL

__all__ = ["FEED", "HANDLERS"]

FEED = "registry.training"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReferred:
    referral_id: str
    person_id: str
    kind: str
    on: date
    level: str | None = None
    occupation: str | None = None
    village: str | None = None
    birth_year: int | None = None
    gender: str | None = None
    entitlements: tuple[str, ...] = ()
    access_needs: tuple[str, ...] = ()
    commune: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralCancelled:
    referral_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged:
    person_id: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVoided:
    """``into`` is the survivor of a merge that never was."""

    record_kind: str
    person_id: str
    into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased:
    person_id: str


def person_referred(event: Event, *, unit: Unit) -> None:
    """The referral (again, when it was amended), and the few fields that serve the person."""
    told = read(event, PersonReferred)
    asked = referral.ReferralDetails(
        person_id=told.person_id,
        kind=told.kind,
        on=told.on,
        commune=told.commune,
        level=told.level,
        occupation=told.occupation,
    )
    known = person.Profile(
        village=told.village,
        birth_year=told.birth_year,
        gender=told.gender,
        entitlements=told.entitlements,
        access_needs=told.access_needs,
    )
    before = unit.load(REFERRAL, told.referral_id)
    _save_referral(unit, told.referral_id, referral.receive(before, told.referral_id, asked))
    someone = unit.load(PERSON, told.person_id)
    _save_person(unit, told.person_id, person.profile(someone, told.person_id, known))


def referral_cancelled(event: Event, *, unit: Unit) -> None:
    """Nothing where the referral never came: the feed keeps order, so there is none to undo."""
    told = read(event, ReferralCancelled)
    before = unit.load(REFERRAL, told.referral_id)
    if before is not None:
        _save_referral(unit, told.referral_id, referral.cancel(before))


def person_merged(event: Event, *, unit: Unit) -> None:
    """The duplicate's records stay under its own id and are read with the survivor's."""
    told = read(event, PersonMerged)
    duplicate = unit.load(PERSON, told.person_id)
    _save_person(unit, told.person_id, person.merge(duplicate, told.person_id, told.into))
    survivor = unit.load(PERSON, told.into)
    _save_person(unit, told.into, person.absorb(survivor, told.into, told.person_id))


def record_voided(event: Event, *, unit: Unit) -> None:
    """A merge that was a mistake: both ids go their own way again, each with its records."""
    told = read(event, RecordVoided)
    if told.record_kind != "merges" or told.into is None:
        return
    duplicate = unit.load(PERSON, told.person_id)
    _save_person(unit, told.person_id, person.undo_merge(duplicate, told.person_id))
    survivor = unit.load(PERSON, told.into)
    _save_person(unit, told.into, person.give_back(survivor, told.into, told.person_id))


def person_erased(event: Event, *, unit: Unit) -> None:
    """Of every id the person had here: the fields go, the anonymous facts stay."""
    told = read(event, PersonErased)
    for each in person.identities(lambda one: unit.load(PERSON, one), told.person_id):
        _save_person(unit, each, person.erase(unit.load(PERSON, each), each))


def _save_referral(unit: Unit, referral_id: str, events: list[referral.ReferralEvent]) -> None:
    if events:
        unit.save(REFERRAL, referral_id, events)


def _save_person(unit: Unit, person_id: str, events: list[person.PersonEvent]) -> None:
    if events:
        unit.save(PERSON, person_id, events)


HANDLERS: Handlers = {
    FEED: {
        "person_referred.v1": person_referred,
        "referral_cancelled.v1": referral_cancelled,
        "person_merged.v1": person_merged,
        "person_erased.v1": person_erased,
        "record_voided.v1": record_voided,
    }
}
