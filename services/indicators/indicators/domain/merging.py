"""Duplicates: which persons are one, who survives, and what is known of them together.

The answer depends on the merges alone, not on their order: a cycle of merges is one
person too, under the smallest id in the cycle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from indicators.domain.evolve import changed_tables
from indicators.domain.facts import PersonState, Profile, changed, names_of

__all__ = ["clusters", "combine", "survivor"]

DERIVED = frozenset(
    ("rural", "ethnic_minority", "poor_household", "near_poor_household", "elderly")
)
"""Groups that follow from the survivor's own profile; the others rest on evidence."""

PARTS = ("training", "placement", "credit", "amounts")


def survivor(person: str, into: Mapping[str, str]) -> str:
    """Who stands for ``person``: the end of the chain, or the smallest id of a cycle."""
    seen: list[str] = []
    while person in into and person not in seen:
        seen.append(person)
        person = into[person]
    return min(seen[seen.index(person) :]) if person in seen else person


def clusters(persons: Iterable[str], into: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The persons by survivor, each group sorted."""
    found: dict[str, list[str]] = {}
    for person in sorted(set(persons)):
        found.setdefault(survivor(person, into), []).append(person)
    return {root: tuple(members) for root, members in found.items()}


def combine(root: PersonState, others: Sequence[PersonState]) -> PersonState:
    """One state: the survivor's profile with the duplicates' evidenced groups, all records."""
    if not others:
        return root
    states = [root, *others]
    registry = _together([state.registry for state in states])
    return PersonState(
        registry=changed(registry, profile=_profile(root, others), merged=None),
        **{part: _together([getattr(state, part) for state in states]) for part in PARTS},
    )


def _profile(root: PersonState, others: Sequence[PersonState]) -> Profile | None:
    told = [state.registry.profile for state in others if state.registry.profile is not None]
    carried = {group for each in told for group in each.groups if group.code not in DERIVED}
    own = root.registry.profile
    if own is None:  # what is known of the survivor was told of a duplicate
        own = Profile(pos=max((each.pos for each in told), default=0))
    new = sorted(carried - set(own.groups), key=lambda group: (group.code, group.start))
    return changed(own, groups=(*own.groups, *new))


def _together(parts: Sequence[Any]) -> Any:
    """Of each record the fact with the later position, without what was voided after it."""
    voided: dict[str, int] = {}
    for part in parts:
        for key, pos in part.voided.items():
            voided[key] = max(pos, voided.get(key, 0))
    tables: dict[str, Any] = {}
    for table in changed_tables(type(parts[0])):
        latest: dict[str, Any] = {}
        for part in parts:
            for key, fact in getattr(part, table).items():
                if voided.get(key, 0) > fact.pos:
                    continue
                if key not in latest or latest[key].pos < fact.pos:
                    latest[key] = fact
        tables[table] = latest
    kept = {name: getattr(parts[0], name) for name in names_of(type(parts[0]))}
    return type(parts[0])(**(kept | tables | {"voided": voided}))
