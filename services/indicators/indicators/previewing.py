"""What another plan file would make of the figures: counted from the states, stored nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from indicators.domain.figures import Valuation, figure
from indicators.domain.plan import Plan
from indicators.domain.spans import Span
from indicators.domain.totals import Totals
from indicators.reading import Reading
from indicators.recounting import recount

__all__ = ["preview"]

Json = dict[str, Any]
COMPARED = ("value", "num", "den", "status")


def preview(reading: Reading, changed: Plan) -> Json:
    """``{"version", "added", "removed", "changes": [{code, span, before, after}]}`` for this
    year and the plan; ``before`` and ``after`` hold what differs: numbers, status, target.

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
    present = {each.code for each in reading.plan.indicators}
    coming = {each.code for each in changed.indicators}
    return {
        "version": changed.version,
        "added": sorted(coming - present),
        "removed": sorted(present - coming),
        "changes": changes,
    }


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
        before, after = known.get(indicator.code, {}), _shown(figure(indicator, at))
        if before != after:
            differing = [name for name in after if before.get(name) != after[name]]
            found.append(
                {
                    "code": indicator.code,
                    "span": span.name,
                    "before": {name: before.get(name) for name in differing},
                    "after": {name: after[name] for name in differing},
                }
            )
    return found


def _shown(found: Json) -> Json:
    return {name: found[name] for name in COMPARED} | {"target": found["target"]["of_span"]}
