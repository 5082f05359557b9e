"""The event that told the record behind an entry, found in the facts themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indicators.domain.contributions import PROFILE, Entry
from indicators.domain.facts import PersonState
from indicators.domain.findings import PART_OF
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
)
from indicators.domain.reach import FEEDS

__all__ = ["UNTOLD", "cause_of", "tables_behind"]

UNTOLD = "states/0"
"""Where the facts are another unit's: a household's entries rest on its members' loans."""

TABLES = {part: [table for table, its in PART_OF.items() if its == part] for part in FEEDS}


def tables_behind(indicator: Indicator, part: str) -> tuple[str, ...]:
    """The tables in which the fact that puts somebody into this part is told.

    One record has several facts under its id: a loan is assessed, disbursed and checked. Who is
    in the numerator of the loans disbursed is there by the disbursement.
    """
    measure, numerator = indicator.measure, part == "num"
    if isinstance(measure, NeedsMet):
        return ("needs",) if not numerator else _tables(measure.by)
    if isinstance(measure, LoansDisbursed):
        return ("disbursements",) if numerator else ("assessments",)
    if isinstance(measure, MembersReached):
        return _tables(measure.by)
    if isinstance(measure, FactsShare):
        return _tables(measure.those if numerator else measure.of)
    if isinstance(measure, FollowedUp):
        checked = numerator and measure.same_record and not measure.missed
        return _tables(measure.by if checked else measure.after)
    if isinstance(measure, FirstFactOfYear | AmountsPaid):
        return _tables(measure.any_of)
    return ()


def _tables(selectors: Sequence[Facts]) -> tuple[str, ...]:
    return tuple(each.table for each in selectors)


def cause_of(entry: Entry, state: PersonState | None, tables: Sequence[str] = ()) -> str:
    """``<feed>/<position>``; looked for in ``tables`` first, then in every other."""
    if state is None:
        return UNTOLD
    if entry.fact == PROFILE:
        profile = state.registry.profile
        return f"{FEEDS['registry']}/{profile.pos if profile else 0}"
    wanted = [(PART_OF[table], table) for table in tables]
    wanted += [(part, table) for part in FEEDS for table in TABLES[part]]
    for part, name in wanted:
        facts: Any = getattr(state, part)
        table = getattr(facts, name)
        if entry.fact in table:
            return f"{FEEDS[part]}/{table[entry.fact].pos}"
    return UNTOLD
