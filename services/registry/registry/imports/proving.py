"""Carrying over what a line proves, for somebody new or known: nothing is said twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from chassis.commands import Unit

from registry import publishing
from registry.domain import households, land, person_rules
from registry.domain.households import Household
from registry.domain.intervals import Interval, clip, overlaps
from registry.domain.land import LandRecovery
from registry.domain.people import Group, Membership, Person, Poverty
from registry.domain.person_events import Event
from registry.domain.text import fold
from registry.imports.proofs import StatedGroup, StatedHousehold
from registry.imports.rows import RowFacts
from registry.land import recovery_id_of, settle, settle_all
from registry.office import Office

__all__ = ["at_household", "group_id_of", "prove", "recover_land", "reviewed_household"]

MARK = "imported_list"


def prove(unit: Unit, office: Office, facts: RowFacts, person_id: str) -> bool:
    """What the line proves of a known person; False when everything was known."""
    person = unit.load(office.records.person, person_id)
    if person is None:
        return False
    before = unit.version(office.records.person, person_id)
    today = unit.intent.today
    events: list[Event] = []
    for stated in facts.proves:
        if not at_household(facts, stated):
            events += _group(person, stated, person_id, unit)
    if facts.household is not None:
        household = reviewed_household(unit, office, facts, facts.household)
        person = unit.load(office.records.person, person_id) or person
        events += _joins(unit, office, person, household, facts.household)
    if events:
        unit.save(
            office.records.person,
            person_id,
            events,
            lambda state: [publishing.person_profiled(state, today)],
        )
    if facts.household is not None:
        lived = (*person.memberships, *_memberships(unit, office, person_id))
        settle_all(unit, office, [each.household_id for each in lived])
        recover_land(unit, office, facts, person_id)
    return unit.version(office.records.person, person_id) != before


def _memberships(unit: Unit, office: Office, person_id: str) -> tuple[Membership, ...]:
    person = unit.load(office.records.person, person_id)
    return person.memberships if person is not None else ()


def at_household(facts: RowFacts, stated: StatedGroup) -> bool:
    """Land is recovered from a household: where the line names it, its decision stands there."""
    return stated.code == land.CODE and facts.household is not None


def recover_land(unit: Unit, office: Office, facts: RowFacts, person_id: str) -> None:
    """The household's decision as the line states it, for whom the line names and, by the
    group's policy, for whoever lived there. The same line again changes nothing."""
    if facts.household is None:
        return
    household_id = _household_id(unit, office, facts, facts.household)
    for stated in facts.proves:
        household = unit.load(office.records.household, household_id)
        if household is None or not at_household(facts, stated):
            continue
        today, number = unit.intent.today, stated.evidence.number or ""
        present = land.of_number(household.land, number)
        if present is None:
            recovery = LandRecovery(
                recovery_id=recovery_id_of(household, number),
                on=stated.time.start,
                paper=replace(stated.evidence, issued_on=None),
                area=stated.area,
                included=(person_id,),
            )
            events = land.record(household.land, recovery, today=today)
        else:
            events = land.amend(household.land, _told(present, stated, person_id), today=today)
        settle(unit, office, unit.save(office.records.household, household_id, events))


def _told(present: LandRecovery, stated: StatedGroup, person_id: str) -> LandRecovery:
    """The list's later word; who verified the paper and what it does not say stay."""
    paper = present.paper
    included = tuple(dict.fromkeys((*present.included, person_id)))
    return replace(
        present,
        on=stated.time.start,
        paper=replace(paper, issued_by=stated.evidence.issued_by or paper.issued_by),
        area=stated.area if stated.area is not None else present.area,
        included=included if person_id not in present.left_out else present.included,
    )


def group_id_of(person_id: str, stated: StatedGroup) -> str:
    """One paper, one membership, whichever list it stands in."""
    evidence = stated.evidence
    parts = (person_id, stated.code, evidence.document, evidence.number or "", "")
    if evidence.number is None:
        parts = (*parts[:-1], stated.time.start.isoformat())
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _group(person: Person, stated: StatedGroup, person_id: str, unit: Unit) -> list[Event]:
    """The paper replaces a mark that an earlier list made without one; who verified it at the
    desk stays said."""
    today = unit.intent.today
    group_id = group_id_of(person_id, stated)
    group = Group(group_id=group_id, code=stated.code, time=stated.time, evidence=stated.evidence)
    present = next((each for each in person.groups if each.group_id == group_id), None)
    if present is not None:
        paper = replace(stated.evidence, verified_by=present.evidence.verified_by)
        return person_rules.amend_group(person, replace(group, evidence=paper), today=today)
    for each in person.groups:
        marked = each.code == stated.code and each.evidence.document == MARK
        if marked and overlaps(each.time, stated.time):
            proven = replace(group, group_id=each.group_id)
            return person_rules.amend_group(person, proven, today=today)
    if any(_households_paper(each, stated) for each in person.groups):
        return []
    told = (stated.code, stated.time, stated.evidence)
    if any(told == (e.code, e.time, replace(e.evidence, verified_by=None)) for e in person.groups):
        return []
    return person_rules.add_group(person, group, today=today)


def _households_paper(group: Group, stated: StatedGroup) -> bool:
    """The household's decision of that number, held by all its members, says it already."""
    same = fold(group.evidence.number or "") == fold(stated.evidence.number or "")
    return group.household_id is not None and group.code == stated.code and same


# -- households -------------------------------------------------------------------------------


def reviewed_household(
    unit: Unit, office: Office, facts: RowFacts, stated: StatedHousehold
) -> Household:
    """The household of that code in the commune, its poverty as the line states it; made when
    there is none. Every member's own stream takes the new poverty in the same transaction."""
    household_id = _household_id(unit, office, facts, stated)
    household = unit.load(office.records.household, household_id)
    today = unit.intent.today
    if household is None:
        events = households.register(
            household_id,
            code=stated.code,
            commune=facts.commune,
            village=facts.village,
            poverty=_reviewed((), stated),
            today=today,
        )
        return unit.save(office.records.household, household_id, events)
    poverty = _reviewed(household.poverty, stated)
    if poverty == household.poverty:
        return household
    changed = households.amend(
        household, code=household.code, village=household.village, poverty=poverty, today=today
    )
    after = unit.save(office.records.household, household_id, changed)
    for person_id in households.members_since(after):
        person = unit.load(office.records.person, person_id)
        if person is not None:
            unit.save(
                office.records.person,
                person_id,
                person_rules.copy_household(person, after),
                lambda state: [publishing.person_profiled(state, today)],
            )
    return after


def _household_id(unit: Unit, office: Office, facts: RowFacts, stated: StatedHousehold) -> str:
    key = fold(stated.code)
    for found in office.finder.find("household", {"code_key": key}):
        if office.records.household.load(found.body).commune == facts.commune:
            return found.id
    parts = ("household", facts.commune, key)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _reviewed(before: Sequence[Poverty], stated: StatedHousehold) -> tuple[Poverty, ...]:
    """What was known, with the stated time replaced by what the line says."""
    if stated.status is None:
        return tuple(before)
    kept = []
    for each in before:
        if (each.status, each.time) == (stated.status, stated.time):
            return tuple(before)
        kept += [replace(each, time=time) for time in _outside(each.time, stated.time)]
    stated_now = Poverty(status=stated.status, time=stated.time)
    return tuple(sorted((*kept, stated_now), key=lambda each: each.time.start))


def _outside(time: Interval, cut: Interval) -> list[Interval]:
    found = []
    if time.start < cut.start:
        before = clip(time, Interval(start=time.start, end=cut.start))
        found += [before] if before is not None else []
    if cut.end is not None:
        after = clip(time, Interval(start=cut.end))
        found += [after] if after is not None else []
    return found


def _joins(
    unit: Unit, office: Office, person: Person, household: Household, stated: StatedHousehold
) -> list[Event]:
    """A member from the stated time on, unless they are one already."""
    records = office.records
    if person.household() == household.household_id:
        return []
    former = person.household()
    start = stated.time.start
    last = person.memberships[-1] if person.memberships else None
    if last is not None and last.time.start > start:
        start = last.time.start
    if former is not None:
        old = unit.load(records.household, former)
        if old is not None:
            left = households.member_left(old, person.person_id, start)
            unit.save(records.household, former, left)
    joined = person_rules.join_household(person, household, start, today=unit.intent.today)
    unit.save(
        records.household,
        household.household_id,
        households.member_joined(person.person_id, start),
    )
    return joined
