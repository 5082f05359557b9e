"""What another plan file would make of the figures: counted from the states, stored nowhere."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from indicators.domain.contributions import Entry
from indicators.domain.figures import Valuation, figure
from indicators.domain.plan import Indicator, Plan
from indicators.domain.spans import Span
from indicators.domain.totals import Totals
from indicators.plan_changes import changes, counting_alike, unversioned
from indicators.reading import Reading
from indicators.recounting import recount

__all__ = ["preview"]

Json = dict[str, Any]
Place = str | None
"""A commune of a city; None: the whole."""

TOLD = ("added", "removed", "communes_added", "communes_removed")
COMPARED = ("value", "num", "den", "status")


def preview(reading: Reading, changed: Plan, only: Sequence[str] | None = None) -> Json:
    """``{"version", "added", "removed", "communes_added", "communes_removed", "unversioned",
    "changes": [{commune, code, span, before, after}]}`` for this year and the plan, of the whole
    and of each commune, or of the communes ``only``: each figure that differs, ``{value | num,
    den, status, target}`` before (null: there was none) and after. ``unversioned``: see
    ``plan_changes``.

    What counts as before is read; for the rest every state is read, and what is applied meanwhile
    may be in one figure and not in another.
    """
    present, later = reading.plan, replace(reading, plan=changed)
    places: list[Place] = [None, *sorted(changed.communes)] if only is None else list(only)
    spans = [later.span(None), later.span("plan")]
    kept = counting_alike(present, changed)
    counted = _counted(
        later, places, spans, [each for each in changed.indicators if each.code not in kept]
    )
    found: list[Json] = []
    for place in places:
        for span in spans:
            known = place is None or place in present.communes
            before = _read(_at(reading, place), span) if known else {}
            after = counted[place, span.name]
            if kept:
                after |= _read(_at(later, place), span, kept)
            found += _differing(changed, place, span, before, after)
    told = changes(present, changed)
    return {
        "version": changed.version if only is None else changed.communes[only[0]].version,
        **{name: told[name] for name in TOLD},
        "unversioned": unversioned(present, changed),
        "changes": found,
    }


def _at(reading: Reading, place: Place) -> Reading:
    if place is None:
        return reading
    return replace(reading, plan=reading.plan.communes[place], commune=place)


def _read(reading: Reading, span: Span, codes: frozenset[str] | None = None) -> dict[str, Json]:
    found = reading.figures(span, {}, "all")
    return {each["code"]: _shown(each) for each in found if codes is None or each["code"] in codes}


def _counted(
    reading: Reading, places: Sequence[Place], spans: Sequence[Span], anew: Sequence[Indicator]
) -> dict[tuple[Place, str], dict[str, Json]]:
    """By place and span the figures of what is counted anew."""
    totals = {
        (place, span.name): Totals(reading.valued_on(span) or reading.plan.first, None, place)
        for place in places
        for span in spans
    }
    if any(each.kind != "external" for each in anew):
        for unit in recount(
            reading.store, replace(reading.plan, indicators=tuple(anew)), _give_way
        ):
            for place, entries in _shared_out(unit.entries, places):
                for span in spans:
                    totals[place, span.name].put_in(entries)
    found = {}
    for place in places:
        there = _at(reading, place)
        plan, surveys = there.plan, there.surveys()
        for span in spans:
            at = Valuation(
                plan=plan,
                span=span,
                day=reading.valued_on(span),
                totals=totals[place, span.name],
                surveys=surveys,
            )
            wanted = [each for each in map(plan.indicator, (a.code for a in anew)) if each]
            found[place, span.name] = {each.code: _shown(figure(each, at)) for each in wanted}
    return found


def _give_way() -> None:
    """Let others be answered meanwhile."""
    time.sleep(0)


def _shared_out(
    entries: Sequence[Entry], places: Sequence[Place]
) -> Iterator[tuple[Place, list[Entry]]]:
    own: dict[Place, list[Entry]] = {place: [] for place in places}
    for entry in entries:
        for place in {None, entry.dims.commune or None}:
            if place in own:
                own[place].append(entry)
    yield from own.items()


def _differing(
    plan: Plan,
    place: Place,
    span: Span,
    before: Mapping[str, Json],
    after: Mapping[str, Json],
) -> Iterator[Json]:
    """Of each figure, in the plan's order, what differs."""
    for indicator in plan.indicators:
        former, coming = before.get(indicator.code), after[indicator.code]
        if former != coming:
            told = {"commune": place, "code": indicator.code, "span": span.name}
            yield {**told, "before": former, "after": coming}


def _shown(found: Json) -> Json:
    return {name: found[name] for name in COMPARED} | {"target": found["target"]["of_span"]}
