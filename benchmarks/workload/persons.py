"""The persons of the load: a commune, invented, the same in every run."""

from __future__ import annotations

import random
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

__all__ = ["COMMUNE", "LoadPerson", "opaque", "persons", "profile_data"]

COMMUNE = "09931"
MARKS = ("poor_household", "disabled", "land_recovered", "unemployment_insurance")
VILLAGES = 12
SECOND_GROUP = 0.25
BORN = (*range(1960, 1965), *range(1972, 1981), *range(1987, 1990), *range(1997, 2000))
"""Nobody comes into another age band before 2031: an event stays at about seven cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPerson:
    """`groups`: evidenced ones; `elderly` is derived by the reader from the birth date."""

    id: str
    birth_date: str
    gender: str
    village: str
    household: str
    groups: tuple[str, ...]


def opaque(*parts: object) -> str:
    """An id as the services make them: 32 hex digits."""
    return blake2b(":".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def persons(count: int) -> list[LoadPerson]:
    """Rural workers of 27 to 66, three to a household, a quarter of them in a second group."""
    draw = random.Random(2026)
    found = []
    for number in range(count):
        groups = ("rural", draw.choice(MARKS)) if draw.random() < SECOND_GROUP else ("rural",)
        year, month, day = draw.choice(BORN), draw.randint(1, 12), draw.randint(1, 28)
        found.append(
            LoadPerson(
                id=opaque("person", number),
                birth_date=f"{year}-{month:02d}-{day:02d}",
                gender=draw.choice(("male", "female")),
                village=f"Thôn {draw.randint(1, VILLAGES)}",
                household=opaque("household", number // 3),
                groups=groups,
            )
        )
    return found


def profile_data(person: LoadPerson, *, with_household: bool) -> dict[str, Any]:
    """The body of `person_profiled`."""
    home = [{"household_id": person.household, "from": "2020-01-01", "to": None}]
    return {
        "person_id": person.id,
        "birth_date": person.birth_date,
        "gender": person.gender,
        "residences": [
            {
                "commune": COMMUNE,
                "village": person.village,
                "kind": "permanent",
                "from": "2020-01-01",
                "to": None,
            }
        ],
        "households": home if with_household else [],
        "groups": [{"code": code, "from": "2025-06-01", "to": None} for code in person.groups],
        "left": None,
        "commune": COMMUNE,
    }
