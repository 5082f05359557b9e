"""The profile event: read whole each time, dates checked, turned into the domain's profile."""

from __future__ import annotations

import re
from datetime import date

import msgspec
from chassis.envelope import Unreadable

from indicators.domain.days import latest_birth_day
from indicators.domain.facts import Household, Membership, Profile, Residence

__all__ = ["PersonProfiled", "profile_of"]

BIRTH = re.compile(r"\d{4}(-\d{2}){0,2}")
EVER = "0001-01-01"


class Dated(msgspec.Struct, kw_only=True, frozen=True, rename={"start": "from", "end": "to"}):
    """From a day (inclusive) to a day (exclusive); without a first day: from ever."""

    start: date | None = None
    end: date | None = None


class ProfileResidence(Dated, kw_only=True, frozen=True, rename={"start": "from", "end": "to"}):
    village: str | None = None
    commune: str | None = None


class ProfileHousehold(Dated, kw_only=True, frozen=True, rename={"start": "from", "end": "to"}):
    household_id: str
    village: str | None = None


class ProfileGroup(Dated, kw_only=True, frozen=True, rename={"start": "from", "end": "to"}):
    code: str


class Left(msgspec.Struct, kw_only=True, frozen=True):
    on: date


class PersonProfiled(msgspec.Struct, kw_only=True, frozen=True):
    person_id: str
    birth_date: str | None = None
    gender: str | None = None
    residences: list[ProfileResidence] = []
    households: list[ProfileHousehold] = []
    groups: list[ProfileGroup] = []
    left: Left | None = None


def profile_of(body: PersonProfiled, pos: int) -> Profile:
    """The domain's profile. Raises ``Unreadable`` for a birth date that is no date."""
    return Profile(
        pos=pos,
        birth=_birth(body.birth_date),
        gender=body.gender,
        residences=tuple(
            Residence(
                village=each.village, start=_start(each), end=_end(each), commune=each.commune
            )
            for each in body.residences
        ),
        households=tuple(
            Household(
                id=each.household_id, start=_start(each), end=_end(each), village=each.village
            )
            for each in body.households
        ),
        groups=tuple(
            Membership(code=each.code, start=_start(each), end=_end(each)) for each in body.groups
        ),
        left=body.left.on.isoformat() if body.left else None,
    )


def _start(dated: Dated) -> str:
    return dated.start.isoformat() if dated.start else EVER


def _end(dated: Dated) -> str | None:
    return dated.end.isoformat() if dated.end else None


def _birth(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        if not BIRTH.fullmatch(text):
            raise ValueError
        date.fromisoformat(latest_birth_day(text))
    except ValueError:
        raise Unreadable("birth_date is no YYYY, YYYY-MM or YYYY-MM-DD") from None
    return text
