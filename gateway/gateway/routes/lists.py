"""Lists as an assistant for programs: columns, lines, putting right, carrying out; lists out."""

from __future__ import annotations

from typing import Any

from chassis.errors import Invalid, NotFound
from flask import Response
from flask_smorest import Blueprint

from gateway.answers import json_answer, listing, thing
from gateway.pages.files import download
from gateway.parts import account, ask, parts
from gateway.requests import idempotency_key, json_object, meta
from gateway.routes.imports import start, with_reasons
from gateway.schemas import field_work as fb
from gateway.schemas.answers import AnyAnswer, Receipt, WriteHeaders, list_of
from gateway.schemas.queries import read_query

__all__ = ["register"]

LIST = "/people/imports/<id:import_id>"


def register(blueprint: Blueprint) -> None:
    """Add the routes to the people's blueprint."""
    form = {"content": {"multipart/form-data": {"schema": fb.RestrictedImportForm}}}
    for verb, path, view, status, answer, details in (
        ("GET", "/people/imports", recent, 200, list_of("imports"),
         {"summary": "Lists sent lately", "parameters": [_in_query(fb.Recent)]}),
        ("POST", "/people/imports/restricted", restricted, 202, Receipt,
         {"summary": "Upload the police's list: shown again to its sender alone",
          "requestBody": {**form, "required": True}}),
        ("GET", f"{LIST}/columns", columns, 200, AnyAnswer,
         {"summary": "Which column is taken for what, and what is missing"}),
        ("POST", f"{LIST}/columns", mapped, 202, Receipt,
         {"summary": "Say which column is what: read anew as a dry run",
          **_body(fb.MappingBody), **WRITE}),
        ("GET", f"{LIST}/rows", rows, 200, list_of("rows"),
         {"summary": "Lines with their cells and verdicts",
          "parameters": [_in_query(fb.ImportRows)]}),
        ("PATCH", f"{LIST}/rows/<id:row>", corrected, 200, AnyAnswer,
         {"summary": "Put a line right: judged anew at once", **_body(fb.RowBody), **WRITE}),
        ("POST", f"{LIST}/carry-out", carried_out, 202, Receipt,
         {"summary": "Carry out a dry run, with what was put right in it",
          **_body(fb.CarryOutBody), **WRITE}),
        ("GET", f"{LIST}/rejected", rejected, 200, None,
         {"summary": "The rejected lines with their reasons, as xlsx"}),
        ("GET", "/list-templates/<id:kind>", template, 200, None,
         {"summary": "A blank list to hand out, as xlsx"}),
        ("POST", "/people/export", export, 200, None,
         {"summary": "People as a list, to call by or to invite by; logged with its purpose",
          **_body(fb.ExportBody)}),
    ):  # fmt: skip
        answered = (
            blueprint.response(status, answer)
            if answer is not None
            else blueprint.response(status, content_type="application/octet-stream")
        )
        blueprint.route(path, methods=[verb])(answered(blueprint.doc(**details)(view)))


def _in_query(schema: Any) -> dict[str, Any]:
    return {"in": "query", "schema": schema}


def _body(schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"content": content, "required": True}}


WRITE = {"parameters": [{"in": "header", "schema": WriteHeaders}]}


def recent() -> Response:
    found = ask("registry", "list_imports", **read_query(fb.Recent))
    return json_answer({"imports": found["items"]})


def restricted() -> Response:
    return _begun(start(restricted=True))


def columns(import_id: str) -> Response:
    return thing(ask("registry", "propose_mapping", import_id=import_id))


def mapped(import_id: str) -> Response:
    return _again(import_id, dry_run=True, mapping=json_object())


def carried_out(import_id: str) -> Response:
    as_of = json_object().get("as_of")
    if as_of is not None and not isinstance(as_of, str):
        raise Invalid.of(as_of="not_a_date")
    return _again(import_id, dry_run=False, **({"as_of": as_of} if as_of else {}))


def _again(import_id: str, **how: Any) -> Response:
    """The same file once more, under an import of its own."""
    key = idempotency_key()
    with parts().in_flight.only(account().id, key):
        return _begun(ask("registry", "start_import", of=import_id, meta=meta(key), **how))


def _begun(receipt: dict[str, Any]) -> Response:
    import_id = receipt.get("import_id") or receipt["id"]
    place = {"Location": f"/api/v1/people/imports/{import_id}"}
    return json_answer({**receipt, "import_id": import_id, "warnings": []}, 202, place)


def rows(import_id: str) -> Response:
    query = read_query(fb.ImportRows)
    found = ask("registry", "list_import_rows", import_id=import_id, **query)
    told = {**found, "items": with_reasons(found["items"])}
    return listing(told, "rows", query["page"], query["page_size"])


def corrected(import_id: str, row: str) -> Response:
    if not row.isdecimal() or len(row) > 6:
        raise NotFound("no_such_row")
    key = idempotency_key()
    with parts().in_flight.only(account().id, key):
        after = ask(
            "registry",
            "correct_row",
            import_id=import_id,
            row=int(row),
            values=json_object(),
            meta=meta(key),
        )
    return thing(with_reasons([after])[0])


def rejected(import_id: str) -> Response:
    return download(ask("registry", "rejected_rows", import_id=import_id))


def template(kind: str) -> Response:
    return download(ask("registry", "list_template", kind=kind))


def export() -> Response:
    """By POST: who is looked for never stands in a URL. No write: no key."""
    body = json_object()
    asked: dict[str, str] = {}
    for name in ("purpose", "form", "layout", "q", "village", "group", "title"):
        value = body.get(name)
        if value is not None and not isinstance(value, str):
            raise Invalid.of(**{name: "not_text"})
        if value:
            asked[name] = value
    return download(ask("registry", "export_people", **{"purpose": "", **asked}))
