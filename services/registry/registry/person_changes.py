"""What changed of a person with each commit: field by field, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from registry.compartments import compartments
from registry.domain.people import Membership, Person, Residence
from registry.views import plain

__all__ = ["changes_between", "flat"]

Json = dict[str, Any]


def flat(person: Person | None) -> dict[str, tuple[Any, str | None]]:
    """Every field by name, with the sensitive compartment it stands in."""
    if person is None:
        return {}
    table = compartments()
    details = asdict(person.details)
    details["birth_date"] = person.details.birth_date.text
    found: dict[str, tuple[Any, str | None]] = {
        name: (plain(value), table.of_field(name))
        for name, value in details.items()
        if value not in (None, (), "")
    }
    for number, residence in enumerate(person.residences, 1):
        found[f"residence.{number}"] = (_stay(residence), None)
    for number, membership in enumerate(person.memberships, 1):
        found[f"household.{number}"] = (_stay(membership), None)
    for group in person.groups:
        found[f"group.{group.group_id}"] = (plain(asdict(group)), table.of_group(group.code))
    if person.left is not None:
        found["left"] = (plain(asdict(person.left)), None)
    if person.merged_into is not None:
        found["merged_into"] = (person.merged_into, None)
    for absorbed in person.absorbed:
        found[f"merged_here.{absorbed.duplicate}"] = (True, None)
    if person.partners:
        found["partners"] = (list(person.partners), None)
    if person.restricted is not None:
        found["restricted"] = (plain(person.restricted), None)
    if person.erased is not None:
        found["erased"] = (plain(person.erased), None)
    return found


def _stay(stay: Residence | Membership) -> Json:
    """Without its memory of former names: each is told by the change that ended it."""
    told: Json = plain(asdict(stay))
    del told["succeeded"]
    return told


def changes_between(
    before: Person | None, after: Person | None, open_to: frozenset[str]
) -> list[Json]:
    """``{field, before, after}``; where a compartment is closed, only that something changed."""
    return list(_lines(flat(before), flat(after), open_to))


def _lines(
    before: dict[str, tuple[Any, str | None]],
    after: dict[str, tuple[Any, str | None]],
    open_to: frozenset[str],
) -> Iterator[Json]:
    for field in _in_order(before, after):
        was, closed_was = before.get(field, (None, None))
        now, closed_now = after.get(field, (None, None))
        if was == now:
            continue
        compartment = closed_was or closed_now
        if compartment is not None and compartment not in open_to:
            yield {"field": field.partition(".")[0], "withheld": True}
        else:
            yield {"field": field, "before": was, "after": now}


def _in_order(*sides: dict[str, Any]) -> Sequence[str]:
    return list(dict.fromkeys(name for side in sides for name in side))
