"""Releases: what the public was told, month by month. Counted once, kept, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chassis.mongo import Db
from pymongo.errors import DuplicateKeyError

from indicators.domain.days import Day, Month, last_day_of
from indicators.domain.publication import BREAKDOWN_MONTH
from indicators.domain.suppression import chain, rounded
from indicators.domain.timeline import BANDS
from indicators.moments import day_of, end_of
from indicators.reading import Reading

__all__ = ["PUBLIC_DIMENSIONS", "Released", "began", "running", "take"]

Json = dict[str, Any]
Released = dict[str, Any]
"""``{flows: {code: {year: n}}, stocks: {code: {den, num}}, breakdowns: {code: {dimension:
{keys: […], den | num | value: [running totals]}}}}``; every number rounded down."""

PUBLIC_DIMENSIONS = ("gender", "age_band", "village")
"""Groups are never published: membership is sensitive, and groups overlap, so that their
counts are no nested sets."""

FIXED_KEYS = {"gender": ("female", "male"), "age_band": tuple(name for _, name in BANDS)}
"""Every key is told, whether or not anybody has it: a key left out would tell of a zero."""

OTHER = "other"
"""All other keys, and those whose key is not known."""


def began(reading: Reading) -> Day | None:
    """The local day the first entry was recorded."""
    known = reading.db["releases"].find_one({"_id": "began"})
    if known is not None:
        day: Day = known["day"]
        return day
    store, generation = reading.store, reading.generation()
    ends = store.period_ends(generation)
    lines = store.recorded(generation, None, None, ends[0] if ends else None)
    first = min((line.at for line in lines), default=None)
    if first is None:
        return None
    _keep(reading.db, {"_id": "began", "day": day_of(first)})
    return day_of(first)


def take(reading: Reading, month: Month, now: datetime) -> Released:
    """The release of a month that is over: as it was kept, or counted now and kept."""
    kept = reading.db["releases"].find_one({"_id": month})
    if kept is not None:
        found: Released = kept["body"]
        return found
    end = end_of(last_day_of(month))
    then = Reading(store=reading.store, plan=reading.plan, today=last_day_of(month), as_of=end)
    body = running(then)
    if month[5:] == BREAKDOWN_MONTH:
        body["breakdowns"] = _breakdowns(then, str(int(month[:4]) - 1))
    if now <= end:  # a day set by hand is ahead of the clock: more may still be recorded
        return body
    _keep(reading.db, {"_id": month, "body": body})
    return body


def _keep(db: Db, document: Json) -> None:
    try:
        db["releases"].insert_one(document)
    except DuplicateKeyError:
        return  # another process counted the same


def running(reading: Reading) -> Released:
    """Each flow's count of every year so far, each stock as it stands; all rounded."""
    plan = reading.plan
    last = min(max(reading.today[:4], plan.first[:4]), plan.last[:4])
    flows: dict[str, dict[str, int]] = {}
    stocks: dict[str, dict[str, int]] = {}
    for year in range(int(plan.first[:4]), int(last) + 1):
        for found in reading.figures(reading.span(str(year)), {}):
            if found["kind"] == "flow":
                flows.setdefault(found["code"], {})[str(year)] = rounded(found["value"] or 0)
            elif found["kind"] == "stock":
                parts = {part: rounded(found[part] or 0) for part in ("den", "num")}
                stocks[found["code"]] = parts
    return {"flows": flows, "stocks": stocks, "breakdowns": {}}


def _breakdowns(reading: Reading, year: str) -> dict[str, dict[str, Json]]:
    if not reading.plan.first[:4] <= year <= reading.plan.last[:4]:
        return {}
    found: dict[str, dict[str, Json]] = {}
    for dimension in PUBLIC_DIMENSIONS:
        figures = {
            each.code: reading.figure(each.code, reading.span(year), dimension, {})
            for each in reading.plan.indicators
            if each.kind in ("flow", "stock")
            if dimension in reading.dimensions_of(each)
        }
        keys = FIXED_KEYS.get(dimension) or _not_small(figures.values())
        for code, figure in figures.items():
            found.setdefault(code, {})[dimension] = _chains(figure, keys)
    return found


def _not_small(figures: Iterable[Json]) -> tuple[str, ...]:
    """Keys with a count of five or more in any figure; that a key is missing tells no more."""
    parts = ("value", "num", "den")
    rows = (row for figure in figures for row in figure["breakdown"])
    return tuple(sorted({r["key"] for r in rows if any(rounded(r.get(p) or 0) for p in parts)}))


def _chains(figure: Json, keys: tuple[str, ...]) -> Json:
    rows = {row["key"]: row for row in figure["breakdown"]}
    found: Json = {"keys": [*keys, OTHER]}
    for part in ("value",) if figure["kind"] == "flow" else ("den", "num"):
        counts = [rows[key][part] if key in rows else 0 for key in keys]
        found[part] = chain([*counts, (figure[part] or 0) - sum(counts)])
    return found
