"""The event that told the record behind an entry, found in the facts themselves."""

from __future__ import annotations

from typing import Any

from indicators.domain.contributions import PART_OF, PROFILE, Entry
from indicators.domain.facts import PersonState
from indicators.domain.reach import FEEDS

__all__ = ["UNTOLD", "cause_of"]

UNTOLD = "states/0"
"""Where the facts are another unit's: a household's entries rest on its members' loans."""

TABLES = {part: [table for table, its in PART_OF.items() if its == part] for part in FEEDS}


def cause_of(entry: Entry, state: PersonState | None) -> str:
    """``<feed>/<position>``."""
    if state is None:
        return UNTOLD
    if entry.fact == PROFILE:
        profile = state.registry.profile
        return f"{FEEDS['registry']}/{profile.pos if profile else 0}"
    for part, feed in FEEDS.items():
        facts: Any = getattr(state, part)
        for name in TABLES[part]:
            table = getattr(facts, name)
            if entry.fact in table:
                return f"{feed}/{table[entry.fact].pos}"
    return UNTOLD
