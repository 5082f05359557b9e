"""Land recovered from a household by a decision, and whom of it that makes land-recovered.

The decision is a dated fact of the household. Its members hold the group by it: who lived
there on the decision's day and was of an age to work then (the group's policy says which).
Who enters later does not. The officer has the last word on either side: a list names whom
a decision is about, and somebody may live there without a part in the land.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from registry.domain.birth_date import BirthDate, completes
from registry.domain.intervals import Interval, clip, overlaps
from registry.domain.people import Evidence, Group, Person
from registry.domain.person_events import Event as PersonEvent
from registry.domain.person_events import GroupAdded, GroupAmended, GroupVoided
from registry.domain.refusals import Refusal, not_in_future
from registry.domain.text import fold

__all__ = [
    "CODE",
    "DOCUMENT",
    "EVENTS",
    "KINDS",
    "LandRecovered",
    "LandRecovery",
    "LandRecoveryAmended",
    "LandRecoveryVoided",
    "amend",
    "evolve",
    "follow",
    "held_by",
    "of_number",
    "record",
    "void",
]

CODE = "land_recovered"
DOCUMENT = "land_recovery_decision"
MARK = "imported_list"
KINDS = ("agricultural", "business")  # Decision 46/2015/QĐ-TTg: agricultural or business land


@dataclass(frozen=True, slots=True, kw_only=True)
class LandRecovery:
    """``paper``: number, issuer, who verified it; ``on``: the decision's day. ``area``: whole
    square metres. ``included`` hold it whatever the rule says, ``left_out`` do not."""

    recovery_id: str
    on: date
    paper: Evidence
    land: str | None = None
    area: int | None = None
    included: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    voided: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LandRecovered:
    recovery: LandRecovery


@dataclass(frozen=True, slots=True, kw_only=True)
class LandRecoveryAmended:
    recovery: LandRecovery


@dataclass(frozen=True, slots=True, kw_only=True)
class LandRecoveryVoided:
    recovery_id: str
    reason_code: str


EVENTS = (LandRecovered, LandRecoveryAmended, LandRecoveryVoided)
Event = LandRecovered | LandRecoveryAmended | LandRecoveryVoided


def evolve(known: tuple[LandRecovery, ...], event: Event) -> tuple[LandRecovery, ...]:
    """The household's decisions after the event, the earliest first; never refuses."""
    match event:
        case LandRecovered(recovery=recovery) | LandRecoveryAmended(recovery=recovery):
            kept = [each for each in known if each.recovery_id != recovery.recovery_id]
            return tuple(sorted((*kept, recovery), key=lambda each: (each.on, each.recovery_id)))
        case LandRecoveryVoided():
            return tuple(
                replace(each, voided=event.reason_code)
                if each.recovery_id == event.recovery_id
                else each
                for each in known
            )


def of_number(known: Iterable[LandRecovery], number: str | None) -> LandRecovery | None:
    """The decision of that number, however it is written."""
    key = fold(number or "")
    standing = (each for each in known if key and each.voided is None)
    return next((each for each in standing if fold(each.paper.number or "") == key), None)


def record(known: Sequence[LandRecovery], recovery: LandRecovery, *, today: date) -> list[Event]:
    """Raises ``in_future``; ``land_recovery_known``: the household has that decision."""
    _agree(recovery, today)
    if of_number(known, recovery.paper.number) is not None:
        raise Refusal("land_recovery_known")
    return [LandRecovered(recovery=recovery)]


def amend(known: Sequence[LandRecovery], recovery: LandRecovery, *, today: date) -> list[Event]:
    """Raises ``no_such_land_recovery``, ``voided``, ``in_future``, ``land_recovery_known``."""
    present = _standing(known, recovery.recovery_id)
    _agree(recovery, today)
    same = of_number(known, recovery.paper.number)
    if same is not None and same.recovery_id != recovery.recovery_id:
        raise Refusal("land_recovery_known")
    return [] if present == recovery else [LandRecoveryAmended(recovery=recovery)]


def void(known: Sequence[LandRecovery], recovery_id: str, reason_code: str) -> list[Event]:
    """It never was; raises ``no_such_land_recovery``, ``voided``."""
    _standing(known, recovery_id)
    return [LandRecoveryVoided(recovery_id=recovery_id, reason_code=reason_code)]


def _standing(known: Sequence[LandRecovery], recovery_id: str) -> LandRecovery:
    present = next((each for each in known if each.recovery_id == recovery_id), None)
    if present is None:
        raise Refusal("no_such_land_recovery")
    if present.voided is not None:
        raise Refusal("voided")
    return present


def _agree(recovery: LandRecovery, today: date) -> None:
    not_in_future("on", recovery.on, today)
    if set(recovery.included) & set(recovery.left_out):
        raise Refusal("contradictory", fields=["include", "leave_out"])


# -- whom it reaches ---------------------------------------------------------------------------


def held_by(
    recovery: LandRecovery,
    household_id: str,
    person: Person,
    identities: Sequence[Person],
    from_years: int | None,
) -> bool | None:
    """Whether the person holds the group by this decision; None where the birth date does not
    tell the age. ``identities``: the person's record and those merged into it; ``from_years``:
    the full years the group's policy asks for on that day."""
    ids = {each.person_id for each in identities}
    if recovery.voided is not None or ids & set(recovery.left_out):
        return False
    if ids & set(recovery.included):
        return True
    lived_there = any(
        membership.household_id == household_id and membership.time.holds(recovery.on)
        for each in identities
        for membership in each.memberships
    )
    gone = person.left is not None and person.left.on <= recovery.on
    if not lived_there or gone:
        return False
    return _old_enough(person.details.birth_date, from_years, recovery.on)


def _old_enough(birth: BirthDate, from_years: int | None, on: date) -> bool | None:
    return True if from_years is None else completes(birth, from_years, on)


def follow(
    recovery: LandRecovery, household_id: str, person: Person, held: bool
) -> list[PersonEvent]:
    """What the person's own record takes of the decision; nothing where it says so already.
    The household's decision takes the place of the same paper, or of a bare mark, that was
    recorded with the person alone."""
    present = [each for each in person.groups if each.group_id == recovery.recovery_id]
    if not held:
        return [_voided(each, recovery.voided or "other") for each in present[:1]]
    group = Group(
        group_id=recovery.recovery_id,
        code=CODE,
        time=Interval(start=recovery.on),
        evidence=replace(recovery.paper, issued_on=recovery.on),
        household_id=household_id,
    )
    if not present:
        alone = [each for each in person.groups if _same_paper(each, recovery)]
        return [*(_voided(each, "duplicate") for each in alone), GroupAdded(group=group)]
    pieces = _pieces(present, group)
    if pieces == present:
        return []
    if len(present) == len(pieces) == 1:
        return [GroupAmended(group=pieces[0])]
    return [_voided(group, "other"), *(GroupAdded(group=each) for each in pieces)]


def _pieces(present: Sequence[Group], group: Group) -> list[Group]:
    """An absence parts a membership: a corrected decision does not bring those days back."""
    known = Interval(start=group.time.start)
    times = [clip(each.time, known) for each in present[1:]]
    first = present[0].time.end
    if first is None or first > group.time.start:
        times.insert(0, Interval(start=group.time.start, end=first))
    return [replace(group, time=time) for time in times if time is not None] or [group]


def _voided(group: Group, reason_code: str) -> GroupVoided:
    return GroupVoided(group_id=group.group_id, reason_code=reason_code)


def _same_paper(group: Group, recovery: LandRecovery) -> bool:
    if group.code != CODE or group.household_id is not None:
        return False
    if group.evidence.document == MARK:
        return overlaps(group.time, Interval(start=recovery.on))
    return fold(group.evidence.number or "") == fold(recovery.paper.number or "")
