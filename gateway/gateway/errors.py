"""Every failure becomes a problem document (API) or a plain page; nothing inside leaks."""

from __future__ import annotations

import logging

from chassis.errors import ServiceError, Unauthenticated
from flask import Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from gateway.guard import is_api
from gateway.pages.failure import failure_page
from gateway.parts import parts
from gateway.problems import STATUS_CODES, problem, problem_of, status_of

__all__ = ["install"]

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Register the handlers of ``app``."""
    app.register_error_handler(ServiceError, _told)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _defect)


def _told(error: ServiceError) -> ResponseReturnValue:
    if is_api():
        return problem_of(error)
    if isinstance(error, Unauthenticated):
        came_from = request.full_path if request.method == "GET" else None
        return redirect(url_for("pages.sign_in", next=came_from and came_from.rstrip("?")), 303)
    return failure_page(status_of(error), error.code, error.fact)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error.response, Response) and (error.code or 500) < 400:
        return error.response  # a redirect of the router's
    status = error.code or 500
    code = STATUS_CODES.get(status, "malformed_request" if status < 500 else "internal")
    fact = {}
    headers = {}
    if isinstance(error, RequestEntityTooLarge):
        fact = {"bytes": parts().settings.upload_limit}
    if allowed := getattr(error, "valid_methods", None):
        headers["Allow"] = ", ".join(sorted(allowed))
    if not is_api():
        return failure_page(status, code, fact)
    return problem(status, code, fact=fact, headers=headers)


def _defect(error: Exception) -> ResponseReturnValue:
    """Ours to mend: logged by its kind and place, told as one sentence and a number."""
    log.error("defect", exc_info=error)
    if is_api():
        return problem(500, "internal")
    return failure_page(500, "internal", {})
