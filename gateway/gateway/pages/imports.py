"""Bringing in a list, step by step: upload, columns, preview, into the register."""

from __future__ import annotations

from typing import Any

from chassis.errors import Invalid
from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from gateway.pages.files import download
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import names_of
from gateway.pages.render import page
from gateway.parts import ask, language, parts
from gateway.routes.imports import start, with_reasons

__all__ = ["VERDICTS", "carry_out", "form", "rejected", "template", "told", "upload"]

UNFINISHED = ("queued", "running")
REFRESH_SECONDS = 2
PAGE_SIZE = 50
VERDICTS = ("reject", "review", "accept_with_warning", "accept", "duplicate")
KINDS = ("workers", "poverty_review", "unemployment_insurance", "land_recovery")
RESTRICTED = "police"


def form() -> Response:
    return _form()


def _form(status: int = 200, problems: list[str] | None = None) -> Response:
    recent = ask("registry", "list_imports", page_size=8)["items"]
    return page(
        "imports.html",
        status,
        problems=problems or [],
        today=parts().today(),
        kinds=KINDS,
        restricted=RESTRICTED,
        recent=recent,
    )


def upload() -> ResponseReturnValue:
    return _uploaded(restricted=False)


def upload_restricted() -> ResponseReturnValue:
    """The police's list: an upload, and a right, of its own."""
    return _uploaded(restricted=True)


def _uploaded(*, restricted: bool) -> ResponseReturnValue:
    try:
        receipt = start(restricted=restricted)
    except Invalid as error:
        words = language()
        fields = error.fact.get("fields", {})
        problems = [words.reason(each) for reasons in fields.values() for each in reasons]
        return _form(422, problems or [words.code(error.code, error.fact)])
    return redirect(f"/imports/{receipt.get('import_id') or receipt['id']}", 303)


def told(import_id: str) -> Response:
    """Renews itself while the import runs, by the Refresh header: no script."""
    found: dict[str, Any] = ask("registry", "get_import", import_id=import_id, with_rows=False)
    counts = found.get("counts") or {}
    unfinished = found.get("status") in UNFINISHED
    verdict = request.args.get("verdict", "")
    if verdict not in VERDICTS:
        verdict = next((each for each in VERDICTS if counts.get(each)), "accept")
    number = number_of()
    lines: dict[str, Any] = {"items": [], "total": 0}
    if counts and not unfinished:
        lines = ask(
            "registry",
            "list_import_rows",
            import_id=import_id,
            verdict=verdict,
            page=number,
            page_size=PAGE_SIZE,
        )
    response = page(
        "import.html",
        found=found,
        people=_taken(lines["items"]),
        import_id=import_id,
        lines=with_reasons(lines["items"]),
        verdict=verdict,
        verdicts=[each for each in VERDICTS if counts.get(each)],
        taken=counts.get("accept", 0) + counts.get("accept_with_warning", 0),
        number=number,
        last=last_page(int(lines["total"]), PAGE_SIZE),
        unfinished=unfinished,
    )
    if unfinished:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


def _taken(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Names for the lines whose cells are kept no longer: a line that was taken is its person."""
    return names_of((each for each in lines if not each.get("cells")), "import")


def carry_out(import_id: str) -> ResponseReturnValue:
    """What was previewed, into the register: pressed twice it is done once."""
    receipt = ask(
        "registry",
        "start_import",
        dry_run=False,
        of=import_id,
        meta={"key": f"carry-out-{import_id}", "if_match": None},
    )
    return redirect(f"/imports/{receipt['import_id']}", 303)


def rejected(import_id: str) -> Response:
    return download(ask("registry", "rejected_rows", import_id=import_id))


def template(kind: str) -> Response:
    return download(ask("registry", "list_template", kind=kind))
