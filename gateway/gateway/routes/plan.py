"""The plan's files: those that were counted, and what others would make of the figures."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from gateway.answers import json_answer
from gateway.operations import Operation, add
from gateway.parts import ask_patiently
from gateway.requests import json_object
from gateway.schemas.answers import AnyAnswer
from gateway.schemas.figures import PreviewBody

__all__ = ["previewed", "register"]

SECONDS = 300.0
"""A changed definition is counted from the states of everybody."""

VERSIONS = Operation(
    verb="GET",
    path="/plan/versions",
    service="indicators",
    method="plan_versions",
    summary="The plan files that were counted, with what changed from one to the next",
    answers="thing",
)


def preview() -> Response:
    """Nothing is stored: no key, no receipt."""
    return json_answer(previewed(json_object()))


def previewed(body: dict[str, Any]) -> dict[str, Any]:
    """What other plan files, ``{"files": [{name, text}]}``, would make of the figures."""
    found: dict[str, Any] = ask_patiently(SECONDS, "indicators", "preview_plan", body=body)
    return found


def register(blueprint: Blueprint) -> None:
    """Add the routes to the figures' blueprint."""
    add(blueprint, (VERSIONS,))
    body = {"content": {"application/json": {"schema": PreviewBody}}, "required": True}
    told = blueprint.doc(
        summary="What other plan files would make of the figures; nothing is switched",
        requestBody=body,
    )
    blueprint.route("/plan/preview", methods=["POST"])(
        blueprint.response(200, AnyAnswer)(told(preview))
    )
