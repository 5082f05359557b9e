"""A person registered and amended; both values shown where two were at it."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.person_form import PLACE, changed, conflict_lines, details_of, stated
from gateway.pages.versioned import version_seen
from gateway.parts import account, ask, language
from gateway.schemas import vocabulary

__all__ = [
    "CORRECTION",
    "amend",
    "edit",
    "household_of_code",
    "new",
    "register",
    "why",
]

CORRECTION = "correction"
"""Why a record is read here: logged, and opens what this reader may correct."""


def new() -> Response:
    place = {"kind": "permanent", "commune": account().commune}
    return _form(None, {"access_needs": []}, place=place)


def register() -> ResponseReturnValue:
    """With the first residence, and a household where a code was given."""
    said, place = details_of(request.form), body_of(*PLACE)
    code = request.form.get("household_code", "").strip()[:50]
    village = place.get("village")
    body = {**stated(said), "residence": place, **({"village": village} if village else {})}
    try:
        if code:
            body["household_id"] = household_of_code(code)
        receipt = act("register_person", body=body)
    except Refusal as refusal:
        shown = {**place, "household_code": code}
        return _form(None, said, problems=refusal.sentences, place=shown)
    return seen(f"/people/{receipt['id']}")


def household_of_code(code: str) -> str:
    """Raises ``Refusal`` where no household has it, or more than one."""
    found = ask("registry", "list_households", code=code, page=1, page_size=2)["items"]
    if len(found) != 1:
        raise Refusal([language().code("unknown_household")])
    return str(found[0]["id"])


def why() -> dict[str, str]:
    """The coded reason and the words beside it, where the form says some."""
    said = body_of("why", "reason_note")
    return {"reason" if name == "why" else name: text for name, text in said.items()}


def edit(person_id: str) -> Response:
    return _form(person_id, _present(person_id))


def _present(person_id: str) -> dict[str, Any]:
    found: dict[str, Any] = ask("registry", "get_person", person_id=person_id, purpose=CORRECTION)
    return found


def amend(person_id: str) -> ResponseReturnValue:
    """Only what differs is sent, against the version that was seen. Sent twice, the second
    finds nothing left to change."""
    present, said, expected = _present(person_id), details_of(request.form), version_seen()
    body = changed(said, present)
    if not body:
        return seen(f"/people/{person_id}")
    if present["version"] != expected:
        return _both(person_id, said, present)
    try:
        act("amend_person", person_id=person_id, body={**body, **why()}, if_match=expected)
    except Conflict:
        return _both(person_id, said, _present(person_id))
    except Refusal as refusal:
        return _form(person_id, {**present, **said}, problems=refusal.sentences)
    return seen(f"/people/{person_id}")


def _both(person_id: str, said: dict[str, Any], present: dict[str, Any]) -> Response:
    lines = conflict_lines(said, present)
    return _form(person_id, {**present, **said}, lines=lines, status=409)


def _form(
    person_id: str | None,
    shown: dict[str, Any],
    *,
    problems: list[str] | None = None,
    place: dict[str, Any] | None = None,
    lines: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> Response:
    return desk_page(
        "person_form.html",
        status,
        problems=problems,
        person_id=person_id,
        person=shown,
        place=place or {},
        conflict=lines or [],
        closed=shown.get("withheld") or [],
        villages=[] if person_id else ask("registry", "list_villages")["items"],
        lists=vocabulary,
    )
