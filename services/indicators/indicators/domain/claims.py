"""Several needs of one unit, seen as one presence.

A unit counts once however many needs it has. While more than one holds, a met one
speaks for the unit (else the earliest), so numerator and denominator always name the
same record and stand in the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from indicators.domain.days import FOREVER, Day

__all__ = ["Claim", "claimed"]


class Claim(NamedTuple):
    """A need that holds from ``start`` to ``end`` (exclusive) and is met from ``met`` on."""

    start: Day
    end: Day
    key: str
    met: Day
    met_by: str
    extra: tuple[tuple[str, str], ...]


def claimed(claims: Sequence[Claim]) -> list[tuple[Day, Day, Claim, bool]]:
    """Stays apart from each other, in order: from, to, the claim that speaks, met or not."""
    if len(claims) == 1:
        return _alone(claims[0])
    days = sorted({day for c in claims for day in (c.start, c.met, c.end)} | {FOREVER})
    found: list[tuple[Day, Day, Claim, bool]] = []
    for day, until in pairwise(days):
        holding = [c for c in claims if c.start <= day < c.end]
        if not holding:
            continue
        best = min(holding, key=lambda c: (c.met > day, c.start, c.key))
        met = best.met <= day
        if found and found[-1][1:] == (day, best, met):
            found[-1] = (found[-1][0], until, best, met)
        else:
            found.append((day, until, best, met))
    return found


def _alone(claim: Claim) -> list[tuple[Day, Day, Claim, bool]]:
    if claim.met >= claim.end:
        return [(claim.start, claim.end, claim, False)]
    if claim.met <= claim.start:
        return [(claim.start, claim.end, claim, True)]
    return [
        (claim.start, claim.met, claim, False),
        (claim.met, claim.end, claim, True),
    ]
