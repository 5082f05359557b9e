"""A figure against its target: share of the span, pace, status, what is needed.

Exact fractions: 600 of 1,000 is a fifth below 75%, which binary numbers would deny.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from indicators.domain.days import Day, days_from, last_day_of
from indicators.domain.plan import Plan, Target
from indicators.domain.spans import Span

__all__ = [
    "AT_RISK",
    "MONTH_DAYS",
    "Pace",
    "count_status",
    "pace_of",
    "rate_pace",
    "ratio_status",
    "share",
]

AT_RISK = Fraction(4, 5)
"""80% of pace or more is at risk, below it behind; a rate within a fifth of its target too."""

MONTH_DAYS = Fraction(36525, 1200)
"""Days of a month, on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """``due`` by the day valued, linear by days; ``needed_per_month`` to reach the plan's total."""

    due: Fraction
    needed_per_month: Fraction | None


def share(target: Target, span: Span, plan: Plan) -> Fraction | None:
    """The span's share of a yearly count: a quarter of the year is a quarter of it.

    Where the count changes inside the plan period each month has its own.
    """
    if target.rule != "annual_average" or target.value is None:
        return None
    if not target.goals:
        return _exact(target.value) * len(span.months) / 12
    monthly = (target.on(last_day_of(month)).value or 0 for month in span.months)
    return sum((_exact(each) for each in monthly), Fraction(0)) / 12


def pace_of(target: Target, span: Span, plan: Plan, day: Day, cumulative: int) -> Pace | None:
    """Linear by days to date, the day itself included. None without a yearly count."""
    of_span = share(target, span, plan)
    whole = share(target, Span(name="plan", first=plan.first, last=plan.last), plan)
    if of_span is None or whole is None:
        return None
    passed = max(0, min(days_from(span.first, day), days_from(span.first, span.last)))
    left = max(0, days_from(day, plan.last) - 1) / MONTH_DAYS
    return Pace(
        due=of_span * passed / days_from(span.first, span.last),
        needed_per_month=max(Fraction(0), whole - cumulative) / left if left else None,
    )


def rate_pace(num: int, den: int, target: Target, plan: Plan, day: Day) -> float | None:
    """How many more a month the numerator needs to reach a rate by the plan's end, the
    denominator staying as it is. None without a rate to reach.
    """
    left = max(0, days_from(day, plan.last) - 1) / MONTH_DAYS
    if target.rule not in ("at_least", "range") or target.value is None or not den or not left:
        return None
    return round(float(max(Fraction(0), _exact(target.value) * den - num) / left), 2)


def count_status(value: int, of_span: Fraction | None, pace: Pace | None) -> str:
    """met, on_track (at or above pace), at_risk (80% of it or more), behind; or no_target."""
    if of_span is None or pace is None:
        return "no_target"
    if value >= of_span:
        return "met"
    if value >= pace.due:
        return "on_track"
    return "at_risk" if value >= AT_RISK * pace.due else "behind"


def ratio_status(num: int, den: int, target: Target) -> str:
    """A rate has no pace: met at its target, at risk within a fifth of it, else behind."""
    if den == 0:
        return "no_data"
    if target.rule == "none" or target.value is None:
        return "no_target"
    goal, ratio = _exact(target.value), Fraction(num, den)
    if target.rule == "below":
        if ratio < goal:
            return "met"
        return "at_risk" if ratio <= goal * (2 - AT_RISK) else "behind"
    if ratio >= goal:
        return "met"
    return "at_risk" if ratio >= goal * AT_RISK else "behind"


def _exact(value: float) -> Fraction:
    """The decimal as it stands in the plan file."""
    return Fraction(str(value))
