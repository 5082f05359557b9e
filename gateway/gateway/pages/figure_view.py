"""A figure as a reader sees it: every number already in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.pages.format import Format
from gateway.texts import Language

__all__ = ["FigureView", "money_text", "name_of", "target_text", "text_of", "view_of"]

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """``fill`` and ``mark`` are shares of the bar's length, 0 to 1: what is reached, and
    where it should be (the target of a rate, today's share of a yearly target)."""

    code: str
    name: str
    clause: str
    kind: str
    unit: str
    status: str
    value: str
    beneath: str
    target: str
    fill: float | None
    mark: float | None
    mark_text: str
    pace: str
    months: tuple[tuple[str, float | None], ...]
    source: str
    reading: str
    version: str
    silent: tuple[str, ...]
    note: str


def view_of(figure: Json, words: Language, fmt: Format) -> FigureView:
    """Reads a figure of the indicators service; parts it does not have stay empty."""
    target = figure.get("target") or {"rule": "none"}
    kind = str(figure.get("kind") or ("flow" if "value" in figure else "stock"))
    unit = words.word("unit", "money" if kind == "money" else figure.get("unit") or "person")
    fill, mark, mark_text = _bar(figure, target, words, fmt)
    return FigureView(
        code=str(figure["code"]),
        name=name_of(figure, words),
        clause=str(figure.get("clause") or ""),
        kind=kind,
        unit=unit,
        status=_status(figure),
        value=_value(figure, kind, words, fmt),
        beneath=_hidden(figure, words, fmt) or _beneath(figure, kind, unit, words, fmt),
        target=target_text(target, words, fmt, kind),
        fill=fill,
        mark=mark,
        mark_text=mark_text,
        pace=_pace(figure, target, words, fmt),
        months=_months(figure.get("months") or ()),
        source=text_of(figure.get("source"), words),
        reading=text_of(figure.get("reading"), words),
        version=str(figure.get("definition_version") or ""),
        silent=_silent(figure, words),
        note=_range(figure, words),
    )


def _status(figure: Json) -> str:
    if figure.get("published") is False:
        return "unpublished"
    return str(figure.get("status") or "no_data")


def _hidden(figure: Json, words: Language, fmt: Format) -> str:
    """Of a public figure why its number is not there."""
    if figure.get("published") is False:
        due = figure.get("due_on")
        return words.page("published_from", day=fmt.day(due)) if due else ""
    return words.page("hidden_small") if figure.get("hidden") else ""


def _range(figure: Json, words: Language) -> str:
    """Of a public status that the rounding leaves open between which it lies."""
    if figure.get("status") != "between":
        return ""
    worst, best = (words.word("status", each).lower() for each in figure["status_range"])
    return words.page("status_between", worst=worst, best=best)


def _silent(figure: Json, words: Language) -> tuple[str, ...]:
    """The agencies that have told nothing for longer than they may."""
    names = [text_of(each.get("owner"), words) for each in figure.get("silent") or ()]
    return tuple(dict.fromkeys(names))


def name_of(figure: Json, words: Language) -> str:
    """The indicator's name in the reader's language."""
    if words.name == "en" and figure.get("name_en"):
        return str(figure["name_en"])
    return text_of(figure.get("name"), words)


def text_of(value: Any, words: Language) -> str:
    """A text that may come in both languages."""
    if isinstance(value, Mapping):
        return str(value.get(words.name) or value.get("vi") or "")
    return str(value or "")


def target_text(target: Json, words: Language, fmt: Format, kind: str = "flow") -> str:
    """The target in words, as the plan puts it; of money (``kind``) a budget."""
    rule, value = target.get("rule", "none"), target.get("value")
    if rule == "annual_average" and value is not None:
        return words.page("target_annual", value=_count(value, kind, words, fmt))
    if rule == "range" and value is not None:
        low, high = fmt.percent(value).rstrip("%"), fmt.percent(target.get("upper"))
        return words.page("target_range", low=low, high=high)
    if rule == "below" and value is not None:
        return words.page("target_below", value=fmt.percent(value))
    if rule == "at_least" and value is not None:
        return words.page("target_at_least", value=fmt.percent(value))
    return words.word("status", "no_target")


def _value(figure: Json, kind: str, words: Language, fmt: Format) -> str:
    if kind == "money":
        return money_text(figure.get("value"), words, fmt)
    if kind == "flow":
        return fmt.short(figure.get("value"))
    return fmt.percent(figure.get("ratio"))


def _count(value: float | None, kind: str, words: Language, fmt: Format) -> str:
    return money_text(value, words, fmt) if kind == "money" else fmt.short(value)


def money_text(value: float | None, words: Language, fmt: Format) -> str:
    """Đồng as people say them: ``12,7 triệu``, ``1,85 tỷ``."""
    if value is None or abs(value) < 1_000_000:
        return fmt.number(value)
    if abs(value) < 1_000_000_000:
        return words.page("money_millions", value=fmt.short(round(value / 1_000_000, 1)))
    return words.page("money_billions", value=fmt.number(value / 1_000_000_000, 2))


def _beneath(figure: Json, kind: str, unit: str, words: Language, fmt: Format) -> str:
    if kind in ("flow", "money"):
        return unit
    if figure.get("ratio") is None:
        return ""
    return words.page(
        "num_of_den",
        num=fmt.number(figure.get("num")),
        den=fmt.number(figure.get("den")),
        unit=unit,
    )


def _bar(
    figure: Json, target: Json, words: Language, fmt: Format
) -> tuple[float | None, float | None, str]:
    rule, goal = target.get("rule"), target.get("value")
    if rule == "annual_average":
        of_span = target.get("of_span") or goal
        value = figure.get("value")
        if not of_span or value is None:
            return None, None, ""
        due = (figure.get("pace") or {}).get("due")
        return (
            _share(value, of_span),
            None if due is None else _share(due, of_span),
            ""
            if due is None
            else words.page(
                "due_today", value=_count(round(due), str(figure.get("kind")), words, fmt)
            ),
        )
    ratio = figure.get("ratio")
    if ratio is None:
        return None, None, ""
    if goal is None:
        return _share(ratio, 1), None, ""
    scale = goal * 2 if rule == "below" else 1
    return _share(ratio, scale), _share(goal, scale), words.page("mark_target")


def _share(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0), 1), 4)


def _pace(figure: Json, target: Json, words: Language, fmt: Format) -> str:
    needed = (figure.get("pace") or {}).get("needed_per_month")
    if target.get("rule") == "annual_average" and needed:
        money = figure.get("kind") == "money"
        told = money_text(round(needed), words, fmt) if money else fmt.number(needed, 1)
        return words.page("needed_per_month", value=told)
    return ""


def _months(series: Sequence[Json]) -> tuple[tuple[str, float | None], ...]:
    return tuple((str(each["month"]), each.get("value", each.get("ratio"))) for each in series)
