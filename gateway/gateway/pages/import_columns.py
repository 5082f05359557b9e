"""Which column of a list is what: shown, corrected, remembered for the next list like it."""

from __future__ import annotations

from typing import Any

from chassis.errors import Invalid
from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from gateway.pages.render import page
from gateway.parts import ask, language
from gateway.requests import idempotency_key, meta

__all__ = ["columns", "map_columns"]

MOST_COLUMNS = 200


def columns(import_id: str) -> Response:
    return _columns(import_id)


def _columns(import_id: str, status: int = 200, problems: list[str] | None = None) -> Response:
    proposal: dict[str, Any] = ask("registry", "propose_mapping", import_id=import_id)
    return page(
        "import_columns.html",
        status,
        import_id=import_id,
        proposal=proposal,
        shown=[each for each in proposal["columns"] if each["heading"] or each["samples"]],
        problems=problems or [],
    )


def map_columns(import_id: str) -> ResponseReturnValue:
    """Read the list anew, as a preview, with the columns as they were said."""
    said = {
        name: index
        for index in range(MOST_COLUMNS)
        if (name := request.form.get(f"column_{index}", ""))
    }
    village = request.form.get("village", "").strip()[:100]
    mapping: dict[str, Any] = {"columns": said}
    if village:
        mapping["constants"] = {"village": village}
    for name in ("header_row", "sheet"):
        text = request.form.get(name, "")
        if text.isdecimal() and len(text) < 5:
            mapping[name] = int(text)
    try:
        receipt = ask(
            "registry",
            "start_import",
            dry_run=True,
            of=import_id,
            mapping=mapping,
            meta=meta(idempotency_key()),
        )
    except Invalid as error:
        return _columns(import_id, 422, [language().code(error.code, error.fact)])
    return redirect(f"/imports/{receipt['import_id']}", 303)
