"""One person under two records: merged, and taken apart again when it was a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from registry.domain.households import Household
from registry.domain.people import Person
from registry.domain.person_events import (
    DuplicateGivenBack,
    DuplicateTakenOver,
    Event,
    HouseholdCopied,
    MergeUndone,
    PersonMerged,
)
from registry.domain.person_rules import standing
from registry.domain.refusals import Refusal

__all__ = ["give_back", "merge", "take_over", "undo"]


def merge(person: Person, into: Person, *, today: date) -> list[Event]:
    """This record is the other person; raises ``same_person``, ``person_merged``."""
    if person.person_id == into.person_id:
        raise Refusal("same_person")
    standing(person)
    standing(into)
    return [PersonMerged(into=into.person_id, on=today)]


def take_over(survivor: Person, duplicate: Person) -> list[Event]:
    """The survivor's profile holds; the duplicate's evidenced groups are carried over."""
    held = {(g.code, g.time, g.evidence) for g in survivor.groups}
    carried = tuple(
        group for group in duplicate.groups if (group.code, group.time, group.evidence) not in held
    )
    return [
        DuplicateTakenOver(
            duplicate=duplicate.person_id, groups=carried, partners=duplicate.partners
        )
    ]


def undo(duplicate: Person, survivor: Person, households: Sequence[Household]) -> list[Event]:
    """Two people after all: the duplicate gets back the groups it brought, as the survivor
    holds them now, and what its households' poverty became meanwhile.

    Raises ``not_merged``, and ``person_merged`` while the survivor is merged itself: the
    later merge is undone first.
    """
    if duplicate.merged_into is None or duplicate.merged_into != survivor.person_id:
        raise Refusal("not_merged")
    standing(survivor)
    carried = tuple(
        group_id
        for each in survivor.absorbed
        if each.duplicate == duplicate.person_id
        for group_id in each.group_ids
    )
    groups = tuple(group for group in survivor.groups if group.group_id in carried)
    events: list[Event] = [MergeUndone(carried=carried, groups=groups)]
    events += [
        HouseholdCopied(
            household_id=household.household_id,
            village=household.village,
            poverty=household.poverty,
        )
        for household in households
    ]
    return events


def give_back(survivor: Person, duplicate: Person) -> list[Event]:
    """The survivor's side: without what came from the duplicate."""
    return [DuplicateGivenBack(duplicate=duplicate.person_id)]
