"""What if: a figure as it would be after changes that have not happened. Pure, and told with
what was assumed.

A change becomes records: a class of 25 of which 80% fill and 60% finish is 20 enrolments, 12
completions and 8 drop-outs. Each record is taken to be of another person whom the figure does
not count yet, within the span, and on top of what the forecast expects anyway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indicators.domain.contributions import Entry
from indicators.domain.figures import Valuation, figure
from indicators.domain.plan import (
    AmountsPaid,
    Facts,
    FactsShare,
    FirstFactOfYear,
    FollowedUp,
    Indicator,
    LoansDisbursed,
    Surveyed,
)
from indicators.domain.timeline import Dims

__all__ = ["KINDS", "Change", "NotForeseeable", "records_of", "what_if"]

Json = dict[str, Any]
KINDS = {
    "class": "enrolments",
    "jobs": "placements",
    "services": "services",
    "referrals": "referrals",
    "loans": "loans",
}
"""By kind of change the table its records go to."""


class NotForeseeable(ValueError):
    """The figure follows from no record: a survey, or an amount of money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """``count`` places, jobs …; ``fills``: the share taken up; of a class also ``finishes``: of
    those, the share that completes, and ``finds_work``: of those, the share that starts work.

    ``fields``: what the records say (``level``, ``service`` …); what is not said fits any figure.
    """

    kind: str
    count: int
    fills: float = 1.0
    finishes: float = 1.0
    finds_work: float = 0.0
    fields: Mapping[str, object] = field(default_factory=dict)


def records_of(change: Change) -> Counter[str]:
    """How many records of each table the change comes to, in whole persons."""
    taken = round(change.count * change.fills)
    if change.kind != "class":
        return Counter({KINDS[change.kind]: taken})
    done = round(taken * change.finishes)
    return Counter(
        enrolments=taken,
        completions=done,
        dropouts=taken - done,
        placements=round(done * change.finds_work),
    )


def what_if(indicator: Indicator, at: Valuation, changes: Sequence[Change]) -> Json:
    """``{before, after, added: {part: n}, left_over}``: the figure now and as it would be.

    ``left_over``: how many would find nobody left to count. Raises :class:`NotForeseeable`.
    Puts entries into ``at.totals``: hand in a valuation of its own.
    """
    before = figure(indicator, at)
    added, left_over = _added(indicator, before, changes)
    on = at.day or at.span.first
    nobody = Dims((), None, None, None, commune=at.totals.commune)
    at.totals.put_in(
        Entry(indicator.key(part), on, count, nobody, "what_if") for part, count in added.items()
    )
    after = figure(indicator, at)
    after["forecast"] = _shifted(before, after)
    return {"before": before, "after": after, "added": dict(added), "left_over": left_over}


def _added(
    indicator: Indicator, before: Json, changes: Sequence[Change]
) -> tuple[dict[str, int], int]:
    measure = indicator.measure
    if isinstance(measure, Surveyed | AmountsPaid):
        raise NotForeseeable(indicator.code)
    if isinstance(measure, FirstFactOfYear):
        return {"value": sum(_most(measure.any_of, change) for change in changes)}, 0
    if isinstance(measure, FactsShare):
        den = sum(_all(measure.of, change) for change in changes)
        return {"den": den, "num": sum(_all(measure.those, change) for change in changes)}, 0
    if isinstance(measure, FollowedUp):
        den = followed = 0
        for change in changes:
            den += (own := _all(measure.after, change))
            followed += min(own, _most(measure.by, change))
        return {"den": den, "num": den - followed if measure.missed else followed}, 0
    if isinstance(measure, LoansDisbursed):
        reached = sum(records_of(change)["loans"] for change in changes)
    else:
        reached = sum(_most(measure.by, change) for change in changes)
    room = (before["den"] or 0) - (before["num"] or 0)
    return {"num": min(reached, room)}, max(0, reached - room)


def _most(any_of: Iterable[Facts], change: Change) -> int:
    """A person with several such records counts once."""
    return max((_matching(facts, change) for facts in any_of), default=0)


def _all(any_of: Iterable[Facts], change: Change) -> int:
    return sum(_matching(facts, change) for facts in any_of)


def _matching(facts: Facts, change: Change) -> int:
    for name, wanted in facts.where:
        if name in change.fields and change.fields[name] not in wanted:
            return 0
    return records_of(change)[facts.table]


def _shifted(before: Json, after: Json) -> Json | None:
    """The former forecast, moved by what came on top: one event is no new trend."""
    told: Json | None = before["forecast"]
    count = "value" if before["kind"] == "flow" else "ratio"
    if told is None or before[count] is None:
        return after["forecast"]  # type: ignore[no-any-return]
    moved: float = (after[count] or 0) - before[count]

    def shift(value: float | None) -> float | None:
        if value is None:
            return None
        found = float(value + moved)
        return round(found, 1) if count == "value" else round(min(1.0, max(0.0, found)), 6)

    return {**told, **{name: shift(told[name]) for name in ("value", "low", "high")}}
