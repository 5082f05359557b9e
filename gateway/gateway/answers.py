"""Making an answer: receipts, lists, things."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from gateway.parts import language

__all__ = ["json_answer", "listing", "receipt", "thing"]


def json_answer(
    body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """JSON as people read it: no escapes for Vietnamese letters."""
    return Response(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type="application/json",
        headers=dict(headers or {}),
    )


def receipt(answer: Mapping[str, Any], status: int) -> Response:
    """A write's receipt: ``id``, ``version`` (also the ETag), warnings with a sentence each."""
    body = {**answer, "warnings": with_sentences(answer.get("warnings") or [])}
    return json_answer(body, status, _etag(answer))


def thing(answer: Mapping[str, Any]) -> Response:
    """One record or figure as the service tells it."""
    return json_answer(answer, 200, _etag(answer))


def with_sentences(warnings: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every warning with its sentence in the caller's language."""
    words = language()
    return [
        {**each, "text": words.code(str(each.get("code")), each.get("fact") or {})}
        for each in warnings
    ]


def listing(
    answer: Mapping[str, Any],
    name: str,
    page: int,
    page_size: int,
    *,
    beside: Mapping[str, Any] | None = None,
) -> Response:
    """``{name: [...], **beside}`` with ``X-Pagination``."""
    total = int(answer.get("total", len(answer["items"])))
    last = max(1, -(-total // page_size))
    pages: dict[str, int] = {
        "total": total,
        "total_pages": last,
        "first_page": 1,
        "last_page": last,
        "page": page,
    }
    if page > 1:
        pages["previous_page"] = min(page - 1, last)
    if page < last:
        pages["next_page"] = page + 1
    headers = {"X-Pagination": json.dumps(pages, sort_keys=True)}
    return json_answer({name: answer["items"], **(beside or {})}, 200, headers)


def _etag(answer: Mapping[str, Any]) -> dict[str, str]:
    version = answer.get("version")
    return {"ETag": f'"{version}"'} if isinstance(version, int) else {}
