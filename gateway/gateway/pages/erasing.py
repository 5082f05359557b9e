"""Erasing a person: what it means is read and said again before it is done."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.parts import ask, language
from gateway.schemas.stewardship import BASES

__all__ = ["confirm", "erase"]

DELETES = "delete"
MOST_NAMING = 100


def confirm(person_id: str) -> Response:
    return _confirm(person_id)


def _confirm(person_id: str, problems: list[str] | None = None) -> Response:
    told: dict[str, Any] = ask("registry", "data_subject", person_id=person_id)
    asked = [
        each for each in told["requests"] if each["type"] == DELETES and each["status"] == "open"
    ]
    naming = ask("registry", "list_feedback", naming=person_id, page_size=MOST_NAMING)["items"]
    return desk_page(
        "erase.html",
        problems=problems,
        naming=[
            each
            for each in naming
            if each["erased"] is None and each["terms"]["person_id"] != person_id
        ],
        ticked=request.form.getlist("feedback_ids"),
        person=told,
        person_id=person_id,
        asked=asked,
        bases=BASES,
    )


def erase(person_id: str) -> ResponseReturnValue:
    """Only with the box ticked: a slip of the hand erases nobody."""
    if request.form.get("understood") != "yes":
        return _confirm(person_id, [language().page("erase_tick")])
    try:
        body: dict[str, Any] = body_of("basis", "request_id")
        if named := request.form.getlist("feedback_ids")[:MOST_NAMING]:
            body["feedback_ids"] = named
        act("erase_person", person_id=person_id, body=body)
    except Refusal as refusal:
        return _confirm(person_id, refusal.sentences)
    return seen(f"/people/{person_id}/privacy")
