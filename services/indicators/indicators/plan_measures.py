"""Reading the ``measure`` of a definition: one of five rules with its parameters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields as fields_of

from indicators.domain.facts import Enrolment, Outreach, Placement, Referral, Service
from indicators.domain.plan import (
    Facts,
    FirstFactOfYear,
    LoansDisbursed,
    Measure,
    MembersReached,
    NeedsMet,
    Surveyed,
)
from indicators.plan_node import Node

__all__ = ["KINDS", "read_measure"]

KINDS = {
    FirstFactOfYear: "flow",
    MembersReached: "stock",
    NeedsMet: "stock",
    LoansDisbursed: "stock",
    Surveyed: "external",
}
TABLES = {
    "referrals": Referral,
    "outreach": Outreach,
    "enrolments": Enrolment,
    "services": Service,
    "placements": Placement,
}
NEEDS = ("training", "job", "credit", "counselling", "startup")
SURVEY = ("labour_force", "unemployed", "trained", "certified")

Sets = dict[str, frozenset[str]]


def read_measure(node: Node, groups: Collection[str], sets: Sets, levels: Sets) -> Measure | None:
    rule = node.child("rule").one_of(
        ("first_fact_of_year", "members_reached", "needs_met", "loans_disbursed", "surveyed")
    )
    if rule == "first_fact_of_year":
        node.only("rule", "while_in", "any_of")
        return FirstFactOfYear(
            any_of=_facts(node.child("any_of"), levels),
            groups=_groups(node.child("while_in"), groups, sets),
        )
    if rule == "members_reached":
        node.only("rule", "groups", "by")
        return MembersReached(
            groups=_groups(node.child("groups"), groups, sets),
            by=_facts(node.child("by"), levels),
        )
    if rule == "needs_met":
        node.only("rule", "kinds", "able_to_work", "recorded_while", "by")
        return NeedsMet(
            kinds=frozenset(node.child("kinds").words(NEEDS)),
            groups=_groups(node.child("recorded_while"), groups, sets),
            by=_facts(node.child("by"), levels),
            able_to_work=node.child("able_to_work", optional=True).yes(),
        )
    if rule == "loans_disbursed":
        node.only("rule", "while_in")
        return LoansDisbursed(groups=_groups(node.child("while_in"), groups, sets))
    if rule == "surveyed":
        node.only("rule", "numerator", "denominator")
        return Surveyed(
            numerator=node.child("numerator").one_of(SURVEY),
            denominator=node.child("denominator").one_of(SURVEY),
        )
    return None


def _groups(node: Node, groups: Collection[str], sets: Sets) -> frozenset[str]:
    """A list of group codes, or the name of a set."""
    if isinstance(node.value, str):
        if node.value not in sets:
            node.problem(f"{node.value} is no set of groups; known: {', '.join(sorted(sets))}")
        return sets.get(node.value, frozenset())
    return frozenset(node.words(groups))


def _facts(node: Node, levels: Sets) -> tuple[Facts, ...]:
    found = []
    for each in node.rows():
        each.only("facts", "where", "dimensions")
        table = each.child("facts").one_of(tuple(TABLES))
        known = _fields(table)
        where = []
        for name, wanted in each.child("where", optional=True).items():
            if name not in known:
                wanted.problem(f"{table} have no field {name}; they have {', '.join(known)}")
            where.append((name, _values(wanted, levels)))
        dims = []
        for name, source in each.child("dimensions", optional=True).items():
            dims.append((name, source.one_of(known)))
        found.append(Facts(table=table, where=tuple(where), dims=tuple(dims)))
    return tuple(found)


def _fields(table: str) -> list[str]:
    kind = TABLES.get(table)
    return [each.name for each in fields_of(kind) if each.name not in ("pos", "on")] if kind else []


def _values(node: Node, levels: Sets) -> frozenset[object]:
    """A list of values, or the name of a set of levels."""
    if isinstance(node.value, str):
        if node.value not in levels:
            node.problem(f"{node.value} is no set of levels; known: {', '.join(sorted(levels))}")
        return frozenset(levels.get(node.value, ()))
    return frozenset(each.value for each in node.rows())
