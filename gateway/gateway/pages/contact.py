"""At somebody's door, on a phone: that they were spoken to, and what they need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.errors import NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, answered, body_of, desk_page, seen
from gateway.pages.persons import names_of
from gateway.parts import ask
from gateway.schemas.registry import CHANNELS, NEEDS
from gateway.schemas.vocabulary import FORMS, LEVELS, TOPICS

__all__ = ["form", "need", "outreach"]


def form(person_id: str) -> Response:
    return _form(person_id)


def _form(person_id: str, problems: list[str] | None = None) -> Response:
    """Raises ``NotFound`` for nobody, and for somebody of another village."""
    known = names_of([{"person_id": person_id}], "outreach")
    if person_id not in known:
        raise NotFound("no_such_person")
    stated = ask("registry", "list_needs", person_id=person_id)["items"]
    return desk_page(
        "contact.html",
        problems=problems,
        person_id=person_id,
        person=known[person_id],
        needs=[each for each in stated if not each.get("withdrawn_on") and not each.get("voided")],
        occupations=ask("registry", "list_occupations")["items"],
        channels=CHANNELS,
        topics=TOPICS,
        kinds=NEEDS,
        levels=LEVELS,
        forms=FORMS,
        plan_id=_plan(),
    )


def _plan() -> str:
    """The list that the visitor came from, to go back to."""
    sent = request.args.get("plan", "")
    return sent if sent.isalnum() and len(sent) <= 64 else ""


def outreach(person_id: str) -> ResponseReturnValue:
    def write() -> None:
        body: dict[str, Any] = body_of("channel", "topic", "on")
        body |= {"person_id": person_id, "reached": int(answered("reached"))}
        act("record_outreach", body=body)

    return _done(person_id, write)


def need(person_id: str) -> ResponseReturnValue:
    def write() -> None:
        body: dict[str, Any] = body_of("kind", "on", "level", "form", "occupation")
        body["able_to_work"] = answered("able_to_work")
        act("record_need", person_id=person_id, body=body)

    return _done(person_id, write)


def _done(visited: str, write: Callable[[], None]) -> ResponseReturnValue:
    try:
        write()
    except Refusal as refusal:
        return _form(visited, refusal.sentences)
    plan = _plan()
    return seen(f"/people/{visited}/contact" + (f"?plan={plan}" if plan else ""))
