"""Spans to choose from."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["last_day", "spans_around", "spans_over", "this_year"]

YEARS = range(2026, 2031)
ENDS = {"Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12, "H1": 6, "H2": 12, "9M": 9}


def this_year(today: date) -> str:
    """The span one looks at first: this year, before and after the plan its nearest."""
    return str(min(max(today.year, YEARS[0]), YEARS[-1]))


def spans_around(span: str, today: date) -> list[tuple[str, str]]:
    """``(span, label key)`` to choose from: the plan's years, this year's parts, the plan."""
    year = span[:4] if span != "plan" else this_year(today)
    years = [(str(each), "year") for each in YEARS]
    within = [(f"{year}-{part}", "part") for part in ("Q1", "Q2", "Q3", "Q4", "H1", "9M")]
    return [*years, ("plan", "plan"), *within]


def last_day(span: str) -> date:
    """The last day of a span of the plan."""
    if span == "plan":
        return date(YEARS[-1], 12, 31)
    year, _, part = span.partition("-")
    month = ENDS.get(part) or (int(part) if part else 12)
    following = date(int(year) + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def spans_over(today: date) -> list[str]:
    """Spans of the plan that have ended, the latest first; of the same day the longest first."""
    found = []
    for year in YEARS:
        found += [str(year), *(f"{year}-{part}" for part in ("H1", "H2", "9M"))]
        found += [f"{year}-{part}" for part in ("Q1", "Q2", "Q3", "Q4")]
        found += [f"{year}-{month:02d}" for month in range(1, 13)]
    over = [span for span in ("plan", *found) if last_day(span) < today]
    return sorted(over, key=last_day, reverse=True)
