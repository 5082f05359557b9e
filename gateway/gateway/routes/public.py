"""What everybody may see: the figures, small cells hidden by the indicators service."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from gateway.accounts import Account
from gateway.answers import json_answer
from gateway.parts import parts, send
from gateway.schemas.answers import ListAnswer
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


def indicators() -> Response:
    response = json_answer({"indicators": public_figures(read_query(Span)["span"])})
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def public_figures(span: str | None) -> list[dict[str, Any]]:
    """The published figures of a span, in the plan's order."""
    token = parts().sign(VISITOR)
    answer = send("indicators", "public_figures", token, span=span)
    found: list[dict[str, Any]] = answer["items"] if isinstance(answer, dict) else answer
    return found
