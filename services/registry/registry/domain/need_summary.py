"""The yearly survey of needs, summed up: how many needs and people, by what tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.needs import KINDS, Need
from registry.domain.text import title_order

__all__ = ["BY", "StatedNeed", "SummaryRow", "stands_in", "summed"]

BY = ("village", "occupation", "group", "kind", "level", "form")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedNeed:
    """A need with what its person counts under."""

    person_id: str
    kind: str
    keys: Sequence[str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """``key`` None: not stated. ``people`` are distinct in the row; rows of groups overlap."""

    key: str | None
    needs: int
    people: int
    kinds: Mapping[str, int]


def stands_in(need: Need, year: int) -> bool:
    """Stated by the end of the year and not withdrawn before it began."""
    if need.voided is not None or need.terms.on > date(year, 12, 31):
        return False
    return need.withdrawn_on is None or need.withdrawn_on >= date(year, 1, 1)


def summed(needs: Iterable[StatedNeed]) -> list[SummaryRow]:
    """One row a key, the most needed first."""
    kinds: dict[str | None, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    people: dict[str | None, set[str]] = defaultdict(set)
    for need in needs:
        for key in need.keys:
            kinds[key][need.kind] += 1
            people[key].add(need.person_id)
    rows = [
        SummaryRow(key=key, needs=sum(counts.values()), people=len(people[key]), kinds=dict(counts))
        for key, counts in kinds.items()
    ]
    return sorted(rows, key=lambda row: (-row.needs, row.key is None, title_order(row.key or "")))
