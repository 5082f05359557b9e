"""Why a person does not count: the conditions of an indicator that are missing, with the facts.

``missing(indicator, …)`` answers codes:

    no_record              no record of the wanted kind (and date)
    not_in_group           not in a group asked for on the day
    counted_earlier        counted already in this calendar year, before the span
    no_need                no such need
    not_able_to_work       the need does not say able to work
    need_withdrawn         withdrawn by then
    nothing_after_need     no record on or after the need's date
    not_assessed           no credit need assessed
    not_eligible           the latest assessment says no
    not_disbursed          eligible, not paid out by then
    no_elderly_in_household
    not_of_the_kind        the records of the span are not those the numerator counts
    not_followed           nothing followed before the record's time was up
    followed               the numerator counts what was missed, and it was not
    external               a survey's figure counts no persons
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indicators.domain.days import FOREVER, Day, later
from indicators.domain.facts import PersonState
from indicators.domain.findings import matching
from indicators.domain.plan import (
    AmountsPaid,
    FactsShare,
    FirstFactOfYear,
    FollowedUp,
    Indicator,
    LoansDisbursed,
    MembersReached,
    NeedsMet,
)
from indicators.domain.timeline import Timeline

__all__ = ["CONDITIONS", "Missing", "missing"]

CONDITIONS = (
    "no_record",
    "not_in_group",
    "counted_earlier",
    "no_need",
    "not_able_to_work",
    "need_withdrawn",
    "nothing_after_need",
    "not_assessed",
    "not_eligible",
    "not_disbursed",
    "no_elderly_in_household",
    "not_of_the_kind",
    "not_followed",
    "followed",
    "external",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """``facts``: records and days that fail the condition, and the groups asked for."""

    part: str
    condition: str
    facts: dict[str, Any]


def missing(
    indicator: Indicator, state: PersonState, timeline: Timeline, first: Day, last: Day
) -> list[Missing]:
    """What lacks between ``first`` and ``last`` for somebody who is not counted."""
    measure = indicator.measure
    if isinstance(measure, FirstFactOfYear):
        return _flow(measure, state, timeline, first, last)
    if isinstance(measure, MembersReached):
        return _members(measure, state, timeline, first, last)
    if isinstance(measure, NeedsMet):
        return _needs(measure, state, timeline, last)
    if isinstance(measure, LoansDisbursed):
        return _loans(indicator, measure, state, timeline, last)
    if isinstance(measure, FactsShare | FollowedUp | AmountsPaid):
        return _records(indicator, measure, state, first, last)
    return [Missing(part="value", condition="external", facts={})]


def _records(
    indicator: Indicator,
    measure: FactsShare | FollowedUp | AmountsPaid,
    state: PersonState,
    first: Day,
    last: Day,
) -> list[Missing]:
    """Records whose day is in the span; then what they lack to be in the numerator."""
    if isinstance(measure, FollowedUp):
        selectors, months, days = measure.after, measure.months, measure.days
    else:
        selectors = measure.of if isinstance(measure, FactsShare) else measure.any_of
        months = days = 0
    inside = [
        each
        for each in matching(state, selectors)
        if first <= later(each[0], months=months, days=days) <= last
    ]
    part = "value" if isinstance(measure, AmountsPaid) else "den"
    if not inside:
        wanted = sorted({each.table for each in selectors})
        return [Missing(part=part, condition="no_record", facts={"records": wanted})]
    if isinstance(measure, AmountsPaid):
        return []
    lacking = "not_of_the_kind" if isinstance(measure, FactsShare) else "not_followed"
    if isinstance(measure, FollowedUp) and measure.missed:
        lacking = "followed"
    records = [{"record": fact, "on": on} for on, fact, _ in sorted(inside)]
    return [Missing(part="num", condition=lacking, facts={"records": records})]


def _flow(
    measure: FirstFactOfYear, state: PersonState, timeline: Timeline, first: Day, last: Day
) -> list[Missing]:
    year = f"{first[:4]}-01-01"
    inside = [f for f in matching(state, measure.any_of) if first <= f[0] <= last]
    if not inside:
        wanted = sorted({each.table for each in measure.any_of})
        return [Missing(part="value", condition="no_record", facts={"records": wanted})]
    good = [f for f in inside if timeline.was_in(f[0], measure.groups)]
    if not good:
        records = [{"record": fact, "on": on} for on, fact, _ in sorted(inside)]
        facts = {"records": records, "groups": sorted(measure.groups)}
        return [Missing(part="value", condition="not_in_group", facts=facts)]
    earlier = [
        f
        for f in matching(state, measure.any_of)
        if year <= f[0] < first and timeline.was_in(f[0], measure.groups)
    ]
    if earlier:
        on, fact, _ = min(earlier)
        return [
            Missing(part="value", condition="counted_earlier", facts={"record": fact, "on": on})
        ]
    return []


def _members(
    measure: MembersReached, state: PersonState, timeline: Timeline, first: Day, last: Day
) -> list[Missing]:
    found = []
    if not timeline.was_in(last, measure.groups):
        facts: dict[str, Any] = {"on": last, "groups": sorted(measure.groups)}
        found.append(Missing(part="den", condition="not_in_group", facts=facts))
    since = timeline.stages[0][0]
    if not any(since <= f[0] <= last for f in matching(state, measure.by)):
        wanted = sorted({each.table for each in measure.by})
        facts = {"records": wanted, "since": since}
        found.append(Missing(part="num", condition="no_record", facts=facts))
    return found


def _needs(measure: NeedsMet, state: PersonState, timeline: Timeline, last: Day) -> list[Missing]:
    needs = {
        key: need
        for key, need in state.registry.needs.items()
        if need.kind in measure.kinds and need.on <= last
    }
    if not needs:
        return [Missing(part="den", condition="no_need", facts={"kinds": sorted(measure.kinds)})]
    found = []
    standing = []
    for key, need in sorted(needs.items(), key=lambda each: (each[1].on, each[0])):
        facts: dict[str, Any] = {"record": key, "on": need.on}
        withdrawn = state.registry.need_withdrawals.get(key)
        if measure.able_to_work and not need.able_to_work:
            found.append(Missing(part="den", condition="not_able_to_work", facts=facts))
        elif not timeline.was_in(need.on, measure.groups):
            facts |= {"groups": sorted(measure.groups)}
            found.append(Missing(part="den", condition="not_in_group", facts=facts))
        elif withdrawn is not None and withdrawn.on <= last:
            facts |= {"withdrawn_on": withdrawn.on}
            found.append(Missing(part="den", condition="need_withdrawn", facts=facts))
        else:
            standing.append((key, need))
    if not standing:
        return found
    for _, need in standing:
        if any(need.on <= f[0] <= last for f in matching(state, measure.by)):
            return []
    key, need = standing[0]
    wanted = sorted({each.table for each in measure.by})
    facts = {"record": key, "on": need.on, "records": wanted}
    return [Missing(part="num", condition="nothing_after_need", facts=facts)]


def _loans(
    indicator: Indicator,
    measure: LoansDisbursed,
    state: PersonState,
    timeline: Timeline,
    last: Day,
) -> list[Missing]:
    credit = state.credit
    assessed = {k: a for k, a in credit.assessments.items() if a.need_on <= last}
    if not assessed:
        return [Missing(part="den", condition="not_assessed", facts={})]
    found = []
    for key, each in sorted(assessed.items(), key=lambda pair: (pair[1].need_on, pair[0])):
        facts: dict[str, Any] = {"record": key, "on": each.need_on}
        withdrawn = credit.loan_withdrawals.get(key)
        paid = credit.disbursements.get(key)
        if not each.eligible:
            found.append(Missing(part="den", condition="not_eligible", facts=facts))
        elif indicator.unit == "person" and not timeline.was_in(each.need_on, measure.groups):
            facts |= {"groups": sorted(measure.groups)}
            found.append(Missing(part="den", condition="not_in_group", facts=facts))
        elif withdrawn is not None and withdrawn.on <= last:
            facts |= {"withdrawn_on": withdrawn.on}
            found.append(Missing(part="den", condition="need_withdrawn", facts=facts))
        elif (paid.on if paid is not None else FOREVER) > last:
            found.append(Missing(part="num", condition="not_disbursed", facts=facts))
        elif indicator.unit == "household":
            # paid out and yet not counted: what lacks is the elderly member
            found.append(Missing(part="den", condition="no_elderly_in_household", facts=facts))
    return found
