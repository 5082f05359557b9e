"""What citizens say and what the Front's supervision remarks, with answers and last days."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen, voided
from gateway.pages.clocks import days_left
from gateway.pages.paging import last_page, number_of
from gateway.pages.render import may
from gateway.parts import account, ask, parts
from gateway.schemas.vocabulary import TOPICS, VOID_REASONS

__all__ = ["answer", "feedback", "record", "void"]

PAGE_SIZE = 20
STATUSES = ("open", "overdue", "answered")
SOURCES = ("citizen", "front_supervision")


def feedback() -> Response:
    return _page()


def _page(problems: list[str] | None = None) -> Response:
    asked = request.args.get("status", "open")
    status = asked if asked in STATUSES else None
    number = number_of()
    reads = may("GET /api/v1/feedback")
    found: dict[str, Any] = {"items": [], "total": 0}
    if reads:
        found = ask("registry", "list_feedback", page=number, page_size=PAGE_SIZE, status=status)
    today = parts().today()
    villages = ask("registry", "list_villages")["items"]
    return desk_page(
        "feedback.html",
        problems=problems,
        reads=reads,
        opinions=[_shown(each, today) for each in found["items"]],
        status=status,
        statuses=STATUSES,
        sources=SOURCES,
        topics=TOPICS,
        own_source="front_supervision" if account().role == "front" else "citizen",
        villages=villages,
        own_village=next((each["name"] for each in villages if each.get("own")), None),
        void_reasons=VOID_REASONS,
        may_answer=may("POST /feedback/{feedback_id}/answer"),
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
    )


def _shown(each: dict[str, Any], today: Any) -> dict[str, Any]:
    waits = each["answered_on"] is None and each["voided"] is None and not each.get("erased")
    left = days_left(each["due_on"], today) if waits else None
    return {**each, "days_left": left}


def record() -> ResponseReturnValue:
    try:
        act("record_feedback", body=body_of("source", "topic", "text", "on", "village"))
    except Refusal as refusal:
        return _page(refusal.sentences)
    return seen("/feedback")


def answer(feedback_id: str) -> ResponseReturnValue:
    try:
        act("answer_feedback", feedback_id=feedback_id, body=body_of("text", "on"))
    except Refusal as refusal:
        return _page(refusal.sentences)
    return seen("/feedback")


def void(feedback_id: str) -> ResponseReturnValue:
    """It never was; the history keeps that it stood there, and why it does no more."""
    problems = voided("feedback", feedback_id)
    return _page(problems) if problems else seen("/feedback")
