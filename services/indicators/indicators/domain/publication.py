"""Publication days: which months were released, and which releases a span is told from.

A *release* is named by the month it closes and comes out on the first day of the next. It
tells what had happened, and was recorded, by that month's end, and never changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.days import Day, Month, last_day_of, months_from, next_day
from indicators.domain.plan import Plan
from indicators.domain.spans import Span

__all__ = [
    "BREAKDOWN_MONTH",
    "Told",
    "broken_down",
    "months_told",
    "released_on",
    "releases",
    "told",
]

BREAKDOWN_MONTH = "03"
"""A year's breakdown comes once, with March of the next year: late reports have come by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Counts of ``after`` without those of ``before`` (None: from the year's beginning)."""

    before: Month | None
    after: Month


def releases(began: Day | None, today: Day, plan: Plan) -> list[Month]:
    """Every release so far: of months that are over, since the first fact was recorded."""
    if began is None:
        return []
    found = months_from(max(began, plan.first)[:7], today[:7])
    return [month for month in found if last_day_of(month) < today]


def released_on(month: Month) -> Day:
    return next_day(last_day_of(month))


def whole_years(span: Span) -> list[str]:
    """The calendar years a span consists of; none for a part of a year."""
    if span.first[5:] != "01-01" or span.last[5:] != "12-31":
        return []
    return [str(year) for year in range(int(span.first[:4]), int(span.last[:4]) + 1)]


def told(span: Span, released: list[Month]) -> Told | None:
    """The releases that tell a part of a year; None where one of them never came out."""
    inside = [month for month in released if month in span.months]
    if not inside:
        return None
    if span.first[5:7] == "01":
        return Told(before=None, after=inside[-1])
    before = months_from(f"{span.first[:4]}-01", span.first[:7])[-2]
    return Told(before=before, after=inside[-1]) if before in released else None


def months_told(span: Span, released: list[Month]) -> list[Told]:
    """The months of a span that were each told by a release of their own."""
    found = (
        told(Span(name=m, first=f"{m}-01", last=last_day_of(m)), released) for m in span.months
    )
    return [each for each in found if each is not None]


def broken_down(year: str, released: list[Month]) -> Month | None:
    """The release that carries the year's breakdown, once it is out."""
    month = f"{int(year) + 1}-{BREAKDOWN_MONTH}"
    return month if month in released else None
