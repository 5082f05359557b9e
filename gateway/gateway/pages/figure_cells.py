"""The cells of a figure's tables, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gateway.pages.figure_view import money_text
from gateway.pages.format import Format
from gateway.pages.units import unit_name
from gateway.pages.value_order import value_label
from gateway.texts import Language

__all__ = ["FORESEEN", "axis", "cells", "extras", "foreseen"]

Row = Mapping[str, Any]
FORESEEN = ("run_rate", "linear_to_date", "damped_trend")
"""Methods that look ahead; the others tell what stands."""


def cells(
    kind: str, by: str, rows: Sequence[Row], words: Language
) -> dict[str, Callable[[Any], Any]]:
    """What the template asks of a row: its label, its value, its bar's share, where it is going,
    and, of a rate with a target, its status.
    """
    fmt = Format(words)
    most = max((row.get("value") or 0 for row in rows), default=0)

    def cell(row: Row) -> str:
        if kind == "money":
            return fmt.number(row.get("value"))
        if kind == "flow":
            return fmt.short(row.get("value"))
        if row.get("ratio") is None and not row.get("den"):
            return "–"
        counts = f"{fmt.number(row.get('num'))}/{fmt.number(row.get('den'))}"
        return f"{fmt.percent(row.get('ratio'))} ({counts})"

    def share(row: Row) -> float | None:
        if kind not in ("flow", "money"):
            ratio = row.get("ratio")
            return None if ratio is None else min(float(ratio), 1)
        return round((row.get("value") or 0) / most, 4) if most else None

    def label_of(key: Any) -> str:
        if by == "month":
            return fmt.month(str(key))
        return unit_name(key) if by == "commune" else value_label(by, key, words, {})

    def ahead(row: Row) -> str:
        if (row.get("forecast") or {}).get("method") not in FORESEEN:
            return ""
        return words.page("row_foreseen", value=foreseen({**row, "kind": kind}, words, fmt))

    def judged(row: Row) -> str:
        status = str(row.get("status") or "no_target")
        return "" if status in ("no_target", "no_data") else status

    return {"cell": cell, "share": share, "label_of": label_of, "ahead": ahead, "judged": judged}


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
            _shown(kind, value, fmt),
            str(int(month[5:])),
        )
        for month, value in months
    ]


def _shown(kind: str, value: float | None, fmt: Format) -> str:
    if value is None:
        return ""
    if kind == "money":
        return fmt.short(round(value / 1_000_000, 1))  # the axis says: million đồng
    return fmt.short(value) if kind == "flow" else fmt.percent(value)


def extras(figure: Row, words: Language, fmt: Format) -> list[tuple[str, str]]:
    """What a yearly target adds: the whole plan, the pace needed, the forecast."""
    annual, pace = figure.get("annual") or {}, figure.get("pace") or {}
    forecast = figure.get("forecast") or {}
    found = []
    money = figure.get("kind") == "money"

    def told(value: float | None) -> str:
        return money_text(value, words, fmt) if money else fmt.short(value)

    if annual.get("of"):
        sentence = f"{told(annual.get('cumulative'))} / {told(annual['of'])}"
        found.append((words.page("extra_plan_total"), sentence))
        found.append((words.page("extra_mean"), told(round(annual.get("mean") or 0, 1))))
    if pace.get("needed_per_month") is not None:
        unit = words.word("unit", "money" if money else figure.get("unit") or "person")
        needed = pace["needed_per_month"]
        shown = money_text(round(needed), words, fmt) if money else fmt.number(needed, 1)
        found.append((words.page("extra_needed"), f"{shown} {unit}"))
    if forecast.get("method") in FORESEEN and forecast.get("value") is not None:
        found.append((words.page("extra_forecast"), foreseen(figure, words, fmt)))
    return found


def foreseen(figure: Row, words: Language, fmt: Format) -> str:
    """The forecast with its interval, if history was long enough for one."""
    forecast, kind = figure.get("forecast") or {}, figure.get("kind")

    def told(value: float) -> str:
        if kind == "money":
            return money_text(round(value), words, fmt)
        return fmt.short(round(value)) if kind == "flow" else fmt.percent(value)

    middle, low, high = (forecast.get(name) for name in ("value", "low", "high"))
    if middle is None:
        return "–"
    if low is None or high is None:
        return told(middle)
    return f"{told(middle)} ({told(low)} – {told(high)})"
