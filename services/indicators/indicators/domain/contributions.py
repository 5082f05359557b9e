"""What one person adds to the figures: ``contributions(state, plan)``, pure and without a clock.

The result is a list of entries: +1 and −1 on days of the plan period, future days
included. A multiset: its order means nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from indicators.domain.claims import Claim, claimed
from indicators.domain.days import FOREVER, Day, later
from indicators.domain.facts import PersonState, names_of
from indicators.domain.plan import (
    AmountsPaid,
    Facts,
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
    "PART_OF",
    "PROFILE",
    "Entry",
    "claimed_entries",
    "contributions",
    "entries_of",
    "loan_claims",
    "matching",
    "presence",
    "timeline_in",
]

PROFILE = "profile"
"""The fact behind a membership: the profile itself (it names no group)."""


class Entry(NamedTuple):
    """``k``: "indicator.part"; ``d``: +1 or −1; ``fact``: the record that put it there."""

    k: str
    on: Day
    d: int
    dims: Dims
    fact: str


PART_OF = {
    table: part
    for part in names_of(PersonState)
    for table in names_of(type(getattr(PersonState(), part)))
    if table not in ("voided", "profile", "merged")
}
"""The sub-state each table of facts is in."""

Extra = tuple[tuple[str, str], ...]
Found = tuple[Day, str, Extra]


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
        count = _COUNTED.get(type(indicator.measure))
        if count is not None:
            count(out, indicator, indicator.measure, state, timeline, plan)
    return out


def matching(state: PersonState, selectors: Sequence[Facts]) -> Iterator[Found]:
    """Day, record id and extra dimensions of the records that satisfy a selector."""
    for selector in selectors:
        table = selector.table
        records: dict[str, object] = getattr(getattr(state, PART_OF[table]), table)
        for key, record in records.items():
            for name, wanted in selector.where:
                if getattr(record, name) not in wanted:
                    break
            else:
                on: Day = record.on  # type: ignore[attr-defined]
                yield on, key, _extra(selector, record) if selector.dims else ()


def _extra(selector: Facts, record: object) -> Extra:
    found = ((name, getattr(record, source)) for name, source in selector.dims)
    return tuple((name, str(value)) for name, value in found if value is not None)


def _first_fact_of_year(
    out: list[Entry],
    indicator: Indicator,
    measure: FirstFactOfYear,
    state: PersonState,
    timeline: Timeline,
    plan: Plan,
) -> None:
    best: dict[str, Found] = {}
    for found in matching(state, measure.any_of):
        on = found[0]
        if not plan.first <= on <= plan.last:
            continue
        year = on[:4]
        if (year not in best or found < best[year]) and timeline.was_in(on, measure.groups):
            best[year] = found
    k = indicator.key("value")
    for on, fact, extra in best.values():
        out.append(Entry(k, on, 1, _with(timeline.at(on), extra), fact))


def _members_reached(
    out: list[Entry],
    indicator: Indicator,
    measure: MembersReached,
    state: PersonState,
    timeline: Timeline,
    plan: Plan,
) -> None:
    stays = timeline.during(measure.groups)
    if not stays:
        return
    reached = min((f for f in matching(state, measure.by) if f[0] >= plan.first), default=None)
    den, num = indicator.key("den"), indicator.key("num")
    for start, end in stays:
        presence(out, den, start, end, PROFILE, timeline, plan)
        if reached is not None and reached[0] < end:
            presence(out, num, max(start, reached[0]), end, reached[1], timeline, plan)


def _facts_share(
    out: list[Entry],
    indicator: Indicator,
    measure: FactsShare,
    state: PersonState,
    timeline: Timeline,
    plan: Plan,
) -> None:
    den, num = indicator.key("den"), indicator.key("num")
    wanted: set[tuple[Day, str]] | None = None
    for on, fact, extra in matching(state, measure.of):
        if not plan.first <= on <= plan.last:
            continue
        if measure.groups is not None and not timeline.was_in(on, measure.groups):
            continue
        if wanted is None:
            wanted = {(each[0], each[1]) for each in matching(state, measure.those)}
        dims = _dims(indicator, state, timeline, on, extra)
        out.append(Entry(den, on, 1, dims, fact))
        if (on, fact) in wanted:
            out.append(Entry(num, on, 1, dims, fact))


def _followed_up(
    out: list[Entry],
    indicator: Indicator,
    measure: FollowedUp,
    state: PersonState,
    timeline: Timeline,
    plan: Plan,
) -> None:
    den, num = indicator.key("den"), indicator.key("num")
    after: list[Found] | None = None
    for on, fact, extra in matching(state, measure.after):
        due = later(on, months=measure.months, days=measure.days)
        if not plan.first <= due <= plan.last:
            continue
        if measure.groups is not None and not timeline.was_in(on, measure.groups):
            continue
        if after is None:
            after = list(matching(state, measure.by))
        followed = any(
            on <= each[0] <= due and (not measure.same_record or each[1] == fact) for each in after
        )
        dims = _dims(indicator, state, timeline, due, extra)
        out.append(Entry(den, due, 1, dims, fact))
        if followed != measure.missed:
            out.append(Entry(num, due, 1, dims, fact))


def _amounts(
    out: list[Entry],
    indicator: Indicator,
    measure: AmountsPaid,
    state: PersonState,
    timeline: Timeline,
    plan: Plan,
) -> None:
    amount, value = indicator.key("amount"), indicator.key("value")
    for selector in measure.any_of:
        records = getattr(getattr(state, PART_OF[selector.table]), selector.table)
        for on, fact, extra in matching(state, (selector,)):
            if plan.first <= on <= plan.last:
                dims = _dims(indicator, state, timeline, on, extra)
                out.append(Entry(value, on, 1, dims, fact))
                out.append(Entry(amount, on, getattr(records[fact], measure.amount), dims, fact))


def _dims(
    indicator: Indicator, state: PersonState, timeline: Timeline, on: Day, extra: Extra
) -> Dims:
    """A person's dimensions of the day; a class has none but its own."""
    if indicator.unit == "class":
        return Dims((), None, None, None, extra, _commune_of_class(state, timeline, on))
    return _with(timeline.at(on), extra)


def _commune_of_class(state: PersonState, timeline: Timeline, on: Day) -> str | None:
    """Where the class is held; None where communes are not told apart."""
    unknown = timeline.at(on).commune
    told = (each.commune for each in state.training.classes.values() if each.commune)
    return unknown if unknown is None else next(told, unknown)


def _needs(measure: NeedsMet, state: PersonState, timeline: Timeline) -> list[Claim]:
    claims = []
    facts: list[Found] | None = None
    withdrawals = state.registry.need_withdrawals
    for key, need in state.registry.needs.items():
        if need.kind not in measure.kinds or (measure.able_to_work and not need.able_to_work):
            continue
        if not timeline.was_in(need.on, measure.groups):
            continue
        if facts is None:
            facts = list(matching(state, measure.by))
        met = min((f for f in facts if f[0] >= need.on), default=None)
        end = withdrawals[key].on if key in withdrawals else FOREVER
        claims.append(
            Claim(need.on, end, key, met[0] if met else FOREVER, met[1] if met else key, ())
        )
    return claims


def _loans(measure: LoansDisbursed, state: PersonState, timeline: Timeline) -> list[Claim]:
    return [claim for claim in loan_claims(state) if timeline.was_in(claim.start, measure.groups)]


def loan_claims(state: PersonState) -> list[Claim]:
    """The eligible credit needs: from the need's date until withdrawn, met once disbursed."""
    credit = state.credit
    claims = []
    for key, assessed in credit.assessments.items():
        if not assessed.eligible:
            continue
        paid = credit.disbursements.get(key)
        product = (paid.product if paid else None) or assessed.product
        withdrawn = credit.loan_withdrawals.get(key)
        claims.append(
            Claim(
                assessed.need_on,
                withdrawn.on if withdrawn else FOREVER,
                key,
                max(paid.on, assessed.need_on) if paid else FOREVER,
                key,
                (("product", product),) if product else (),
            )
        )
    return claims


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


def _needs_met(
    out: list[Entry],
    indicator: Indicator,
    measure: NeedsMet,
    state: PersonState,
    timeline: Timeline,
    plan: Plan,
) -> None:
    claimed_entries(out, indicator, _needs(measure, state, timeline), timeline, plan)


def _loans_disbursed(
    out: list[Entry],
    indicator: Indicator,
    measure: LoansDisbursed,
    state: PersonState,
    timeline: Timeline,
    plan: Plan,
) -> None:
    claimed_entries(out, indicator, _loans(measure, state, timeline), timeline, plan)


_COUNTED: Mapping[type, Callable[..., None]] = {
    FirstFactOfYear: _first_fact_of_year,
    MembersReached: _members_reached,
    NeedsMet: _needs_met,
    LoansDisbursed: _loans_disbursed,
    FactsShare: _facts_share,
    FollowedUp: _followed_up,
    AmountsPaid: _amounts,
}
"""How each measure counts a person."""
