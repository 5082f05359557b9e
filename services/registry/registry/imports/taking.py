"""Taking a line's facts over: the person, their household, groups and needs, all or nothing."""

from __future__ import annotations

import hashlib

from chassis.commands import Unit
from chassis.errors import Refused

from registry import publishing
from registry.domain import needs
from registry.domain.households import Household
from registry.domain.intervals import Interval
from registry.domain.needs import NeedTerms
from registry.domain.people import Evidence, Group, Poverty, Residence
from registry.imports.proofs import StatedGroup
from registry.imports.proving import (
    at_household,
    group_id_of,
    recover_land,
    reviewed_household,
)
from registry.imports.rows import RowFacts
from registry.office import Office
from registry.registering import Newcomer, register
from registry.words import Words

__all__ = ["derived_id", "take_row"]


def derived_id(person_id: str, *parts: str) -> str:
    """An id of something that came with this person: the same at every try."""
    return hashlib.sha256("\x1f".join((person_id, *parts)).encode()).hexdigest()[:32]


def take_row(unit: Unit, office: Office, facts: RowFacts, person_id: str) -> None:
    """Stage everything the line says of somebody new. Raises ``Refused("unknown_commune")``."""
    words = Words(unit, office.records)
    residence = _residence(office, words, facts)
    village = words.village(facts.commune, residence.village)
    stated = facts.household
    household = reviewed_household(unit, office, facts, stated) if stated is not None else None
    register(
        unit,
        office,
        words,
        Newcomer(
            person_id=person_id,
            details=facts.details,
            residence=residence,
            household_id=household.household_id if household is not None else None,
            household_from=stated.time.start if stated is not None else None,
            household_of_one=_household(facts, person_id, village),
            groups=[
                *(_group(facts, person_id, code) for code in facts.groups),
                *(
                    _proven(person_id, stated)
                    for stated in facts.proves
                    if not at_household(facts, stated)
                ),
            ],
        ),
    )
    recover_land(unit, office, facts, person_id)
    for terms in facts.needs:
        _save_need(unit, office, words, facts, person_id, terms)
    words.save()


def _residence(office: Office, words: Words, facts: RowFacts) -> Residence:
    unit_of = office.catalogues.unit(facts.commune)
    if unit_of is None:
        raise Refused("unknown_commune")
    return Residence(
        commune=facts.commune,
        unit_kind=unit_of.kind,
        village=words.stated_village(facts.commune, facts.stated_village or facts.village),
        kind="permanent",
        time=Interval(start=facts.as_of),
    )


def _household(facts: RowFacts, person_id: str, village: str) -> Household | None:
    """A poverty mark names no household: one is made of this person, to be completed."""
    if facts.poverty is None:
        return None
    return Household(
        household_id=derived_id(person_id, "household"),
        code=f"TAM-{person_id[:8]}",  # tạm: provisional
        commune=facts.commune,
        village=village,
        poverty=(Poverty(status=facts.poverty, time=Interval(start=facts.as_of)),),
    )


def _group(facts: RowFacts, person_id: str, code: str) -> Group:
    return Group(
        group_id=derived_id(person_id, "group", code),
        code=code,
        time=Interval(start=facts.as_of),
        evidence=Evidence(document="imported_list", number=f"{facts.import_id}/{facts.row}"),
    )


def _proven(person_id: str, stated: StatedGroup) -> Group:
    return Group(
        group_id=group_id_of(person_id, stated),
        code=stated.code,
        time=stated.time,
        evidence=stated.evidence,
    )


def _save_need(
    unit: Unit, office: Office, words: Words, facts: RowFacts, person_id: str, terms: NeedTerms
) -> None:
    if terms.occupation is not None:
        named = words.occupation(facts.commune, terms.occupation)
        terms = NeedTerms(
            kind=terms.kind, on=terms.on, able_to_work=terms.able_to_work, occupation=named
        )
    need_id = derived_id(person_id, "need", terms.kind)
    events = needs.record(need_id, person_id, terms, commune=facts.commune, today=unit.intent.today)
    unit.save(office.records.need, need_id, events, publishing.need_recorded)
