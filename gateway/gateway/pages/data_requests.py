"""The data-subject desk: what people ask about their own data, and the law's clocks."""

from __future__ import annotations

from chassis.errors import NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.clocks import with_clocks
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import names_of
from gateway.parts import ask, parts
from gateway.schemas.stewardship import OUTCOMES

__all__ = ["STEPS", "desk", "step"]

PAGE_SIZE = 20
STATUSES = ("open", "closed")
STEPS = {
    "answer": ("answer_request", ("on", "note")),
    "extend": ("extend_request", ("on", "reason")),
    "complete": ("complete_request", ("on", "outcome", "note")),
}
"""A step's name in the address → the registry's method and the form's fields."""


def desk() -> Response:
    return _desk()


def _desk(problems: list[str] | None = None) -> Response:
    status = request.args.get("status", "open")
    status = status if status in STATUSES else "open"
    number = number_of()
    found = ask("registry", "list_requests", status=status, page=number, page_size=PAGE_SIZE)
    return desk_page(
        "data_requests.html",
        problems=problems,
        requests=[with_clocks(each, parts().today()) for each in found["items"]],
        people=names_of(found["items"], "data_subject"),
        shown=status,
        statuses=STATUSES,
        total=found["total"],
        outcomes=OUTCOMES,
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
    )


def step(request_id: str, step: str) -> ResponseReturnValue:
    """Answered, extended, done: from the desk, or from the person's own page."""
    if step not in STEPS:
        raise NotFound("no_such_route")
    method, names = STEPS[step]
    person_id = request.form.get("person_id", "")
    try:
        act(method, request_id=request_id, body=body_of(*names))
    except Refusal as refusal:
        return _desk(refusal.sentences)
    if request.form.get("from") == "person" and person_id.isalnum():
        return seen(f"/people/{person_id}/privacy")
    return seen("/data-requests")
