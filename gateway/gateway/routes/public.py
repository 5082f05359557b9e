"""What everybody may see: the figures, small cells hidden by the indicators service."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from gateway.accounts import Account
from gateway.answers import json_answer
from gateway.parts import parts, send
from gateway.report_files import Rows, csv_file
from gateway.schemas.answers import AnyAnswer, ListAnswer
from gateway.schemas.queries import Span, read_query

__all__ = ["public_figures", "register"]

VISITOR = Account(id="public", name="", role="city_viewer", agency="public", commune="")
"""Nobody in particular, with the right to figures only."""


def register(blueprint: Blueprint) -> None:
    """Add the route to the blueprint."""
    told = blueprint.doc(
        summary="The figures for the public, small cells hidden",
        security=[],
        parameters=[{"in": "query", "schema": Span}],
    )
    blueprint.route("/public/indicators", methods=["GET"])(
        blueprint.response(200, ListAnswer)(told(indicators))
    )
    for kind, view, answer in (
        ("json", open_json, {"schema": AnyAnswer}),
        ("csv", open_csv, {"content_type": "text/csv"}),
    ):
        described = blueprint.doc(
            summary=f"The public figures as open data, {kind}; the json carries the dictionary",
            security=[],
            parameters=[{"in": "query", "schema": Span}],
        )
        blueprint.route(f"/public/indicators.{kind}", methods=["GET"])(
            blueprint.response(200, **answer)(described(view))
        )


def indicators() -> Response:
    response = json_answer({"indicators": public_figures(read_query(Span)["span"])["items"]})
    return _kept(response)


def open_json() -> Response:
    """Rows with the dictionary and the rule of suppression."""
    response = json_answer(public_data(read_query(Span)["span"]))
    return _kept(response)


def open_csv() -> Response:
    """The rows; the first line names the dictionary's fields."""
    data = public_data(read_query(Span)["span"])
    names = [field["name"] for field in data["fields"]]
    rows: Rows = [names, *([_cell(row[name]) for name in names] for row in data["rows"])]
    response = Response(csv_file(rows), content_type="text/csv; charset=utf-8")
    name = f"vieclam-{data['commune']}-{data['span']}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _kept(response)


def _cell(value: Any) -> str | int | float | None:
    return str(value).lower() if isinstance(value, bool) else value


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def public_data(span: str | None) -> dict[str, Any]:
    """The published figures as flat rows, with their dictionary."""
    found: dict[str, Any] = send(
        "indicators", "public_data", parts().sign(VISITOR), span=span or None
    )
    return found


def public_figures(span: str | None) -> dict[str, Any]:
    """The published figures of a span, in the plan's order, and the plan: ``{items, plan}``."""
    found: dict[str, Any] = send("indicators", "public_figures", parts().sign(VISITOR), span=span)
    return found
