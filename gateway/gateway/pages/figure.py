"""One indicator: what it means, what it shows, who stands behind it, how it was known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chassis.errors import Invalid, ServiceError
from flask import Response, request

from gateway.pages.charts import columns, line
from gateway.pages.dashboard import spans_around
from gateway.pages.figure_cells import axis, cells, extras
from gateway.pages.figure_view import view_of
from gateway.pages.format import Format
from gateway.pages.links import with_query
from gateway.pages.render import may, page
from gateway.parts import ask, language, parts
from gateway.routes.figures import people_behind
from gateway.schemas.queries import FigureQuery, PeopleBehind, read_query

__all__ = ["figure"]

CHART_WIDTH, CHART_HEIGHT = 640, 150
PEOPLE_PER_PAGE = 25
LOCAL_OFFSET = "+07:00"
TYPED_INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")


def figure(code: str) -> Response:
    """Raises ``NotFound`` for a code the plan does not have."""
    typed = request.args.get("as_of", "")
    query = read_query(FigureQuery) if not TYPED_INSTANT.match(typed) else _typed(typed)
    span = query["span"] or str(parts().today().year)
    monthly = ask("indicators", "figure", code=code, span=span, by="month", as_of=query["as_of"])
    dimensions = [each for each in monthly["dimensions"] if each != "month"]
    by = query["by"] if query["by"] in dimensions else next(iter(dimensions), "")
    cut = (
        ask("indicators", "figure", code=code, span=span, by=by, as_of=query["as_of"]) if by else {}
    )
    words = language()
    view = view_of({**monthly, "months": _rows(monthly, "month")}, words, Format(words))
    helpers: dict[str, Any] = cells(view.kind, by, _rows(cut, by), words)
    return page(
        "figure.html",
        figure=monthly,
        view=view,
        span=span,
        spans=spans_around(span, parts().today()),
        as_of=query["as_of"],
        by=by,
        dimensions=dimensions,
        rows=_rows(cut, by),
        months=_rows(monthly, "month"),
        chart=_chart(view.kind, view.months),
        chart_size=(CHART_WIDTH, CHART_HEIGHT),
        axis=axis(view.kind, view.months, Format(words)),
        behind=_behind(code, span),
        why=_why(code, span),
        restated=_restated(code, span, query["as_of"]),
        with_query=with_query,
        extras=extras(monthly, words, Format(words)),
        **helpers,
    )


def _typed(typed: str) -> dict[str, Any]:
    """A browser's date-and-time field gives local time without an offset."""
    asked = {**request.args.to_dict(), "as_of": typed + LOCAL_OFFSET}
    problems = FigureQuery().validate(asked)
    if problems:
        raise Invalid("invalid", {"fields": problems})
    return dict(FigureQuery().load(asked))


def _rows(told: Mapping[str, Any], by: str) -> list[dict[str, Any]]:
    """The rows of a breakdown: ``[{key, value | num, den, ratio}]``, months under their name."""
    return [
        {**each, "month": each["key"]} if by == "month" else dict(each)
        for each in told.get("breakdown") or []
    ]


def _chart(kind: str, months: tuple[tuple[str, float | None], ...]) -> dict[str, Any]:
    if kind == "flow":
        return {"columns": columns(months, CHART_WIDTH, CHART_HEIGHT, gap=8)}
    values = [value for _, value in months]
    known = [value for value in values if value is not None]
    if not known:
        return {}
    high = max(1.0, *known) if max(known) > 0.2 else max(known) * 1.5 or 1.0
    return {"line": line(values, CHART_WIDTH, CHART_HEIGHT - 12, 0, high)}


def _behind(code: str, span: str) -> dict[str, Any] | None:
    """Who stands behind the figure, for those who may see it and asked for it."""
    if request.args.get("part") is None or not may("GET /api/v1/indicators/{code}/people"):
        return None
    query = {**read_query(PeopleBehind), "span": span, "page_size": PEOPLE_PER_PAGE}
    found = people_behind(code, query)
    last = max(1, -(-int(found.get("total", 0)) // PEOPLE_PER_PAGE))
    return {**found, "part": query["part"], "page": query["page"], "last_page": last}


def _why(code: str, span: str) -> dict[str, Any] | None:
    """What is missing for one person to count; a refusal is shown beside the form."""
    person = request.args.get("person", "").strip()
    if not person or not may("GET /api/v1/indicators/{code}/why-not"):
        return None
    try:
        told = ask("indicators", "why_not", code=code, person_id=person[:64], span=span)
    except ServiceError as error:
        return {"refused": language().code(error.code, error.fact)}
    return {"told": told}


def _restated(code: str, span: str, as_of: str | None) -> list[dict[str, Any]]:
    """What has changed the figure since the moment asked about."""
    if as_of is None:
        return []
    told = ask("indicators", "restatements", code=code, since=as_of, span=span)
    return list(told["items"])
