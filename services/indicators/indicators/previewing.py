"""What another plan file would make of the figures: counted from the states, stored nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from indicators.domain.figures import Valuation, figure
from indicators.domain.plan import Indicator, Plan
from indicators.domain.spans import Span
from indicators.domain.totals import Totals
from indicators.reading import Reading
from indicators.recounting import recount

__all__ = ["preview", "preview_commune"]

Json = dict[str, Any]
COMPARED = ("value", "num", "den", "status")


def preview(reading: Reading, changed: Plan) -> Json:
    """``{"version", "added", "removed", "unversioned", "changes": [{code, span, before, after}]}``
    for this year and the plan; ``before`` and ``after`` hold what differs: numbers, status, target.
    ``unversioned``: codes whose definition changed under the version it had, and ``plan`` where
    the file itself did.

    Reads every state; what is applied meanwhile may be in one figure and not in another.
    """
    other = replace(reading, plan=changed)
    spans = [other.span(None), other.span("plan")]
    totals = [Totals(other.valued_on(span) or changed.first) for span in spans]
    for unit in recount(reading.store, changed, lambda: None):
        for each in totals:
            each.put_in(unit.entries)
    changes: list[Json] = []
    for span, each in zip(spans, totals, strict=True):
        changes += _changes(reading, other, span, each)
    return _told(reading.plan, changed, changes)


def preview_commune(reading: Reading, changed: Plan) -> Json:
    """The same of a commune's own file: it has its own targets and counts as the city does."""
    other = replace(reading, plan=changed)
    changes: list[Json] = []
    for name in (None, "plan"):
        span = other.span(name)
        after = {each["code"]: _shown(each) for each in other.figures(span, {}, "all")}
        before = {each["code"]: _shown(each) for each in reading.figures(span, {}, "all")}
        changes += [
            found
            for code in after
            if (found := _change(code, span, before.get(code, {}), after[code])) is not None
        ]
    return _told(reading.plan, changed, changes)


def _told(present: Plan, coming: Plan, changes: list[Json]) -> Json:
    before, after = ({each.code for each in plan.indicators} for plan in (present, coming))
    return {
        "version": coming.version,
        "added": sorted(after - before),
        "removed": sorted(before - after),
        "unversioned": _unversioned(present, coming),
        "changes": changes,
    }


def _unversioned(present: Plan, coming: Plan) -> list[str]:
    """A definition that changes gets a higher version: else two readings have one name."""
    found = ["plan"] if present.text != coming.text and coming.version <= present.version else []
    for indicator in coming.indicators:
        former = present.indicator(indicator.code)
        if former is None or indicator.version > former.version:
            continue
        if _definition(indicator) != _definition(former):
            found.append(indicator.code)
    return found


def _definition(indicator: Indicator) -> tuple[object, ...]:
    """What a figure means; its names, source and target may change under one version."""
    return (indicator.kind, indicator.unit, indicator.measure, indicator.reading)


def _changes(reading: Reading, other: Reading, span: Span, totals: Totals) -> list[Json]:
    at = Valuation(
        plan=other.plan,
        span=span,
        day=other.valued_on(span),
        totals=totals,
        surveys=reading.store.surveys(),
    )
    known = {each["code"]: _shown(each) for each in reading.figures(span, {}, "all")}
    found = []
    for indicator in other.plan.indicators:
        after = _shown(figure(indicator, at))
        change = _change(indicator.code, span, known.get(indicator.code, {}), after)
        if change is not None:
            found.append(change)
    return found


def _change(code: str, span: Span, before: Json, after: Json) -> Json | None:
    """What differs; None where nothing does."""
    differing = [name for name in after if before.get(name) != after[name]]
    if not differing:
        return None
    return {
        "code": code,
        "span": span.name,
        "before": {name: before.get(name) for name in differing},
        "after": {name: after[name] for name in differing},
    }


def _shown(found: Json) -> Json:
    return {name: found[name] for name in COMPARED} | {"target": found["target"]["of_span"]}
