"""Which indicators a change can reach: what it cannot reach need not be counted again."""

from __future__ import annotations

from indicators.domain.evolve import Change, Void
from indicators.domain.facts import PersonState, names_of
from indicators.domain.plan import (
    AmountsPaid,
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


def tables_of(measure: Measure) -> frozenset[str]:
    """The tables of facts a measure reads, the profile apart."""
    if isinstance(measure, FirstFactOfYear):
        return frozenset(each.table for each in measure.any_of)
    if isinstance(measure, MembersReached):
        return frozenset(each.table for each in measure.by)
    if isinstance(measure, NeedsMet):
        return frozenset((*NEEDS, *(each.table for each in measure.by)))
    if isinstance(measure, LoansDisbursed):
        return frozenset(LOANS)
    if isinstance(measure, FactsShare):
        return frozenset(each.table for each in (*measure.of, *measure.those))
    if isinstance(measure, FollowedUp):
        return frozenset(each.table for each in (*measure.after, *measure.by))
    if isinstance(measure, AmountsPaid):
        return frozenset(each.table for each in measure.any_of)
    return frozenset()


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
        self._by_table: dict[str, tuple[Indicator, ...]] = {}
        self._by_part: dict[str, tuple[Indicator, ...]] = {}
        for part, tables in _parts().items():
            for table in tables:
                self._by_table[table] = tuple(
                    each for each in self.everyone if table in tables_of(each.measure)
                )
            self._by_part[part] = tuple(
                each for each in self.everyone if tables & tables_of(each.measure)
            )
        for table in WHOLE:
            self._by_table[table] = self.everyone

    def persons(self, change: Change) -> tuple[Indicator, ...]:
        """Indicators of persons that the change can reach."""
        if isinstance(change, Void):
            return self._by_part[change.part]
        return self._by_table[change.table]

    def households(self, change: Change) -> bool:
        """Whether the change can reach an indicator of households."""
        if isinstance(change, Void):
            return change.part == "credit"
        return change.table in WHOLE or change.table in LOANS
