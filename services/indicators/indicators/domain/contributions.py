"""What one person adds to the figures: ``contributions(state, plan)``, pure and without a clock.

The result is a list of entries: +1 and −1 on days of the plan period, future days
included. A multiset: its order means nothing. Each follows from what a measure finds among
the facts (``findings.py``) and from the person's days (``timeline.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from indicators.domain.claims import Claim, claimed
from indicators.domain.days import FOREVER, Day
from indicators.domain.facts import PersonState
from indicators.domain.findings import FINDERS, Extra, Found
from indicators.domain.plan import (
    AmountsPaid,
    FactsShare,
    FirstFactOfYear,
    FollowedUp,
    Indicator,
    LoansDisbursed,
    MembersReached,
    NeedsMet,
    Plan,
)
from indicators.domain.timeline import Dims, Timeline, timeline_of

__all__ = [
    "PROFILE",
    "Entry",
    "claimed_entries",
    "contributions",
    "differing",
    "entries_of",
    "presence",
    "timeline_in",
]

Findings = Sequence[Any]
Two = tuple[Findings, Findings]

PROFILE = "profile"
"""The fact behind a membership: the profile itself (it names no group)."""


class Entry(NamedTuple):
    """``k``: "indicator.part"; ``d``: +1 or −1; ``fact``: the record that put it there."""

    k: str
    on: Day
    d: int
    dims: Dims
    fact: str


def timeline_in(plan: Plan, state: PersonState) -> Timeline:
    communes = bool(plan.communes)
    return timeline_of(state.registry.profile, plan.first, plan.last, communes=communes)


def contributions(state: PersonState, plan: Plan) -> list[Entry]:
    """Every entry of this person, whose duplicates are already combined into ``state``."""
    personal = [each for each in plan.indicators if each.unit != "household"]
    return entries_of(state, timeline_in(plan, state), plan, personal)


def entries_of(
    state: PersonState, timeline: Timeline, plan: Plan, indicators: Iterable[Indicator]
) -> list[Entry]:
    """The entries of these indicators only: what a fact cannot affect need not be counted."""
    out: list[Entry] = []
    for indicator in indicators:
        measure = indicator.measure
        if isinstance(measure, MembersReached):
            _belonging(out, indicator, measure, timeline, plan)
        find = FINDERS.get(type(measure))
        found = find(measure, state, timeline, plan) if find is not None else None
        if found:
            days = timeline if indicator.unit != "class" else _days_of_class(state, timeline, plan)
            _ENTERED[type(measure)](out, indicator, found, days, plan)
    return out


def differing(
    before: PersonState,
    after: PersonState,
    timeline: Timeline,
    plan: Plan,
    indicators: Iterable[Indicator],
) -> tuple[list[Entry], list[Entry]]:
    """Of a person whose days stay as they are: the entries before and after of whichever
    indicator finds something else. What is left out is the same in both, and is no key's only
    entry (in a plan with communes: no key's and commune's).
    """
    was: list[Entry] = []
    now: list[Entry] = []
    for indicator in indicators:
        if indicator.unit == "class":
            was += entries_of(before, timeline, plan, (indicator,))
            now += entries_of(after, timeline, plan, (indicator,))
            continue
        measure = indicator.measure
        find = FINDERS[type(measure)]
        former = find(measure, before, timeline, plan)
        found = find(measure, after, timeline, plan)
        if former != found:
            enter = _ENTERED[type(measure)]
            key_of = _ONE_BY_ONE.get(type(measure))
            if key_of is not None and not plan.communes:
                former, found = _apart(former, found, key_of)
            if former:
                enter(was, indicator, former, timeline, plan)
            if found:
                enter(now, indicator, found, timeline, plan)
    return was, now


def _apart(former: Findings, found: Findings, key_of: Callable[[Any], object]) -> Two:
    """Without what both begin and end with: of a long history one fact more changes little. Of
    that one for each key stays, to tell that the key had entries before and has them now.
    """
    begin, left = 0, min(len(former), len(found))
    while begin < left and former[begin] == found[begin]:
        begin += 1
    end = 0
    while end < left - begin and former[-1 - end] == found[-1 - end]:
        end += 1
    rest = len(former) - end
    kept = {key_of(each): each for each in (*former[:begin], *former[rest:])}.values()
    return [*kept, *former[begin:rest]], [*kept, *found[begin : len(found) - end]]


def _days_of_class(state: PersonState, timeline: Timeline, plan: Plan) -> Timeline:
    """A class has no dimensions but its own, and the commune where it is held (None where
    communes are not told apart).
    """
    commune = timeline.at(plan.first).commune
    if commune is not None:
        told = (each.commune for each in state.training.classes.values() if each.commune)
        commune = next(told, commune)
    dims = Dims((), None, None, None, (), commune)
    return Timeline((), ([plan.first], [dims]), None, FOREVER)


def _belonging(
    out: list[Entry], indicator: Indicator, measure: MembersReached, timeline: Timeline, plan: Plan
) -> None:
    """Whoever is in the groups is in the denominator, whatever is found."""
    den = indicator.key("den")
    for start, end in timeline.during(measure.groups):
        presence(out, den, start, end, PROFILE, timeline, plan)


def _reached(
    out: list[Entry], indicator: Indicator, first: Found, timeline: Timeline, plan: Plan
) -> None:
    measure: MembersReached = indicator.measure  # type: ignore[assignment]
    num = indicator.key("num")
    for start, end in timeline.during(measure.groups):
        if first[0] < end:
            presence(out, num, max(start, first[0]), end, first[1], timeline, plan)


def _once_a_year(
    out: list[Entry],
    indicator: Indicator,
    best: Sequence[Found],
    timeline: Timeline,
    plan: Plan,
) -> None:
    k = indicator.key("value")
    for on, fact, extra in best:
        out.append(Entry(k, on, 1, _with(timeline.at(on), extra), fact))


def _shares(
    out: list[Entry],
    indicator: Indicator,
    records: Sequence[tuple[Found, bool]],
    timeline: Timeline,
    plan: Plan,
) -> None:
    den, num = indicator.key("den"), indicator.key("num")
    for (on, fact, extra), counts in records:
        dims = _with(timeline.at(on), extra)
        out.append(Entry(den, on, 1, dims, fact))
        if counts:
            out.append(Entry(num, on, 1, dims, fact))


def _amounts(
    out: list[Entry],
    indicator: Indicator,
    payments: Sequence[tuple[Found, int]],
    timeline: Timeline,
    plan: Plan,
) -> None:
    amount, value = indicator.key("amount"), indicator.key("value")
    for (on, fact, extra), paid in payments:
        dims = _with(timeline.at(on), extra)
        out.append(Entry(value, on, 1, dims, fact))
        out.append(Entry(amount, on, paid, dims, fact))


def claimed_entries(
    out: list[Entry],
    indicator: Indicator,
    claims: Sequence[Claim],
    timeline: Timeline,
    plan: Plan,
) -> None:
    """The presence of a unit with these needs, and of these the met ones."""
    if not claims:
        return
    den, num = indicator.key("den"), indicator.key("num")
    stays = claimed(claims)
    for i, (start, end, claim, met) in enumerate(stays):
        if met:
            presence(out, num, start, end, claim.met_by, timeline, plan, claim.extra)
        if i and stays[i - 1][1] == start and stays[i - 1][2] == claim:
            continue  # the same need goes on
        if i + 1 < len(stays) and stays[i + 1][0] == end and stays[i + 1][2] == claim:
            end = stays[i + 1][1]  # noqa: PLW2901
        presence(out, den, start, end, claim.key, timeline, plan, claim.extra)


def presence(
    out: list[Entry],
    k: str,
    start: Day,
    end: Day,
    fact: str,
    timeline: Timeline,
    plan: Plan,
    extra: Extra = (),
) -> None:
    """Enter on the first day, leave on ``end``; change cells when a dimension changes between."""
    start = max(start, plan.first)
    if start >= end or start > plan.last:
        return
    dims = _with(timeline.at(start), extra)
    out.append(Entry(k, start, 1, dims, fact))
    starts, stages = timeline.stages
    if starts[-1] > start:
        for day, stage in zip(starts, stages, strict=True):
            if start < day < end:
                out.append(Entry(k, day, -1, dims, fact))
                dims = _with(stage, extra)
                out.append(Entry(k, day, 1, dims, fact))
    if end <= plan.last:
        out.append(Entry(k, end, -1, dims, fact))


def _with(dims: Dims, extra: Extra) -> Dims:
    if not extra:
        return dims
    return Dims(dims.groups, dims.gender, dims.village, dims.age_band, extra, dims.commune)


_ENTERED: Mapping[type, Callable[[list[Entry], Indicator, Any, Timeline, Plan], None]] = {
    FirstFactOfYear: _once_a_year,
    MembersReached: _reached,
    NeedsMet: claimed_entries,
    LoansDisbursed: claimed_entries,
    FactsShare: _shares,
    FollowedUp: _shares,
    AmountsPaid: _amounts,
}
"""What each measure enters for its findings."""

_ONE_BY_ONE: Mapping[type, Callable[[Any], object]] = {
    FirstFactOfYear: lambda _: "value",
    FactsShare: lambda share: share[1],
    FollowedUp: lambda share: share[1],
    AmountsPaid: lambda _: "value",
}
"""Measures of which each finding is entered by itself, whatever else is found; and what tells
which keys it enters.
"""
