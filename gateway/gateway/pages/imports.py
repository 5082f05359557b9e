"""Bringing in a worker list: upload, follow, read the verdict of every row."""

from __future__ import annotations

from chassis.errors import Invalid
from flask import Response, redirect
from flask.typing import ResponseReturnValue

from gateway.pages.render import page
from gateway.parts import language, parts
from gateway.routes.imports import import_told, start

__all__ = ["form", "told", "upload"]

UNFINISHED = ("queued", "running")
REFRESH_SECONDS = 2


def form() -> Response:
    return page("imports.html", problems=[], today=parts().today())


def upload() -> ResponseReturnValue:
    try:
        receipt = start()
    except Invalid as error:
        words = language()
        fields = error.fact.get("fields", {})
        problems = [words.reason(each) for reasons in fields.values() for each in reasons]
        return page(
            "imports.html",
            422,
            problems=problems or [words.code(error.code, error.fact)],
            today=parts().today(),
        )
    return redirect(f"/imports/{receipt.get('import_id') or receipt['id']}", 303)


def told(import_id: str) -> Response:
    """Renews itself while the import runs, by the Refresh header: no script."""
    found = import_told(import_id)
    response = page("import.html", found=found, import_id=import_id)
    if found.get("status") in UNFINISHED:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response
