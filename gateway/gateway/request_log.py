"""One log line and one measurement for each request: by route template, never by URL."""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

from gateway.guard import route_template
from gateway.parts import parts

__all__ = ["install"]

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Measure and log every request of ``app``."""

    app.before_request(_started)
    app.after_request(_answered)


def _started() -> None:
    g.started = time.perf_counter()


def _answered(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    route, method = route_template(request.url_rule), _method()
    parts().metrics.answered(route, method, response.status_code, seconds)
    account = g.get("account")
    log.info(
        "request",
        extra={
            "route": route,
            "method": method,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
            "role": account.role if account else None,
            "code": request.environ.get("vieclam.problem_code"),
        },
    )
    return response


def _method() -> str:
    known = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
    return request.method if request.method in known else "other"
