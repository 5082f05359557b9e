"""What a measure finds among a person's facts: all that its entries follow from, beside the days.

Cheap to come by and to compare. Where a fact more changes no finding and the profile stays,
nothing that is counted changes, and nothing need be worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from indicators.domain.claims import Claim
from indicators.domain.days import FOREVER, Day, later
from indicators.domain.facts import PersonState, names_of
from indicators.domain.plan import (
    AmountsPaid,
    Facts,
    FactsShare,
    FirstFactOfYear,
    FollowedUp,
    LoansDisbursed,
    MembersReached,
    NeedsMet,
    Plan,
)
from indicators.domain.timeline import Timeline

__all__ = ["FINDERS", "PART_OF", "Extra", "Found", "loan_claims", "matching", "satisfies"]

PART_OF = {
    table: part
    for part in names_of(PersonState)
    for table in names_of(type(getattr(PersonState(), part)))
    if table not in ("voided", "profile", "merged")
}
"""The sub-state each table of facts is in."""

Extra = tuple[tuple[str, str], ...]
Found = tuple[Day, str, Extra]
"""Day, record id and extra dimensions of a record."""


def satisfies(record: object, selector: Facts) -> bool:
    """Whether a record of the selector's table is one it asks for."""
    for name, wanted in selector.where:  # noqa: SIM110 - a hot loop: no generator
        if getattr(record, name) not in wanted:
            return False
    return True


def matching(state: PersonState, selectors: Sequence[Facts]) -> Iterator[Found]:
    """The records that satisfy a selector."""
    for selector in selectors:
        for key, record in _records(state, selector).items():
            if satisfies(record, selector):
                yield record.on, key, _extra(selector, record)


def _records(state: PersonState, selector: Facts) -> Mapping[str, Any]:
    """The records of the selector's table, each with its day ``on``."""
    records: Mapping[str, Any] = getattr(getattr(state, PART_OF[selector.table]), selector.table)
    return records


def _extra(selector: Facts, record: object) -> Extra:
    if not selector.dims:
        return ()
    found = []
    for name, source in selector.dims:  # a hot loop: no generator
        value = getattr(record, source)
        if value is not None:
            found.append((name, str(value)))
    return tuple(found)


def _first_fact_of_year(
    measure: FirstFactOfYear, state: PersonState, timeline: Timeline, plan: Plan
) -> list[Found]:
    """The first record of each year on a day in the groups."""
    best: dict[str, Found] = {}
    first, last = plan.first, plan.last
    for selector in measure.any_of:
        for key, record in _records(state, selector).items():
            on: Day = record.on
            year = on[:4]
            former = best.get(year)
            if former is not None and former[0] < on:  # most of a long history ends here
                continue
            if not first <= on <= last or not satisfies(record, selector):
                continue
            found = on, key, _extra(selector, record)
            if (former is None or found < former) and timeline.was_in(on, measure.groups):
                best[year] = found
    return sorted(best.values())


def _members_reached(
    measure: MembersReached, state: PersonState, timeline: Timeline, plan: Plan
) -> Found | None:
    """The first record since the plan began; None for who was never in the groups."""
    if not timeline.ever_in(measure.groups):
        return None
    first = plan.first
    return min((f for f in matching(state, measure.by) if f[0] >= first), default=None)


def _needs_met(
    measure: NeedsMet, state: PersonState, timeline: Timeline, plan: Plan
) -> list[Claim]:
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


def _loans_disbursed(
    measure: LoansDisbursed, state: PersonState, timeline: Timeline, plan: Plan
) -> list[Claim]:
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


def _facts_share(
    measure: FactsShare, state: PersonState, timeline: Timeline, plan: Plan
) -> list[tuple[Found, bool]]:
    """Each record, and whether it is one of those asked for."""
    found: list[tuple[Found, bool]] = []
    wanted: set[tuple[Day, str]] | None = None
    for each in matching(state, measure.of):
        on, fact, _ = each
        if not plan.first <= on <= plan.last:
            continue
        if measure.groups is not None and not timeline.was_in(on, measure.groups):
            continue
        if wanted is None:
            wanted = {(other[0], other[1]) for other in matching(state, measure.those)}
        found.append((each, (on, fact) in wanted))
    return found


def _followed_up(
    measure: FollowedUp, state: PersonState, timeline: Timeline, plan: Plan
) -> list[tuple[Found, bool]]:
    """Each record on the day its time is up, and whether it counts in the numerator."""
    found: list[tuple[Found, bool]] = []
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
        found.append(((due, fact, extra), followed != measure.missed))
    return found


def _amounts_paid(
    measure: AmountsPaid, state: PersonState, timeline: Timeline, plan: Plan
) -> list[tuple[Found, int]]:
    """Each payment and its đồng."""
    found: list[tuple[Found, int]] = []
    for selector in measure.any_of:
        records = _records(state, selector)
        for each in matching(state, (selector,)):
            if plan.first <= each[0] <= plan.last:
                found.append((each, getattr(records[each[1]], measure.amount)))
    return found


FINDERS: Mapping[type, Callable[[Any, PersonState, Timeline, Plan], Any]] = {
    FirstFactOfYear: _first_fact_of_year,
    MembersReached: _members_reached,
    NeedsMet: _needs_met,
    LoansDisbursed: _loans_disbursed,
    FactsShare: _facts_share,
    FollowedUp: _followed_up,
    AmountsPaid: _amounts_paid,
}
"""What each measure finds."""
