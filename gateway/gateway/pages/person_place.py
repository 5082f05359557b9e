"""Where somebody lives, with which household, and that they left or came back."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, body_of, desk_page
from gateway.pages.person_desk import CORRECTION, household_of_code, why
from gateway.pages.person_form import PLACE
from gateway.pages.versioned import carried_out
from gateway.parts import account, ask
from gateway.schemas.vocabulary import AMEND_REASONS

__all__ = ["household", "left", "move", "place"]

REASONS = ("moved_away", "died")


def place(person_id: str) -> Response:
    return _place(person_id)


def _place(person_id: str, problems: list[str] | None = None) -> Response:
    found = ask("registry", "get_person", person_id=person_id, purpose=CORRECTION)
    return desk_page(
        "person_place.html",
        problems=problems,
        person_id=person_id,
        person=found,
        own_commune=account().commune,
        reasons=REASONS,
        change_reasons=AMEND_REASONS,
        villages=ask("registry", "list_villages")["items"],
    )


def move(person_id: str) -> ResponseReturnValue:
    """Lives there from that day on; also how somebody comes back after moving away."""
    return _done(person_id, "amend_person", {"residence": body_of(*PLACE), **why()})


def household(person_id: str) -> ResponseReturnValue:
    """Into the household of a code, or, by the other button, out of the one they are in."""
    body: dict[str, Any] = {**body_of("household_from"), **why()}
    if request.form.get("do") == "leave":
        return _done(person_id, "amend_person", {**body, "household_id": None})
    try:
        body["household_id"] = household_of_code(request.form.get("code", "").strip()[:50])
    except Refusal as refusal:
        return _place(person_id, refusal.sentences)
    return _done(person_id, "amend_person", body)


def left(person_id: str) -> ResponseReturnValue:
    """Died or moved away; or, by the other button, that they never did."""
    if request.form.get("do") == "undo":
        return _done(person_id, "amend_person", {"left": None, **body_of("reason_note")})
    return _done(person_id, "record_person_left", body_of("on", "reason", "reason_note"))


def _done(of: str, method: str, body: dict[str, Any]) -> ResponseReturnValue:
    path = f"/people/{of}/place"
    return carried_out(lambda problems: _place(of, problems), path, method, person_id=of, body=body)
