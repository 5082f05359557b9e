"""A person: who they are, where they live, which household, which evidenced groups.

The person's stream alone gives rise to ``person_profiled``, the whole profile each
time; so the person keeps their own copy of what their households' poverty was while
they were members, and a later position always holds the later truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from registry.domain.birth_date import BirthDate
from registry.domain.intervals import Interval

__all__ = [
    "EVIDENCED",
    "Absorbed",
    "Details",
    "Disability",
    "Evidence",
    "Group",
    "Left",
    "Membership",
    "Person",
    "Poverty",
    "Residence",
    "Succession",
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
class Succession:
    """A change of the commune's villages gave a stay its village; ``former`` stood there
    before. ``cut``: the stay was parted on that day, it goes on from the one before."""

    change_id: str
    former: str
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """``unit_kind`` is the commune unit's kind when it was recorded: xa, phuong, dac_khu.
    ``succeeded``: what changes of villages made of it, the last one last."""

    commune: str
    unit_kind: str
    village: str
    kind: str
    time: Interval
    succeeded: tuple[Succession, ...] = ()


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
    succeeded: tuple[Succession, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The paper that proves a group; ``verified_by``: who held it against the original."""

    document: str
    number: str | None = None
    issued_by: str | None = None
    issued_on: date | None = None
    verified_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Membership of an evidenced group, as one paper shows it. ``household_id``: the paper is
    that household's, and is corrected there."""

    group_id: str
    code: str
    time: Interval
    evidence: Evidence
    household_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Died or moved away; closes everything for readers of the profile."""

    on: date
    reason: Literal["died", "moved_away"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed:
    """A duplicate merged into this person, and which of their groups were carried over."""

    duplicate: str
    group_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The current state. ``partners`` are those the person was ever referred to. Of an
    ``erased`` person only the anonymous facts are left: no name, date or group."""

    person_id: str
    details: Details
    registered_on: date
    residences: tuple[Residence, ...] = ()
    memberships: tuple[Membership, ...] = ()
    groups: tuple[Group, ...] = ()
    left: Left | None = None
    merged_into: str | None = None
    partners: tuple[str, ...] = ()
    absorbed: tuple[Absorbed, ...] = ()
    erased: date | None = None
    restricted: date | None = None

    def home(self) -> Residence:
        """Where the person lives now, or lived last."""
        return self.residences[-1]

    def household(self) -> str | None:
        """The household the person is a member of now, if any."""
        last = self.memberships[-1] if self.memberships else None
        return last.household_id if last is not None and last.time.end is None else None
