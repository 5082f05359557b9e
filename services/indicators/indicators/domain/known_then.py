"""What is still known of what was known then: a person's facts without what was told since.

Of each record the state keeps the latest word. One that was told after the moment may have
been told before, otherwise: that is not kept, and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indicators.domain.days import Day
from indicators.domain.evolve import changed_tables
from indicators.domain.facts import PersonState, changed
from indicators.domain.reach import FEEDS

__all__ = ["MERGED", "PROFILE", "VOIDED", "ToldSince", "heard", "known_then", "positions"]

PROFILE, MERGED, VOIDED = "profile", "merged", "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSince:
    """A record whose latest word came after the moment. ``table``: of the facts, or ``profile``,
    ``merged``, ``voided``; ``on``: the day it says, None where it says none.
    """

    part: str
    table: str
    record: str
    pos: int
    on: Day | None = None

    @property
    def event(self) -> str:
        return f"{FEEDS[self.part]}/{self.pos}"


def positions(state: PersonState) -> dict[str, set[int]]:
    """By feed the positions of all that the state rests on."""
    found: dict[str, set[int]] = {}
    for part, feed in FEEDS.items():
        told: Any = getattr(state, part)
        at = found[feed] = set(told.voided.values())
        for table in changed_tables(type(told)):
            at.update(fact.pos for fact in getattr(told, table).values())
    registry = state.registry
    singles = (registry.profile, registry.merged)
    found[FEEDS["registry"]].update(each.pos for each in singles if each is not None)
    return found


def known_then(state: PersonState, known: Mapping[str, int]) -> tuple[PersonState, list[ToldSince]]:
    """The facts told up to ``known``, by feed the last position recorded by the moment, and what
    was told since. The profile stays, whenever it was told: it says what held on which day.
    """
    since: list[ToldSince] = []
    parts: dict[str, Any] = {}
    for part, feed in FEEDS.items():
        told: Any = getattr(state, part)
        last = known.get(feed, 0)
        kept: dict[str, Any] = {}
        for table in changed_tables(type(told)):
            facts = getattr(told, table)
            kept[table] = {key: fact for key, fact in facts.items() if fact.pos <= last}
            since += [
                ToldSince(part=part, table=table, record=key, pos=fact.pos, on=_day_of(fact))
                for key, fact in facts.items()
                if fact.pos > last
            ]
        kept["voided"] = {key: pos for key, pos in told.voided.items() if pos <= last}
        since += [
            ToldSince(part=part, table=VOIDED, record=key, pos=pos)
            for key, pos in told.voided.items()
            if pos > last
        ]
        parts[part] = changed(told, **kept)
    registry, last = state.registry, known.get(FEEDS["registry"], 0)
    for table, single in ((PROFILE, registry.profile), (MERGED, registry.merged)):
        if single is not None and single.pos > last:
            found = ToldSince(part="registry", table=table, record=table, pos=single.pos)
            since.append(found)
            if table == MERGED:
                parts["registry"] = changed(parts["registry"], merged=None)
    return PersonState(**parts), since


def heard(state: PersonState, known: Mapping[str, int]) -> bool:
    """Whether anything of it was told by then."""
    return any(
        pos <= known.get(feed, 0) for feed, found in positions(state).items() for pos in found
    )


def _day_of(fact: Any) -> Day | None:
    day: Day | None = getattr(fact, "on", None) or getattr(fact, "need_on", None)
    return day
