"""The page for what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, g, request

from gateway.pages.render import page
from gateway.parts import language

__all__ = ["failure_page"]


def failure_page(status: int, code: str, fact: Mapping[str, Any]) -> Response:
    """One sentence, what to do, and the number to tell the operator."""
    request.environ["vieclam.problem_code"] = code
    response = page(
        "failure.html",
        status,
        title=language().word("http_status", status),
        sentence=language().code(code, fact),
        correlation_id=g.correlation_id,
    )
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response
