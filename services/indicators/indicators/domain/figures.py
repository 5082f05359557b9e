"""Figures: what an indicator shows for a span. Pure: cells, surveys and the day are handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from indicators.domain.days import Day, Month, days_from, last_day_of, months_from
from indicators.domain.forecast import forecast_count, forecast_rate
from indicators.domain.plan import Indicator, Plan, Surveyed
from indicators.domain.spans import Span
from indicators.domain.surveys import SurveyFact, survey_for
from indicators.domain.targets import (
    MONTH_DAYS,
    Pace,
    count_status,
    pace_of,
    rate_pace,
    ratio_status,
    share,
)
from indicators.domain.totals import Totals

__all__ = [
    "Valuation",
    "count_history",
    "figure",
    "month_row",
    "months_of",
    "pace_told",
    "parts_of",
    "rate_history",
    "ratio_of",
    "value_key",
    "valued_on",
    "whole_months",
]

Json = dict[str, Any]
SERIES_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Valuation:
    """All a figure is made of. ``day``: the last day valued, None where the span is to come."""

    plan: Plan
    span: Span
    day: Day | None
    totals: Totals
    surveys: Sequence[SurveyFact]
    known_at: datetime | None = None


def valued_on(span: Span, today: Day) -> Day | None:
    """A span that has not ended is valued today, one that has not begun not at all."""
    return min(span.last, today) if span.first <= today else None


def figure(indicator: Indicator, at: Valuation) -> Json:
    """The figure as others read it (``interfaces.md``), with what explains it."""
    target = indicator.target.on(at.day or at.span.first)
    of_span = share(indicator.target, at.span, at.plan)
    common: Json = {
        "code": indicator.code,
        "name": indicator.name.vi,
        "name_en": indicator.name.en,
        "clause": indicator.clause,
        "kind": indicator.kind,
        "unit": indicator.unit,
        "span": at.span.name,
        "valued_on": at.day,
        "value": None,
        "num": None,
        "den": None,
        "ratio": None,
        "target": {
            "rule": target.rule,
            "value": target.value,
            "upper": target.upper,
            "of_span": float(of_span) if of_span is not None else target.value,
        },
        "status": "no_data",
        "pace": None,
        "forecast": None,
        "months": _series(indicator, at),
        "source": {"vi": indicator.source.vi, "en": indicator.source.en},
        "reading": (
            {"vi": indicator.reading.vi, "en": indicator.reading.en}
            if indicator.reading is not None
            else None
        ),
        "definition_version": indicator.version,
    }
    if at.day is None:
        return common
    if isinstance(indicator.measure, Surveyed):
        return common | _external(indicator, indicator.measure, at)
    if indicator.kind in ("flow", "money"):
        return common | _flow(indicator, at)
    return common | _stock(indicator, at)


def _flow(indicator: Indicator, at: Valuation) -> Json:
    day = at.day or at.span.first
    k, month, start = value_key(indicator), day[:7], at.plan.first[:7]
    value = at.totals.between(k, at.span.first[:7], month)
    cumulative = at.totals.between(k, start, month)
    of_span = share(indicator.target, at.span, at.plan)
    pace = pace_of(indicator.target, at.span, at.plan, day, cumulative)
    years = int(day[:4]) - int(at.plan.first[:4]) + 1
    found: Json = {
        "value": value,
        "status": count_status(value, of_span, pace),
        "annual": {
            "this_year": at.totals.between(k, f"{day[:4]}-01", month),
            "mean": round(cumulative / years, 2),
            "years": years,
            "cumulative": cumulative,
            "of": float(share(indicator.target, _whole(at.plan), at.plan) or 0) or None,
        },
        "forecast": _forecast(k, value, at),
    }
    if pace is not None:
        found["pace"] = pace_told(pace)
    return found


def pace_told(pace: Pace) -> Json:
    """Of a count what is due by the day valued, and what is needed a month from then on."""
    needed = pace.needed_per_month
    return {
        "due": round(float(pace.due), 2),
        "needed_per_month": None if needed is None else round(float(needed), 2),
    }


def _forecast(k: str, value: int, at: Valuation) -> Json:
    passed, ahead = months_of(at)
    return forecast_count(count_history(k, at), value, ahead, passed).told()


def months_of(at: Valuation) -> tuple[float, float]:
    """Months of the span that are gone, the day valued included, and months to come."""
    day = at.day or at.span.first
    gone = days_from(at.span.first, day) / MONTH_DAYS
    return float(gone), float((days_from(day, at.span.last) - 1) / MONTH_DAYS)


def count_history(k: str, at: Valuation) -> list[int]:
    """The counts of all whole months since the plan began."""
    counts = at.totals.by_month(k)
    return [counts.get(month, 0) for month in whole_months(at)]


def rate_history(indicator: Indicator, at: Valuation) -> list[tuple[int, int]]:
    """Numerator and denominator at the end of every whole month since the plan began.

    Empty for a rate by span: each span begins anew, there is no line to carry on.
    """
    if indicator.by_span:
        return []
    num, den = (at.totals.by_month(indicator.key(part)) for part in ("num", "den"))
    months = whole_months(at)
    nums = accumulate(num.get(month, 0) for month in months)
    dens = accumulate(den.get(month, 0) for month in months)
    return list(zip(nums, dens, strict=True))


def whole_months(at: Valuation) -> list[Month]:
    """The months of the plan that are over by the day valued."""
    day = at.day or at.span.first
    return [m for m in months_from(at.plan.first[:7], day[:7]) if last_day_of(m) <= day]


def _stock(indicator: Indicator, at: Valuation) -> Json:
    day = at.day or at.span.first
    first = at.span.first if indicator.by_span else at.plan.first
    num, den = parts_of(indicator, at.totals, first, day[:7])
    present = [] if day == last_day_of(day[:7]) and not indicator.by_span else [(num, den)]
    rate = forecast_rate([*rate_history(indicator, at), *present], months_of(at)[1])
    needed = rate_pace(num, den, indicator.target.on(day), at.plan, day)
    return {
        "num": num,
        "den": den,
        "ratio": ratio_of(num, den),
        "status": ratio_status(num, den, indicator.target.on(day)),
        "pace": None if needed is None else {"due": None, "needed_per_month": needed},
        "forecast": rate.told() if rate is not None else None,
    }


def value_key(indicator: Indicator) -> str:
    """What a count, or an amount, is filed under."""
    return indicator.key("amount" if indicator.kind == "money" else "value")


def _whole(plan: Plan) -> Span:
    return Span(name="plan", first=plan.first, last=plan.last)


def parts_of(
    indicator: Indicator, totals: Totals, first: Day, month: Month, value: str = ""
) -> tuple[int, int]:
    """Numerator and denominator of the months from ``first``'s on, of one value or of all."""
    start = first[:7]
    return (
        totals.between(indicator.key("num"), start, month, value),
        totals.between(indicator.key("den"), start, month, value),
    )


def ratio_of(num: int, den: int) -> float | None:
    """Six digits; None without a denominator."""
    return round(num / den, 6) if den else None


def _external(indicator: Indicator, measure: Surveyed, at: Valuation) -> Json:
    survey = survey_for(at.surveys, at.day or at.span.first, at.known_at)
    if survey is None:
        return {}
    num, den = survey.number(measure.numerator), survey.number(measure.denominator)
    return {
        "num": num,
        "den": den,
        "ratio": ratio_of(num, den),
        "status": ratio_status(num, den, indicator.target.on(at.day or at.span.first)),
        "survey": {
            "survey_id": survey.survey_id,
            "as_of": survey.as_of,
            "source_document": survey.source_document,
        },
    }


def _series(indicator: Indicator, at: Valuation) -> list[Json]:
    """The last twelve months up to the day valued."""
    if at.day is None:
        return []
    months = months_from(at.plan.first[:7], at.day[:7])[-SERIES_MONTHS:]
    return [month_row(indicator, at, month) for month in months]


def month_row(indicator: Indicator, at: Valuation, month: Month) -> Json:
    """What a month alone shows; of a stock what stood at its end."""
    if isinstance(indicator.measure, Surveyed):
        survey = survey_for(at.surveys, last_day_of(month), at.known_at)
        if survey is None:
            return {"month": month, "num": None, "den": None, "ratio": None}
        num = survey.number(indicator.measure.numerator)
        den = survey.number(indicator.measure.denominator)
    elif indicator.kind in ("flow", "money"):
        return {"month": month, "value": at.totals.between(value_key(indicator), month, month)}
    else:
        first = f"{month}-01" if indicator.by_span else at.plan.first
        num, den = parts_of(indicator, at.totals, first, month)
    return {"month": month, "num": num, "den": den, "ratio": ratio_of(num, den)}
