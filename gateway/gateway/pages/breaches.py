"""The register of breaches of personal data, with the clock of 72 hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.paging import last_page, number_of
from gateway.pages.render import may
from gateway.pages.whole_numbers import whole_of
from gateway.parts import ask
from gateway.schemas.stewardship import BREACH_KINDS

__all__ = ["record", "register", "report"]

PAGE_SIZE = 20
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
SOON_HOURS = 24


def register() -> Response:
    return _register()


def _register(problems: list[str] | None = None) -> Response:
    number = number_of()
    found = ask("registry", "list_breaches", page=number, page_size=PAGE_SIZE)
    return desk_page(
        "breaches.html",
        problems=problems,
        breaches=found["items"],
        waiting=sum(each["hours_left"] is not None for each in found["items"]),
        soon_hours=SOON_HOURS,
        kinds=BREACH_KINDS,
        may_report=may("POST /breaches/{breach_id}/report"),
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
    )


def record() -> ResponseReturnValue:
    body: dict[str, Any] = body_of("kind", "nature", "measures", "detected_at")
    _moment(body, "detected_at")
    people = whole_of("people_affected")
    if people is not None:
        body["people_affected"] = people
    body["must_report"] = request.form.get("must_report") == "yes"
    return _done("record_breach", body=body)


def report(breach_id: str) -> ResponseReturnValue:
    body: dict[str, Any] = body_of("at", "report_number")
    _moment(body, "at")
    return _done("report_breach", breach_id=breach_id, body=body)


def _done(method: str, **kwargs: Any) -> ResponseReturnValue:
    try:
        act(method, **kwargs)
    except Refusal as refusal:
        return _register(refusal.sentences)
    return seen("/breaches")


def _moment(body: dict[str, Any], name: str) -> None:
    """A form's local time as an instant; what is none is left for the service to refuse."""
    try:
        body[name] = datetime.fromisoformat(body[name]).replace(tzinfo=LOCAL).isoformat()
    except (KeyError, ValueError):
        return
