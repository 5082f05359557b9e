"""What can happen to a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from registry.domain.people import Details, Group, Left, Poverty, Residence

__all__ = [
    "EVENTS",
    "DuplicateGivenBack",
    "DuplicateTakenOver",
    "Event",
    "GroupAdded",
    "GroupAmended",
    "GroupVoided",
    "HouseholdCopied",
    "HouseholdJoined",
    "HouseholdLeft",
    "LeavingVoided",
    "MergeUndone",
    "PersonAmended",
    "PersonErased",
    "PersonLeft",
    "PersonMerged",
    "PersonMoved",
    "PersonReferred",
    "PersonRegistered",
    "ProcessingRestricted",
    "RestrictionLifted",
    "SuccessionUndone",
    "VillageSucceeded",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRegistered:
    person_id: str
    details: Details
    residence: Residence
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAmended:
    details: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMoved:
    """From the residence's start on, this is where the person lives."""

    residence: Residence


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdJoined:
    """From ``start`` on, this is the person's household."""

    household_id: str
    village: str
    start: date
    poverty: tuple[Poverty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdLeft:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdCopied:
    """What a household's members keep of it has changed."""

    household_id: str
    village: str
    poverty: tuple[Poverty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAdded:
    group: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAmended:
    group: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVoided:
    group_id: str
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReferred:
    """The partner knows this person from now on."""

    partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeft:
    left: Left


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingVoided:
    """They never left: it was entered by mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged:
    """This record was a duplicate of ``into``."""

    into: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateTakenOver:
    """The survivor takes over a duplicate's evidenced groups and partners."""

    duplicate: str
    groups: tuple[Group, ...] = field(default=())
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone:
    """Two people after all. Of the groups that were ``carried`` to the survivor, ``groups``
    are those still there, as the survivor held them last; the others were voided."""

    carried: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateGivenBack:
    """The survivor's side of an undone merge."""

    duplicate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased:
    """``basis``: why, in a code; what the records say of the person is unreadable from now on."""

    on: date
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingRestricted:
    """At the person's own request."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionLifted:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageSucceeded:
    """A change of the commune's villages: where the person stayed in ``village``, it is
    ``into`` from ``start`` on; None: for the whole time."""

    change_id: str
    commune: str
    village: str
    into: str
    start: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionUndone:
    """The change never was: the stays are as it found them."""

    change_id: str


EVENTS = (
    PersonRegistered,
    PersonAmended,
    PersonMoved,
    HouseholdJoined,
    HouseholdLeft,
    HouseholdCopied,
    GroupAdded,
    GroupAmended,
    GroupVoided,
    PersonReferred,
    PersonLeft,
    LeavingVoided,
    PersonMerged,
    DuplicateTakenOver,
    MergeUndone,
    DuplicateGivenBack,
    PersonErased,
    ProcessingRestricted,
    RestrictionLifted,
    VillageSucceeded,
    SuccessionUndone,
)

Event = (
    PersonRegistered
    | PersonAmended
    | PersonMoved
    | HouseholdJoined
    | HouseholdLeft
    | HouseholdCopied
    | GroupAdded
    | GroupAmended
    | GroupVoided
    | PersonReferred
    | PersonLeft
    | LeavingVoided
    | PersonMerged
    | DuplicateTakenOver
    | MergeUndone
    | DuplicateGivenBack
    | PersonErased
    | ProcessingRestricted
    | RestrictionLifted
    | VillageSucceeded
    | SuccessionUndone
)
