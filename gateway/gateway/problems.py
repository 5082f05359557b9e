"""Errors as RFC 9457 problem documents, in the caller's language.

A document holds a code, a sentence from the catalogue, and the fact that failed as the
service told it: never what the caller sent, never an exception's text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chassis.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    ServiceError,
    Transient,
    Unauthenticated,
)
from flask import Response, g, request

from gateway.parts import language
from gateway.sign_in import TooManyTries

__all__ = ["STATUS_CODES", "problem", "problem_of"]

RETRY_SECONDS = {"in_progress": 1}
"""Seconds to wait before the same request is worth sending again; others: see below."""

TRANSIENT_SECONDS = 2

STATUS_CODES: Mapping[int, str] = {
    400: "malformed_request",
    401: "sign_in_needed",
    403: "not_permitted",
    404: "no_such_route",
    405: "method_not_allowed",
    406: "not_acceptable",
    411: "malformed_request",
    413: "too_large",
    414: "malformed_request",
    415: "wrong_content_type",
    422: "invalid",
    429: "too_many_tries",
    431: "malformed_request",
    500: "internal",
    501: "method_not_allowed",
    503: "away",
}
"""HTTP errors that Flask raises itself -> our code."""

_STATUS: tuple[tuple[type[ServiceError], int], ...] = (
    (Invalid, 422),
    (Refused, 422),
    (NotFound, 404),
    (Unauthenticated, 401),
    (Forbidden, 403),
    (Conflict, 409),
    (Transient, 503),
    (TooManyTries, 429),
)

_CODE_STATUS = {
    "version_moved": 412,
    "key_reused": 422,  # draft-ietf-httpapi-idempotency-key-header, 2.7
    "malformed_json": 400,
    "bad_idempotency_key": 400,
    "wrong_content_type": 415,
    "too_large": 413,
    "not_acceptable": 406,
}


def status_of(error: ServiceError) -> int:
    """The HTTP status of a service's (or our own) error."""
    if error.code in _CODE_STATUS:
        return _CODE_STATUS[error.code]
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def problem_of(error: ServiceError) -> Response:
    """The problem document of an error a service raised."""
    status, fact = status_of(error), error.fact
    fields = fact.pop("fields") if isinstance(fact.get("fields"), dict) else {}
    if status == 422 and isinstance(fact.get("field"), str):
        fields = {**fields, fact.pop("field"): [error.code]}
    headers = {}
    if status in (409, 429, 503):
        seconds = RETRY_SECONDS.get(error.code) or fact.get("seconds")
        if seconds is None and status == 503:
            seconds = TRANSIENT_SECONDS
        if seconds is not None:
            headers["Retry-After"] = str(seconds)
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="vieclam"'
    return problem(status, error.code, fact=fact, fields=fields, headers=headers)


def problem(
    status: int,
    code: str,
    *,
    fact: Mapping[str, Any] | None = None,
    fields: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document. ``fields`` maps a field's path to the codes of what is wrong."""
    words = language()
    document: dict[str, Any] = {
        "type": f"urn:vieclam:problem:{code}",
        "title": words.word("http_status", status),
        "status": status,
        "detail": words.code(code, fact),
        "code": code,
        "errors": {
            name: [words.reason(reason, fact) for reason in reasons]
            for name, reasons in (fields or {}).items()
        },
        "correlation_id": g.correlation_id,
    }
    if fields:
        document["reasons"] = dict(fields)
    if fact:
        document["fact"] = dict(fact)
    response = Response(
        json.dumps(document, ensure_ascii=False),
        status=status,
        content_type="application/problem+json",
        headers=dict(headers or {}),
    )
    response.vary.add("Accept-Language")
    if status == 413:
        response.headers["Connection"] = "close"  # the rest of the body is not read
    request.environ["vieclam.problem_code"] = code
    return response
