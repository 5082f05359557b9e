"""One indicator: what it means, what it shows, who stands behind it, how it was known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from gateway.pages.charts import columns, line
from gateway.pages.figure_behind import behind, name_of, parts_of, why
from gateway.pages.figure_cells import axis, cells, extras
from gateway.pages.figure_outlook import outlook_of
from gateway.pages.figure_past import restated
from gateway.pages.figure_view import text_of, view_of
from gateway.pages.figure_what_if import what_if
from gateway.pages.format import Format
from gateway.pages.known_at import asked, carried, clocks_of
from gateway.pages.links import with_query
from gateway.pages.render import page
from gateway.pages.spans import spans_around, this_year
from gateway.pages.units import called, communes_by_name
from gateway.pages.value_order import in_value_order
from gateway.parts import ask, language, parts
from gateway.schemas.queries import FigureQuery

__all__ = ["figure"]

CHART_WIDTH, CHART_HEIGHT = 640, 150
COUNTED = ("flow", "money")


def figure(code: str) -> Response:
    """Raises ``NotFound`` for a code the plan does not have."""
    query = asked(FigureQuery)
    span = query["span"] or this_year(parts().today())
    known = {"code": code, "span": span, **clocks_of(query)}
    monthly = ask("indicators", "figure", **known, by="month")
    called(monthly)
    dimensions = [each for each in monthly["dimensions"] if each != "month"]
    by = query["by"] if query["by"] in dimensions else next(iter(dimensions), "")
    cut = ask("indicators", "figure", **known, by=by) if by else {}
    words = language()
    fmt = Format(words)
    months = _rows(monthly, "month")
    view = view_of({**monthly, "months": months}, words, fmt)
    past = query["as_of"] is not None or query["on"] is not None
    whole = query["commune"] is None
    rows = _rows(cut, by)
    helpers: dict[str, Any] = cells(view.kind, by, rows, words)
    places = in_value_order((row["key"] for row in rows), by, helpers["label_of"], words)
    rows.sort(key=lambda row: places.index(row["key"]))
    return page(
        "figure.html",
        figure=monthly,
        view=view,
        span=span,
        spans=spans_around(span, parts().today()),
        as_of=query["as_of"],
        on=query["on"],
        commune_asked=query["commune"],
        communes=communes_by_name(monthly),
        carried=carried(span, query),
        by=by,
        dimensions=dimensions,
        rows=rows,
        with_status=any(helpers["judged"](row) for row in rows),
        months=months,
        chart=_chart(view.kind, view.months),
        chart_size=(CHART_WIDTH, CHART_HEIGHT),
        axis=axis(view.kind, view.months, fmt),
        outlook=outlook_of(monthly, months, span, words, fmt) if not past else None,
        parts_of=parts_of(view.kind),
        name_of=name_of,
        behind=behind(code, span),
        why=why(code, span, query) if whole else None,
        past=past,
        whole=whole,
        what_if=what_if(code, span, query["commune"])
        if not past and view.kind not in ("external", "money")
        else None,
        restated=restated(code, span, query, words, fmt),
        feeds=_feeds(monthly, words),
        with_query=with_query,
        extras=extras(monthly, words, fmt),
        **helpers,
    )


def _rows(told: Mapping[str, Any], by: str) -> list[dict[str, Any]]:
    """The rows of a breakdown: ``[{key, value | num, den, ratio}]``, months under their name."""
    return [
        {**each, "month": each["key"]} if by == "month" else dict(each)
        for each in told.get("breakdown") or []
    ]


def _chart(kind: str, months: tuple[tuple[str, float | None], ...]) -> dict[str, Any]:
    if kind in COUNTED:
        return {"columns": columns(months, CHART_WIDTH, CHART_HEIGHT, gap=8)}
    values = [value for _, value in months]
    known = [value for value in values if value is not None]
    if not known:
        return {}
    high = max(1.0, *known) if max(known) > 0.2 else max(known) * 1.5 or 1.0
    return {"line": line(values, CHART_WIDTH, CHART_HEIGHT - 12, 0, high)}


def _feeds(told: Mapping[str, Any], words: Any) -> list[dict[str, Any]]:
    """The sources this figure rests on: how far each was read, and who of them is silent."""
    return [
        {**each, "feed": feed, "owner": text_of(each.get("owner"), words)}
        for feed, each in (told.get("fresh_to") or {}).items()
    ]
