"""A figure by the values of one dimension, each with what a figure answers: value, status, pace,
forecast.

A rate's target asks the same of every village and group, so each row has its status. A count's
target is the commune's as a whole: nobody said which village owes how much of it, and a row of
a count has none (``no_target``). A city's communes have targets of their own: each is judged by
its own, and each has a row, those too where nothing was done.

What happened in a village stays where it was when the village is merged into another. It goes on
nowhere: nothing is foretold of a place where nobody lives any more, and no pace is asked of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from indicators.domain.days import Month, last_day_of
from indicators.domain.figures import (
    Valuation,
    month_row,
    months_of,
    pace_told,
    parts_of,
    ratio_of,
    value_key,
    whole_months,
)
from indicators.domain.forecast import forecast_count, forecast_rate
from indicators.domain.plan import Indicator, MembersReached, Plan
from indicators.domain.targets import count_status, pace_of, rate_pace, ratio_status, share

__all__ = ["NONE", "PLACES", "breakdown", "residents_of"]

Json = dict[str, Any]
NONE = "none"
"""The key of those whose fact has no such value: somebody self-employed has no employer."""

NO_COMMUNES: Mapping[str, Indicator] = {}
PLACES = ("village", "commune")
OVERLAP = ("group", "month")
EVERYBODYS = ("gender", "village", "age_band", "commune")
"""Dimensions of a person: nobody is without one, and unknown is a value."""


def residents_of(plan: Plan) -> Indicator | None:
    """The figure whose denominator tells who lives where: that of the most groups' members."""
    found: Indicator | None = None
    most = 0
    for each in plan.indicators:
        measure = each.measure
        if isinstance(measure, MembersReached) and len(measure.groups) > most:
            found, most = each, len(measure.groups)
    return found


def breakdown(
    indicator: Indicator,
    at: Valuation,
    by: str,
    residents: Indicator | None = None,
    communes: Mapping[str, Indicator] = NO_COMMUNES,
) -> list[Json]:
    """``[{key, value | num, den, ratio, status, pace, forecast}]``; by month ``[{key, value | num,
    den, ratio}]``: each month of the span up to the day valued. With ``residents``, by village or
    commune, a row also says ``gone`` where its members lived and none does on the day valued.
    ``communes``: by commune what each one's own plan makes of the figure.

    The rows add up to the figure: where the fact has no such value it stands under ``none``.
    Groups overlap: a person counts in each of theirs, and once in the total.
    """
    if at.day is None:
        return []
    if by == "month":
        months = [each for each in at.span.months if each <= at.day[:7]]
        rows = [month_row(indicator, at, month) for month in months]
        return [{"key": row.pop("month"), **row} for row in rows]
    if indicator.kind == "external":
        return []
    values = {each for part in indicator.parts for each in at.totals.values(indicator.key(part))}
    gone = _gone(at, values, residents) if by in PLACES and residents is not None else set()
    found = [
        _row(indicator, communes.get(value, indicator), at, value)
        for value in sorted(values.union(communes))
    ]
    found = [_ended(row) if row["key"] in gone else row for row in found]
    rows = [r for r in found if r.get("value") or r.get("den") or r["key"] in communes]
    rest = _rest(indicator, at, rows) if by not in (*OVERLAP, *EVERYBODYS) else None
    return rows if rest is None else [*rows, rest]


def _gone(at: Valuation, places: Iterable[str], residents: Indicator) -> set[str]:
    """Where somebody lived, and nobody does on the day valued."""
    k, first, month = residents.key("den"), at.plan.first[:7], _month(at)
    known = set(at.totals.values(k))
    lived_in = known.intersection(places)
    return {each for each in lived_in if not at.totals.between(k, first, month, each)}


def _ended(row: Json) -> Json:
    return {**row, "pace": None, "forecast": None, "gone": True}


def _row(indicator: Indicator, own: Indicator, at: Valuation, value: str) -> Json:
    """``own``: the figure as the value's own plan has it."""
    if indicator.kind in ("flow", "money"):
        k, month = value_key(indicator), _month(at)
        history = [at.totals.between(k, each, each, value) for each in whole_months(at)]
        count = at.totals.between(k, at.span.first[:7], month, value)
        passed, ahead = months_of(at)
        forecast = forecast_count(history, count, ahead, passed).told()
        if own.target is indicator.target:  # inherited, or the city's itself
            return {"key": value, "value": count, **_untargeted(forecast)}
        cumulative = at.totals.between(k, at.plan.first[:7], month, value)
        judged = _targeted(own, at, count, cumulative)
        return {"key": value, "value": count, **judged, "forecast": forecast}
    since = at.span.first if indicator.by_span else at.plan.first
    num, den = parts_of(indicator, at.totals, since, _month(at), value)
    return _rate(own, at, value, num, den, _history(indicator, at, value))


def _rate(
    indicator: Indicator,
    at: Valuation,
    key: str,
    num: int,
    den: int,
    history: list[tuple[int, int]],
) -> Json:
    day = at.day or at.span.first
    present = [] if day == last_day_of(day[:7]) and not indicator.by_span else [(num, den)]
    forecast = forecast_rate([*history, *present], months_of(at)[1])
    target = indicator.target.on(day)
    needed = rate_pace(num, den, target, at.plan, day)
    return {
        "key": key,
        "num": num,
        "den": den,
        "ratio": ratio_of(num, den),
        "status": ratio_status(num, den, target),
        "pace": None if needed is None else {"due": None, "needed_per_month": needed},
        "forecast": forecast.told() if forecast is not None else None,
    }


def _targeted(own: Indicator, at: Valuation, count: int, cumulative: int) -> Json:
    day = at.day or at.span.first
    pace = pace_of(own.target, at.span, at.plan, day, cumulative)
    status = count_status(count, share(own.target, at.span, at.plan), pace)
    return {"status": status, "pace": None if pace is None else pace_told(pace)}


def _untargeted(forecast: Json | None) -> Json:
    return {"status": "no_target", "pace": None, "forecast": forecast}


def _month(at: Valuation) -> Month:
    return (at.day or at.span.first)[:7]


def _history(indicator: Indicator, at: Valuation, value: str) -> list[tuple[int, int]]:
    """Numerator and denominator at the end of every whole month; a rate by span has none."""
    if indicator.by_span:
        return []

    def ends(part: str) -> list[int]:
        k = indicator.key(part)
        return list(accumulate(at.totals.between(k, m, m, value) for m in whole_months(at)))

    return list(zip(ends("num"), ends("den"), strict=True))


def _rest(indicator: Indicator, at: Valuation, rows: list[Json]) -> Json | None:
    """What the rows lack of the figure; None where they are all of it."""
    if indicator.kind in ("flow", "money"):
        k = value_key(indicator)
        count = at.totals.between(k, at.span.first[:7], _month(at))
        count -= sum(row["value"] for row in rows)
        return {"key": NONE, "value": count, **_untargeted(None)} if count else None
    since = at.span.first if indicator.by_span else at.plan.first
    num, den = parts_of(indicator, at.totals, since, _month(at))
    num, den = num - sum(row["num"] for row in rows), den - sum(row["den"] for row in rows)
    found = _rate(indicator, at, NONE, num, den, []) | {"forecast": None}
    return found if den else None
