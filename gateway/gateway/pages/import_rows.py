"""One line of a list, put right in place."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from gateway.pages.render import page
from gateway.parts import ask
from gateway.requests import idempotency_key, meta
from gateway.routes.imports import with_reasons

__all__ = ["correct", "line"]

ALWAYS = ("full_name", "birth_date", "gender", "national_id", "village")
NOT_SHOWN = ("number",)


def line(import_id: str, row: str) -> Response:
    return _line(import_id, with_reasons([_found(import_id, row)])[0])


def _found(import_id: str, row: str) -> dict[str, Any]:
    if not row.isdecimal() or len(row) > 6:
        raise NotFound("no_such_row")
    found = ask("registry", "list_import_rows", import_id=import_id, row=int(row))["items"]
    if not found:
        raise NotFound("no_such_row")
    return dict(found[0])


def _line(import_id: str, found: dict[str, Any], status: int = 200) -> Response:
    cells = found.get("cells") or {}
    named = [*ALWAYS, *(name for name in cells if name not in (*ALWAYS, *NOT_SHOWN))]
    problems: dict[str, list[str]] = {}
    for each in found["problems"]:
        problems.setdefault(each["column"], []).append(each["text"])
        if each["column"] not in named:
            named.append(each["column"])
    return page(
        "import_row.html",
        status,
        import_id=import_id,
        found=found,
        fields=[
            {"name": name, "value": cells.get(name, ""), "problems": problems.get(name, [])}
            for name in named
        ],
    )


def correct(import_id: str, row: str) -> ResponseReturnValue:
    """Judged anew at once; a line that is still wrong is shown again."""
    before = _found(import_id, row)
    cells = before.get("cells") or {}
    values = {
        name.removeprefix("cell_"): text.strip()[:1000]
        for name, text in request.form.items()
        if name.startswith("cell_") and text.strip() != str(cells.get(name[5:], "")).strip()
    }
    if not values:
        return redirect(f"/imports/{import_id}?verdict={before['verdict']}", 303)
    after = ask(
        "registry",
        "correct_row",
        import_id=import_id,
        row=int(row),
        values=values,
        meta=meta(idempotency_key()),
    )
    if after["verdict"] == "reject":
        return _line(import_id, with_reasons([after])[0], 422)
    return redirect(f"/imports/{import_id}?verdict={after['verdict']}#row-{row}", 303)
