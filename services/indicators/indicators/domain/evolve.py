"""How a person's state changes: ``evolve(state, change) -> state``. It never refuses."""

from __future__ import annotations

from typing import Any, NamedTuple

from indicators.domain.facts import Fact, PersonState, changed, names_of

__all__ = ["Change", "Put", "Void", "changed_tables", "evolve"]


class Put(NamedTuple):
    """A fact about a record; ``part`` is the sub-state of the feed that told it."""

    part: str
    table: str
    key: str
    fact: Any


class Void(NamedTuple):
    """The record never was: what the same feed said of it before ``pos`` is gone."""

    part: str
    key: str
    pos: int


Change = Put | Void

SINGLE = ("profile", "merged")


def evolve(state: PersonState, change: Change) -> PersonState:
    """The state after the change; the same object where nothing changes.

    An event applied twice, or one that a later position already replaced, changes nothing.
    """
    part = getattr(state, change.part)
    after = _void(part, change) if isinstance(change, Void) else _put(part, change)
    return state if after is part else changed(state, **{change.part: after})


def _put(part: Any, change: Put) -> Any:
    present = getattr(part, change.table)
    if change.table in SINGLE:
        if present is not None and present.pos >= change.fact.pos:
            return part
        return changed(part, **{change.table: change.fact})
    former = present.get(change.key)
    if former is not None and former.pos >= change.fact.pos:
        return part
    if part.voided.get(change.key, 0) > change.fact.pos:
        return part
    return changed(part, **{change.table: {**present, change.key: change.fact}})


def _void(part: Any, change: Void) -> Any:
    if part.voided.get(change.key, 0) >= change.pos:
        return part
    after: dict[str, Any] = {"voided": {**part.voided, change.key: change.pos}}
    for table in changed_tables(type(part)):
        facts = getattr(part, table)
        fact = facts.get(change.key)
        if fact is not None and fact.pos < change.pos:
            after[table] = {key: each for key, each in facts.items() if key != change.key}
    return changed(part, **after)


def changed_tables(part: type[Fact]) -> tuple[str, ...]:
    """The record tables a void of this part may change."""
    return tuple(name for name in names_of(part) if name not in ("voided", *SINGLE))
