"""For everybody, without signing in: the published figures, and the dictionary of the open data."""

from __future__ import annotations

from flask import Response

from gateway.pages.dashboard import content, whose
from gateway.pages.render import page
from gateway.pages.spans import this_year
from gateway.parts import parts
from gateway.routes.public import public_data, public_figures
from gateway.schemas.queries import Span, read_query

__all__ = ["dictionary", "public"]


def public() -> Response:
    """No people, no links into the system, small counts hidden; what is not yet published says
    so, and when it will be.
    """
    span = read_query(Span)["span"] or this_year(parts().today())
    told = public_figures(span)
    figures = told["items"]
    counted = [each for each in figures if each["kind"] != "external"]
    return _kept(
        page(
            "public.html",
            live=False,
            whose=whose(told),
            sources=[],
            unpublished=bool(counted) and not any(each.get("published", True) for each in counted),
            due_on=next((each["due_on"] for each in counted if each.get("due_on")), None),
            published_on=next((e["published_on"] for e in counted if e.get("published_on")), None),
            **content(figures, span, None),
        )
    )


def dictionary() -> Response:
    """What every column of the csv and json files means."""
    span = read_query(Span)["span"] or this_year(parts().today())
    return _kept(page("dictionary.html", data=public_data(span), span=span))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
