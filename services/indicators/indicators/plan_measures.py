"""Reading the ``measure`` of a definition: a rule with its parameters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from indicators.domain.facts import (
    Amount,
    Answer,
    Check,
    Completion,
    Disbursement,
    Dropout,
    Enrolment,
    Fact,
    Outreach,
    Placement,
    Referral,
    Service,
    Support,
    TrainingClass,
    UseCheck,
    names_of,
)
from indicators.domain.plan import (
    AmountsPaid,
    Facts,
    FactsShare,
    FirstFactOfYear,
    FollowedUp,
    LoansDisbursed,
    Measure,
    MembersReached,
    NeedsMet,
    Surveyed,
)
from indicators.plan_node import CODE, Node, in_commas
from indicators.plan_vocabulary import amounts_of, words_of

__all__ = ["KINDS", "read_measure", "unit_misfit"]

KINDS = {
    FirstFactOfYear: "flow",
    MembersReached: "stock",
    NeedsMet: "stock",
    LoansDisbursed: "stock",
    Surveyed: "external",
    FactsShare: "share",
    FollowedUp: "share",
    AmountsPaid: "money",
}
TABLES: dict[str, type[Fact]] = {
    "referrals": Referral,
    "outreach": Outreach,
    "enrolments": Enrolment,
    "services": Service,
    "placements": Placement,
    "completions": Completion,
    "dropouts": Dropout,
    "supports": Support,
    "classes": TrainingClass,
    "training_answers": Answer,
    "placement_answers": Answer,
    "credit_answers": Answer,
    "checks_3": Check,
    "checks_6": Check,
    "checks_12": Check,
    "disbursements": Disbursement,
    "use_checks": UseCheck,
    "amounts": Amount,
}
TAKEN = ("group", "gender", "village", "age_band", "month", "commune", "total", "day")
"""Dimensions of a person, and what the cells' documents are called."""

NEEDS = ("training", "job", "credit", "counselling", "startup")
SURVEY = ("labour_force", "unemployed", "trained", "certified")

Sets = dict[str, frozenset[str]]


def read_measure(node: Node, groups: Collection[str], sets: Sets, levels: Sets) -> Measure | None:
    """None, with the problem noted, for a rule that does not exist."""
    rule = node.child("rule").one_of(tuple(RULES))
    reader = RULES.get(rule)
    return reader(node, Known(groups, sets, levels)) if reader is not None else None


class Known(NamedTuple):
    """Names a measure may use."""

    groups: Collection[str]
    sets: Sets
    levels: Sets


def _first_fact(node: Node, known: Known) -> Measure:
    node.only("rule", "while_in", "any_of")
    return FirstFactOfYear(
        any_of=_facts(node.child("any_of"), known.levels),
        groups=_groups(node.child("while_in"), known.groups, known.sets),
    )


def _members(node: Node, known: Known) -> Measure:
    node.only("rule", "groups", "by")
    return MembersReached(
        groups=_groups(node.child("groups"), known.groups, known.sets),
        by=_facts(node.child("by"), known.levels),
    )


def _needs(node: Node, known: Known) -> Measure:
    node.only("rule", "kinds", "able_to_work", "recorded_while", "by")
    return NeedsMet(
        kinds=frozenset(node.child("kinds").words(NEEDS)),
        groups=_groups(node.child("recorded_while"), known.groups, known.sets),
        by=_facts(node.child("by"), known.levels),
        able_to_work=node.child("able_to_work", optional=True).yes(),
    )


def _loans(node: Node, known: Known) -> Measure:
    node.only("rule", "while_in")
    return LoansDisbursed(groups=_groups(node.child("while_in"), known.groups, known.sets))


def _surveyed(node: Node, _: Known) -> Measure:
    node.only("rule", "numerator", "denominator")
    found = Surveyed(
        numerator=node.child("numerator").one_of(SURVEY),
        denominator=node.child("denominator").one_of(SURVEY),
    )
    if found.numerator in (found.denominator, "labour_force"):
        node.child("numerator").problem("not_part", part=found.numerator, whole=found.denominator)
    return found


def _share(node: Node, known: Known) -> Measure:
    node.only("rule", "of", "those", "while_in")
    of = _facts(node.child("of"), known.levels)
    those = _facts(node.child("those"), known.levels)
    for each in those:
        if each.table not in {one.table for one in of}:
            node.child("those").problem("not_among", table=each.table)
    return FactsShare(
        of=of,
        those=those,
        groups=_any_group(node.child("while_in", optional=True), known),
    )


def _followed(node: Node, known: Known) -> Measure:
    node.only("rule", "after", "by", "months", "days", "same_record", "missed", "while_in")
    months, days = node.child("months", optional=True), node.child("days", optional=True)
    if not months.present and not days.present:
        node.problem("time_missing")
    return FollowedUp(
        after=_facts(node.child("after"), known.levels),
        by=_facts(node.child("by"), known.levels),
        months=months.whole() if months.present else 0,
        days=days.whole() if days.present else 0,
        same_record=node.child("same_record", optional=True).yes(),
        missed=node.child("missed", optional=True).yes(),
        groups=_any_group(node.child("while_in", optional=True), known),
    )


def _paid(node: Node, known: Known) -> Measure:
    node.only("rule", "any_of", "amount")
    selectors = _facts(node.child("any_of"), known.levels)
    amount = node.child("amount").text()
    for each in selectors:
        sums = amounts_of(TABLES[each.table]) if each.table in TABLES else []
        if amount not in _fields(each.table):
            _unknown_field(node.child("amount"), each.table, amount)
        elif amount not in sums:
            node.child("amount").problem("not_money", field=amount, table=each.table)
    return AmountsPaid(any_of=selectors, amount=amount)


RULES: Mapping[str, Callable[[Node, Known], Measure]] = {
    "first_fact_of_year": _first_fact,
    "members_reached": _members,
    "needs_met": _needs,
    "loans_disbursed": _loans,
    "surveyed": _surveyed,
    "facts_share": _share,
    "followed_up": _followed,
    "amounts_paid": _paid,
}


def _any_group(node: Node, known: Known) -> frozenset[str] | None:
    return _groups(node, known.groups, known.sets) if node.present else None


def _groups(node: Node, groups: Collection[str], sets: Sets) -> frozenset[str]:
    """A list of group codes, or the name of a set."""
    if isinstance(node.value, str):
        if node.value not in sets:
            node.problem("unknown_group_set", word=node.value, known=in_commas(sorted(sets)))
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
                _unknown_field(wanted, table, name)
            words = words_of(table, TABLES.get(table), name)
            where.append((name, _values(wanted, levels, words)))
        dims = []
        for name, source in each.child("dimensions", optional=True).items():
            if name in TAKEN or not CODE.fullmatch(name):
                source.problem("bad_dimension", known=in_commas(TAKEN))
            dims.append((name, source.one_of(known)))
        found.append(Facts(table=table, where=tuple(where), dims=tuple(dims)))
    return tuple(found)


def _unknown_field(node: Node, table: str, name: str) -> None:
    node.problem("no_such_field", table=table, field=name, known=in_commas(_fields(table)))


def _fields(table: str) -> list[str]:
    kind = TABLES.get(table)
    return [name for name in names_of(kind) if name not in ("pos", "on")] if kind else []


def _values(node: Node, levels: Sets, words: Collection[object]) -> frozenset[object]:
    """A list of values, or the name of a set of levels; of a vocabulary where there is one."""
    if isinstance(node.value, str):
        if node.value not in levels:
            node.problem("unknown_level_set", word=node.value, known=in_commas(sorted(levels)))
        return frozenset(levels.get(node.value, ()))
    found = set[object]()
    for each in node.rows():
        if isinstance(each.value, dict | list):
            each.problem("not_one_value")
        elif words and not any(each.value is w or each.value == w for w in words):
            each.problem("not_in", word=each.value, known=in_commas(words))
        else:
            found.add(each.value)
    return frozenset(found)


def unit_misfit(unit: str, measure: Measure) -> str | None:
    """The problem's code when this is not counted in such units; None where it is."""
    if unit == "household" and not isinstance(measure, LoansDisbursed):
        return "household_misfit"
    selectors: tuple[Facts, ...] = ()
    if isinstance(measure, FirstFactOfYear | AmountsPaid):
        selectors = measure.any_of
    elif isinstance(measure, FactsShare):
        selectors = measure.of
    elif isinstance(measure, FollowedUp):
        selectors = measure.after
    classes = {each.table == "classes" for each in selectors}
    if unit == "class" and classes != {True}:
        return "class_misfit"
    if unit == "person" and True in classes:
        return "person_misfit"
    return None
