"""The fourteen targets on one page, and the part of it that renews itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chassis.errors import ServiceError
from flask import Response

from gateway.pages.charts import columns, line
from gateway.pages.figure_view import FigureView, view_of
from gateway.pages.format import Format
from gateway.pages.render import page
from gateway.parts import ask, language, parts
from gateway.routes.figures import figures_of
from gateway.routes.public import public_figures
from gateway.schemas.queries import AsOf, Span, read_query

__all__ = ["STATUSES", "dashboard", "public", "spans_around", "targets"]

STATUSES = ("met", "on_track", "at_risk", "behind", "no_target", "no_data")
SPARK_WIDTH, SPARK_HEIGHT = 120, 28


def dashboard() -> Response:
    query = read_query(AsOf)
    span = query["span"] or str(parts().today().year)
    return page(
        "dashboard.html",
        live=query["as_of"] is None,
        sources=_sources(),
        **_content(figures_of(span, query["as_of"]), span, query["as_of"]),
    )


def targets() -> Response:
    """The list alone, for a page that is open while the figures change."""
    query = read_query(AsOf)
    span = query["span"] or str(parts().today().year)
    return page("targets.html", **_content(figures_of(span, query["as_of"]), span, query["as_of"]))


def public() -> Response:
    """For everybody: no people, no links into the system, small cells hidden."""
    span = read_query(Span)["span"] or str(parts().today().year)
    response = page(
        "public.html", live=False, sources=[], **_content(public_figures(span), span, None)
    )
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _content(figures: Sequence[Mapping[str, Any]], span: str, as_of: str | None) -> dict[str, Any]:
    words = language()
    views = [view_of(each, words, Format(words)) for each in figures]
    clauses = list(dict.fromkeys(view.clause for view in views))
    count = Counter(view.status for view in views)
    return {
        "span": span,
        "as_of": as_of,
        "spans": spans_around(span, parts().today()),
        "sections": [
            (clause, [(view, spark(view)) for view in views if view.clause == clause])
            for clause in clauses
        ],
        "counts": [(status, count[status]) for status in STATUSES if count[status]],
        "valued_on": next((each["valued_on"] for each in figures if each.get("valued_on")), None),
        "spark_size": (SPARK_WIDTH, SPARK_HEIGHT),
    }


def spark(view: FigureView) -> dict[str, Any]:
    """Columns for what happens month by month, a line for a share."""
    if view.kind == "flow":
        return {"columns": columns(view.months, SPARK_WIDTH, SPARK_HEIGHT)}
    values = [value for _, value in view.months]
    known = [value for value in values if value is not None]
    if not known:
        return {}
    low, high = min(known), max(known)
    room = max((high - low) * 0.15, 0.02)
    return {"line": line(values, SPARK_WIDTH, SPARK_HEIGHT - 6, low - room, high + room)}


def spans_around(span: str, today: date) -> list[tuple[str, str]]:
    """``(span, label key)`` to choose from: the plan's years, this year's parts, the plan."""
    year = span[:4] if span != "plan" else str(today.year)
    years = [(str(each), "year") for each in range(2026, 2031)]
    within = [(f"{year}-{part}", "part") for part in ("Q1", "Q2", "Q3", "Q4", "H1", "9M")]
    return [*years, ("plan", "plan"), *within]


def _sources() -> list[dict[str, Any]]:
    """How fresh every source is; none when that cannot be told just now."""
    try:
        told = ask("indicators", "freshness")
    except ServiceError:
        return []
    return [{"feed": feed, **each} for feed, each in told["feeds"].items()]
