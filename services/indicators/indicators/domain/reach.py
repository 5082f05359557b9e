"""Which indicators a change can reach: what it cannot reach need not be counted again."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.evolve import Change, Void
from indicators.domain.facts import Fact, PersonState, names_of
from indicators.domain.findings import satisfies
from indicators.domain.plan import (
    AmountsPaid,
    Facts,
    FactsShare,
    FirstFactOfYear,
    FollowedUp,
    Indicator,
    LoansDisbursed,
    Measure,
    MembersReached,
    NeedsMet,
    Plan,
)

__all__ = ["FEEDS", "Reach", "feeds_of", "tables_of"]

WHOLE = ("profile", "merged")
LOANS = ("assessments", "disbursements", "loan_withdrawals")
NEEDS = ("needs", "need_withdrawals")
FEEDS = {
    "registry": "registry.indicators",
    "training": "training",
    "placement": "placement",
    "credit": "credit",
    "amounts": "credit.indicators",
}
"""The feed that writes each part of a state."""


def selectors_of(measure: Measure) -> tuple[Facts, ...]:
    """What a measure asks of the records it looks at."""
    if isinstance(measure, FirstFactOfYear | AmountsPaid):
        return measure.any_of
    if isinstance(measure, MembersReached | NeedsMet):
        return measure.by
    if isinstance(measure, FactsShare):
        return (*measure.of, *measure.those)
    if isinstance(measure, FollowedUp):
        return (*measure.after, *measure.by)
    return ()


def tables_of(measure: Measure) -> frozenset[str]:
    """The tables of facts a measure reads, the profile apart."""
    tables = frozenset(each.table for each in selectors_of(measure))
    if isinstance(measure, NeedsMet):
        return tables.union(NEEDS)
    return frozenset(LOANS) if isinstance(measure, LoansDisbursed) else tables


def _parts() -> dict[str, frozenset[str]]:
    empty = PersonState()
    return {part: frozenset(names_of(type(getattr(empty, part)))) for part in FEEDS}


def feeds_of(indicator: Indicator) -> list[str]:
    """The feeds a figure depends on: whose tables it reads, and of persons and households the
    registry that says who they are.
    """
    tables, whose = tables_of(indicator.measure), indicator.unit != "class"
    return [
        feed
        for part, feed in FEEDS.items()
        if (part == "registry" and whose) or tables & _parts()[part]
    ]


class Reach:
    """The plan's indicators by the table that reaches them."""

    def __init__(self, plan: Plan) -> None:
        counted = [each for each in plan.indicators if each.kind != "external"]
        self.everyone = tuple(each for each in counted if each.unit != "household")
        self._by_table: dict[str, tuple[tuple[Indicator, tuple[Facts, ...]], ...]] = {}
        self._by_part: dict[str, tuple[Indicator, ...]] = {}
        for part, tables in _parts().items():
            for table in tables:
                self._by_table[table] = tuple(
                    (each, tuple(one for one in selectors_of(each.measure) if one.table == table))
                    for each in self.everyone
                    if table in tables_of(each.measure)
                )
            self._by_part[part] = tuple(
                each for each in self.everyone if tables & tables_of(each.measure)
            )

    def persons(self, change: Change, before: PersonState | None) -> Sequence[Indicator]:
        """Indicators of persons that the change can reach. ``before``: the state it changes,
        where that is all there is of the person: then a record that a measure did not ask for,
        and does not now, leaves it as it is.
        """
        if isinstance(change, Void):
            return self._by_part[change.part]
        if change.table in WHOLE:
            return self.everyone
        asked = self._by_table[change.table]
        if before is None:
            return [each for each, _ in asked]
        former = getattr(getattr(before, change.part), change.table).get(change.key)
        return [each for each, selectors in asked if _asked(selectors, change.fact, former)]

    def households(self, change: Change) -> bool:
        """Whether the change can reach an indicator of households."""
        if isinstance(change, Void):
            return change.part == "credit"
        return change.table in WHOLE or change.table in LOANS


def _asked(selectors: Sequence[Facts], fact: Fact, former: Fact | None) -> bool:
    """Whether one of the selectors asks for either; without any, all of the table matters."""
    for selector in selectors:
        if satisfies(fact, selector) or (former is not None and satisfies(former, selector)):
            return True
    return not selectors
