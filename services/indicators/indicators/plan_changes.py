"""What differs between two plans, and what of it counts otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indicators.domain.plan import Indicator, Plan

__all__ = ["changes", "counting_alike", "names", "unversioned"]


def changes(former: Plan, later: Plan) -> dict[str, list[str]]:
    """Codes by what became of them: ``added``, ``removed``, ``definitions`` and ``targets`` that
    are others; ``communes_added``, ``communes_removed``, ``communes_changed`` (their own files).
    """
    before, after = _by_code(former), _by_code(later)
    both = [code for code in after if code in before]
    kept = sorted(former.communes.keys() & later.communes.keys())
    return {
        "added": [code for code in after if code not in before],
        "removed": [code for code in before if code not in after],
        "definitions": [c for c in both if _definition(before[c]) != _definition(after[c])],
        "targets": [code for code in both if before[code].target != after[code].target],
        "communes_added": sorted(later.communes.keys() - former.communes.keys()),
        "communes_removed": sorted(former.communes.keys() - later.communes.keys()),
        "communes_changed": [c for c in kept if former.communes[c].text != later.communes[c].text],
    }


def names(*plans: Plan) -> dict[str, dict[str, str]]:
    """``{code: {vi, en, kind, unit}}`` of every indicator, as the last plan that has it says."""
    return {
        each.code: {
            "vi": each.name.vi,
            "en": each.name.en,
            "kind": each.kind,
            "unit": each.unit,
        }
        for plan in plans
        for each in plan.indicators
    }


def unversioned(former: Plan, later: Plan) -> list[str]:
    """What changed under the version it had, so that two readings have one name: ``plan``, codes
    of indicators whose definition did, communes whose own file did.
    """
    found = ["plan"] if _one_version(former, later) else []
    before, after = _by_code(former), _by_code(later)
    changed = changes(former, later)
    found += [c for c in changed["definitions"] if after[c].version <= before[c].version]
    found += [
        each
        for each in changed["communes_changed"]
        if _one_version(former.communes[each], later.communes[each])
    ]
    return found


def counting_alike(former: Plan, later: Plan) -> frozenset[str]:
    """The indicators of the later plan that count the same persons on the same days."""
    if _frame(former) != _frame(later):
        return frozenset()
    before = _by_code(former)
    return frozenset(
        each.code
        for each in later.indicators
        if each.code in before and _counting(each) == _counting(before[each.code])
    )


def _by_code(plan: Plan) -> Mapping[str, Indicator]:
    return {each.code: each for each in plan.indicators}


def _one_version(former: Plan, later: Plan) -> bool:
    return former.text != later.text and later.version <= former.version


def _frame(plan: Plan) -> tuple[Any, ...]:
    """What everything counted rests on."""
    return plan.first, plan.last, frozenset(plan.groups), frozenset(plan.communes)


def _counting(indicator: Indicator) -> tuple[Any, ...]:
    return indicator.kind, indicator.unit, indicator.measure


def _definition(indicator: Indicator) -> tuple[Any, ...]:
    """What a figure means; its names, source and target may change under one version."""
    return (*_counting(indicator), indicator.reading)
