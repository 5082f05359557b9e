"""Where a figure is going: what stands, the forecast with its interval, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from chassis.errors import ServiceError

from gateway.pages.charts import outlook
from gateway.pages.figure_cells import FORESEEN, foreseen
from gateway.pages.format import Format
from gateway.pages.spans import last_day
from gateway.parts import ask
from gateway.texts import Language

__all__ = ["outlook_of"]

Row = Mapping[str, Any]
WIDTH, HEIGHT = 640, 150
AHEAD = 3
"""Months for which the method is walked back over history."""


def outlook_of(
    figure: Row, months: Sequence[Row], span: str, words: Language, fmt: Format
) -> dict[str, Any] | None:
    """The chart and its sentences; None for a figure without an outlook: a span that is over,
    a survey, a share of the span's own records.
    """
    forecast = figure.get("forecast") or {}
    if forecast.get("method") not in FORESEEN or forecast.get("value") is None:
        return None
    counted = figure["kind"] in ("flow", "money")
    known = _known(months, counted, span, str(figure["valued_on"]))
    if not known:
        return None
    ends = (forecast["value"], forecast.get("low"), forecast.get("high"))
    goal = _goal(figure, counted)
    reached = [value for value in (*ends, known[-1][1], *(goal or ())) if value is not None]
    top = max(1.0, *reached) if not counted else max(reached) * 1.05
    drawn = outlook(known, ends, goal, top=top, width=WIDTH, height=HEIGHT)
    return {
        "chart": drawn,
        "size": (WIDTH, HEIGHT),
        "months": _axis(span),
        "foreseen": foreseen(figure, words, fmt),
        "level": fmt.percent(forecast.get("level")) if forecast.get("level") else None,
        "method": words.word("method", forecast["method"]),
        "goal": goal is not None,
        "tested": _tested(figure, words, fmt) if ends[1] is not None else None,
    }


def _known(
    months: Sequence[Row], counted: bool, span: str, valued_on: str
) -> list[tuple[float, float]]:
    """What stood at each month's end, by the share of the span that was gone."""
    first, last = _first_day(span), last_day(span)
    days = (last - first).days + 1
    now = (date.fromisoformat(valued_on) - first).days + 1
    ends = [min((last_day(str(row["key"])) - first).days + 1, now) / days for row in months]
    if counted:
        sums = accumulate(float(row.get("value") or 0) for row in months)
        return [(0.0, 0.0), *zip(ends, sums, strict=True)]
    return [
        (end, float(row["ratio"]))
        for end, row in zip(ends, months, strict=True)
        if row.get("ratio") is not None
    ]


def _first_day(span: str) -> date:
    if span == "plan":
        return date(2026, 1, 1)
    year, _, part = span.partition("-")
    starts = {"Q2": 4, "Q3": 7, "Q4": 10, "H2": 7}
    return date(int(year), starts.get(part) or (int(part) if part.isdecimal() else 1), 1)


def _axis(span: str) -> list[str]:
    """A label for each month of the span; of a long one each year's first."""
    first, last = _first_day(span), last_day(span)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1)
              for n in range(count)]  # fmt: skip
    if count > 12:
        return [str(year) if month == 1 else "" for year, month in months]
    return [str(month) for _, month in months]


def _goal(figure: Row, counted: bool) -> tuple[float, float] | None:
    """From nothing to the span's share of a yearly count; a rate to reach is level."""
    target = figure.get("target") or {}
    wanted = target.get("of_span") if counted else target.get("value")
    if wanted is None:
        return None
    return (0.0 if counted else float(wanted), float(wanted))


def _tested(figure: Row, words: Language, fmt: Format) -> str | None:
    """How the method would have done before, in words; None where that cannot be told."""
    try:
        told = ask("indicators", "backtest", months=AHEAD, code=figure["code"])
    except ServiceError:
        return None
    found = next(iter(told["items"]), None)
    if found is None or not found["trials"]:
        return None
    error = found["mean_absolute_error"]
    unit = words.word("unit", figure.get("unit") or "person")
    shown = f"{fmt.number(error, 1)} {unit}"
    if figure["kind"] == "stock":
        shown = words.page("percent_points", value=fmt.number(error * 100, 1))
    return words.page(
        "backtested", months=AHEAD, covered=found["covered"], trials=found["trials"], error=shown
    )
