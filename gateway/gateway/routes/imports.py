"""Worker lists: upload one, follow it."""

from __future__ import annotations

import base64
import re
from typing import Any

from chassis.errors import Invalid
from flask import Response, request
from flask_smorest import Blueprint

from gateway.answers import json_answer, thing
from gateway.parts import account, ask, language, parts
from gateway.requests import idempotency_key, meta
from gateway.schemas.answers import AnyAnswer, Receipt
from gateway.schemas.registry import ImportForm
from gateway.texts import Language

__all__ = ["import_told", "register", "start", "with_reasons"]

SUFFIX = re.compile(r"\.(xlsx|csv)$", re.IGNORECASE)
DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
YES = ("true", "1", "yes", "on")
NO = ("false", "0", "no", "off", "")


def register(blueprint: Blueprint) -> None:
    """Add the routes to the people's blueprint."""
    form = {"content": {"multipart/form-data": {"schema": ImportForm}}, "required": True}
    blueprint.route("/people/imports", methods=["POST"])(
        blueprint.response(202, Receipt)(
            blueprint.doc(summary="Upload a worker list (xlsx, csv)", requestBody=form)(upload)
        )
    )
    blueprint.route("/people/imports/<id:import_id>", methods=["GET"])(
        blueprint.response(200, AnyAnswer)(
            blueprint.doc(summary="An import: status, counts, a verdict for each row")(told)
        )
    )


def upload() -> Response:
    answer = start()
    import_id = answer.get("import_id") or answer["id"]
    return json_answer(
        {**answer, "import_id": import_id},
        202,
        {"Location": f"/api/v1/people/imports/{import_id}"},
    )


def start(*, restricted: bool = False) -> dict[str, Any]:
    """Hand the uploaded list to the registry; its receipt.

    The file's own name may hold a person's: only its kind goes on. ``restricted``: by the
    police list's own command, for a purpose. Raises ``Invalid``.
    """
    if request.mimetype != "multipart/form-data":
        raise Invalid("wrong_content_type")
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid.of(file="required")
    kind = SUFFIX.search(sent.filename)
    if kind is None:
        raise Invalid.of(file="not_a_list_file")
    content = sent.read(parts().settings.upload_limit + 1)
    if len(content) > parts().settings.upload_limit:
        raise Invalid("too_large", {"bytes": parts().settings.upload_limit})
    if not content:
        raise Invalid.of(file="empty_file")
    dry_run, as_of = request.form.get("dry_run", "").lower(), request.form.get("as_of") or None
    if dry_run not in (*YES, *NO):
        raise Invalid.of(dry_run="not_a_choice")
    if as_of is not None and not DAY.match(as_of):
        raise Invalid.of(as_of="not_a_date")
    list_kind = request.form.get("kind", "")
    key = idempotency_key()
    with parts().in_flight.only(account().id, key):
        receipt: dict[str, Any] = ask(
            "registry",
            "start_restricted_import" if restricted else "start_import",
            filename=f"list{kind.group().lower()}",
            content_base64=base64.b64encode(content).decode("ascii"),
            dry_run=dry_run in YES,
            as_of=as_of,
            meta=meta(key),
            **({"kind": list_kind} if list_kind else {}),
            **({"purpose": request.form.get("purpose", "").strip()[:200]} if restricted else {}),
        )
    return receipt


def told(import_id: str) -> Response:
    return thing(import_told(import_id))


def import_told(import_id: str) -> dict[str, Any]:
    """The import as the registry tells it, every problem with a sentence beside its code."""
    found: dict[str, Any] = ask("registry", "get_import", import_id=import_id)
    found["rows"] = with_reasons(found.get("rows") or [])
    return found


def with_reasons(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines with a sentence beside each problem's code."""
    words = language()
    return [
        {
            **row,
            "problems": [
                {**each, "text": _sentence(words, str(each.get("reason")))}
                for each in row.get("problems") or []
            ],
        }
        for row in rows
    ]


def _sentence(words: Language, reason: str) -> str:
    """Lists are written otherwise than forms: dates day first."""
    listed = f"list_{reason}"
    return words.reason(listed if listed in words.reasons else reason)
