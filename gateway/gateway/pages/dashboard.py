"""The targets on one page, what is counted beside them, and the part that renews itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.errors import ServiceError
from flask import Response

from gateway.pages.charts import columns, line
from gateway.pages.figure_view import FigureView, text_of, view_of
from gateway.pages.format import Format
from gateway.pages.known_at import asked, carried, clocks_of
from gateway.pages.render import page
from gateway.pages.spans import spans_around, this_year
from gateway.pages.units import called, communes_by_name, unit_name
from gateway.parts import ask, language, parts
from gateway.schemas.queries import FigureSet

__all__ = ["STATUSES", "content", "dashboard", "sources", "targets", "whose"]

STATUSES = (
    "met",
    "on_track",
    "at_risk",
    "behind",
    "between",
    "no_target",
    "no_data",
    "unpublished",
)
SPARK_WIDTH, SPARK_HEIGHT = 120, 28
COUNTED = ("flow", "money")


def dashboard() -> Response:
    query = asked(FigureSet)
    live = query["as_of"] is None and query["on"] is None
    return page("dashboard.html", live=live, sources=sources(), **_told(query))


def targets() -> Response:
    """The list alone, for a page that is open while the figures change."""
    return page("targets.html", **_told(asked(FigureSet)))


def _told(query: Mapping[str, Any]) -> dict[str, Any]:
    span = query["span"] or this_year(parts().today())
    answer = ask("indicators", "figures", span=span, set=query["set"], **clocks_of(query))
    called(answer)
    return {
        "which": query["set"],
        "on": query["on"],
        "commune_asked": query["commune"],
        "communes": communes_by_name(answer),
        "whose": whose(answer, query["commune"]),
        "carried": carried(span, query),
        **content(answer["items"], span, query["as_of"]),
    }


def whose(answer: Mapping[str, Any], commune: str | None = None) -> str:
    """The plan's title; before it the commune's name, where one of a city was asked for."""
    title = text_of(answer["plan"]["title"], language())
    return f"{unit_name(commune)} · {title}" if commune else title


def content(figures: Sequence[Mapping[str, Any]], span: str, as_of: str | None) -> dict[str, Any]:
    """What the list of figures needs."""
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
    if view.kind in COUNTED:
        return {"columns": columns(view.months, SPARK_WIDTH, SPARK_HEIGHT)}
    values = [value for _, value in view.months]
    known = [value for value in values if value is not None]
    if not known:
        return {}
    low, high = min(known), max(known)
    room = max((high - low) * 0.15, 0.02)
    return {"line": line(values, SPARK_WIDTH, SPARK_HEIGHT - 6, low - room, high + room)}


def sources() -> list[dict[str, Any]]:
    """How fresh every source is; none when that cannot be told just now."""
    try:
        told = ask("indicators", "freshness")
    except ServiceError:
        return []
    return [{"feed": feed, **each} for feed, each in told["feeds"].items()]
