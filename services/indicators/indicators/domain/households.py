"""The household as a unit: what each person tells it, and what it adds to the figures.

A household is in the denominator from an eligible credit need of any member, recorded
while an elderly member lived there, and in the numerator once that need's loan is paid.
A person's part in it is a *facet*: stays, the years of being elderly, credit needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.domain.claims import Claim
from indicators.domain.contributions import Entry, claimed_entries
from indicators.domain.days import FOREVER, Day
from indicators.domain.facts import Household, PersonState
from indicators.domain.findings import loan_claims
from indicators.domain.plan import LoansDisbursed, Plan
from indicators.domain.timeline import UNKNOWN, Dims, Stay, Timeline

__all__ = ["Facet", "HouseholdState", "facets", "household_contributions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One person's part in one household.

    ``memberships`` are the groups a household measure may ask for; ``villages`` begins
    each change of village of the member (the household's own where the owner tells it);
    ``communes`` each change of commune, where the plan is a city's.
    """

    stays: tuple[Stay, ...]
    memberships: tuple[tuple[str, Day, Day], ...] = ()
    claims: tuple[Claim, ...] = ()
    villages: tuple[tuple[Day, str], ...] = ()
    communes: tuple[tuple[Day, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdState:
    """Facets by person (duplicates already combined under the survivor)."""

    facets: Mapping[str, Facet]


def facets(state: PersonState, timeline: Timeline, plan: Plan) -> dict[str, Facet]:
    """By household: empty for whoever neither borrows nor belongs to a group asked for."""
    profile = state.registry.profile
    if profile is None or not profile.households:
        return {}
    wanted = frozenset(
        code
        for each in plan.indicators
        if each.unit == "household" and isinstance(each.measure, LoansDisbursed)
        for code in each.measure.groups
    )
    memberships = tuple(
        sorted(each for each in timeline.memberships if each[0] in wanted and each[1] <= plan.last)
    )
    claims = tuple(sorted(loan_claims(state)))
    if not memberships and not claims:
        return {}
    days, stages = timeline.stages
    lived = tuple(
        (day, dims.village or UNKNOWN)
        for i, (day, dims) in enumerate(zip(days, stages, strict=True))
        if i == 0 or dims.village != stages[i - 1].village
    )
    communes = tuple(
        (day, dims.commune)
        for i, (day, dims) in enumerate(zip(days, stages, strict=True))
        if dims.commune is not None and (i == 0 or dims.commune != stages[i - 1].commune)
    )
    found: dict[str, Facet] = {}
    for household in profile.households:
        stay = (household.start, min(household.end or FOREVER, timeline.left))
        if stay[0] >= stay[1]:
            continue
        former = found.get(household.id)
        own = _own_villages(household, former, plan) if household.village else lived
        found[household.id] = Facet(
            stays=tuple(sorted({stay, *former.stays})) if former else (stay,),
            memberships=memberships,
            claims=claims,
            villages=own,
            communes=communes,
        )
    return found


def _own_villages(
    household: Household, former: Facet | None, plan: Plan
) -> tuple[tuple[Day, str], ...]:
    """The household's own village: two stays that follow each other in two villages are one
    household whose village became part of another on that day."""
    village = household.village or UNKNOWN
    if former is None or not former.villages:
        return ((plan.first, village),)
    if former.villages[-1][1] == village:
        return former.villages
    return (*former.villages, (max(household.start, plan.first), village))


def household_contributions(state: HouseholdState, plan: Plan) -> list[Entry]:
    """Every entry of this household: pure, without a clock."""
    out: list[Entry] = []
    if not any(facet.claims for facet in state.facets.values()):
        return out
    timeline: Timeline | None = None
    for indicator in plan.indicators:
        measure = indicator.measure
        if indicator.unit != "household" or not isinstance(measure, LoansDisbursed):
            continue
        claims = [
            claim
            for _, facet in sorted(state.facets.items())  # two members may tell of one loan
            for claim in facet.claims
            if _within(facet, claim.start) and _member_of(state, claim.start, measure.groups)
        ]
        if claims:
            timeline = timeline or _villages(state, plan)
            claimed_entries(out, indicator, claims, timeline, plan)
    return out


def _within(facet: Facet, day: Day) -> bool:
    return any(start <= day < end for start, end in facet.stays)


def _member_of(state: HouseholdState, day: Day, codes: frozenset[str]) -> bool:
    """Whether somebody living there that day was in one of the groups that day."""
    return any(
        code in codes and start <= day < end and _within(facet, day)
        for facet in state.facets.values()
        for code, start, end in facet.memberships
    )


def _villages(state: HouseholdState, plan: Plan) -> Timeline:
    """The village of each day: that of the member with the smallest id who lives there."""
    days = {plan.first}
    for facet in state.facets.values():
        days.update(day for day, _ in (*facet.villages, *facet.communes))
        days.update(day for stay in facet.stays for day in stay)
    starts = sorted(day for day in days if plan.first <= day <= plan.last)
    dims = [
        Dims(
            (),
            None,
            _place(state, day, "villages"),
            None,
            (),
            _place(state, day, "communes") if plan.communes else None,
        )
        for day in starts
    ]
    kept = [0] + [i for i in range(1, len(dims)) if dims[i] != dims[i - 1]]
    stages = [starts[i] for i in kept], [dims[i] for i in kept]
    return Timeline((), stages, None, FOREVER)


def _place(state: HouseholdState, day: Day, kind: str) -> str:
    for person in sorted(state.facets):
        facet = state.facets[person]
        if _within(facet, day):
            places: tuple[tuple[Day, str], ...] = getattr(facet, kind)
            known = [place for start, place in places if start <= day]
            if known and known[-1] != UNKNOWN:
                return known[-1]
    return UNKNOWN
