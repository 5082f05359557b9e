"""The cells of a figure's tables, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gateway.pages.format import Format
from gateway.texts import Language

__all__ = ["axis", "cells", "extras"]

Row = Mapping[str, Any]
FORESEEN = ("run_rate", "linear_to_date", "damped_trend")
"""Methods that look ahead; the others tell what stands."""


def cells(
    kind: str, by: str, rows: Sequence[Row], words: Language
) -> dict[str, Callable[[Any], Any]]:
    """What the template asks of a row: its label, its value, its bar's share, a name."""
    fmt = Format(words)
    most = max((row.get("value") or 0 for row in rows), default=0)

    def cell(row: Row) -> str:
        if kind == "flow":
            return fmt.short(row.get("value"))
        if row.get("ratio") is None and not row.get("den"):
            return "–"
        return f"{fmt.percent(row.get('ratio'))} ({fmt.number(row.get('num'))}/{row.get('den')})"

    def share(row: Row) -> float | None:
        if kind != "flow":
            ratio = row.get("ratio")
            return None if ratio is None else min(float(ratio), 1)
        return round((row.get("value") or 0) / most, 4) if most else None

    def label_of(key: Any) -> str:
        return fmt.month(str(key)) if by == "month" else words.word(by, key)

    def name_of(entry: Row) -> str:
        person = entry.get("person") or {}
        return str(person.get("full_name") or entry.get("person_id") or "")

    return {"cell": cell, "share": share, "label_of": label_of, "name_of": name_of}


LABELLED_MONTHS = 14
"""More columns than these have no room for a label each: then only the years are named."""


def axis(
    kind: str, months: Sequence[tuple[str, float | None]], fmt: Format
) -> list[tuple[str, str]]:
    """For each column of the chart its value and its month, as short as they can be."""
    if len(months) > LABELLED_MONTHS:
        return [("", month[:4] if month.endswith("-01") else "") for month, _ in months]
    return [
        (
            "" if value is None else fmt.short(value) if kind == "flow" else fmt.percent(value),
            str(int(month[5:])),
        )
        for month, value in months
    ]


def extras(figure: Row, words: Language, fmt: Format) -> list[tuple[str, str]]:
    """What a yearly target adds: the whole plan, the pace needed, the forecast."""
    annual, pace = figure.get("annual") or {}, figure.get("pace") or {}
    forecast = figure.get("forecast") or {}
    found = []
    if annual.get("of"):
        sentence = f"{fmt.short(annual.get('cumulative'))} / {fmt.short(annual['of'])}"
        found.append((words.page("extra_plan_total"), sentence))
        found.append((words.page("extra_mean"), fmt.short(round(annual.get("mean") or 0, 1))))
    if pace.get("needed_per_month") is not None:
        found.append((words.page("extra_needed"), fmt.number(pace["needed_per_month"], 1)))
    if forecast.get("method") in FORESEEN:
        counted = figure.get("kind") == "flow"
        found.append((words.page("extra_forecast"), _foreseen(forecast, counted, fmt)))
    return found


def _foreseen(forecast: Row, counted: bool, fmt: Format) -> str:
    """The forecast with its interval, if history was long enough for one."""

    def told(value: float) -> str:
        return fmt.short(round(value)) if counted else fmt.percent(value)

    middle, low, high = (forecast.get(name) for name in ("value", "low", "high"))
    if middle is None:
        return "–"
    if low is None or high is None:
        return told(middle)
    return f"{told(middle)} ({told(low)} – {told(high)})"
