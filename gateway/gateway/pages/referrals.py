"""Whom the commune sent to a partner, and the partner's answer with its reason."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import NEXT, names_of
from gateway.parts import account, ask
from gateway.routes.registry import ANSWERS

__all__ = ["WAITS", "answer", "shown", "waiting"]

PAGE_SIZE = 25
WAITS = {"training": "waiting", "placement": "received", "credit": "waiting"}
"""What a partner's service calls a referral that nobody answered."""

REASONS = {
    "training": ("no_class", "class_full", "not_reached", "not_interested", "other"),
    "placement": (
        "not_reachable", "not_interested", "already_in_work", "no_suitable_offer",
        "outside_area", "other",
    ),
    "credit": (
        "not_in_target_group", "outstanding_debt", "not_reached", "not_interested", "other",
    ),
}  # fmt: skip
STATUSES = ("waiting", "accepted", "declined")


def waiting() -> Response:
    return _page()


def _page(problems: list[str] | None = None) -> Response:
    service = ANSWERS[account().role]
    asked = request.args.get("status", "")
    status = asked if asked in STATUSES else STATUSES[0]
    number = number_of()
    found = ask(
        service,
        "list_referrals",
        status=WAITS[service] if status == "waiting" else status,
        page=number,
        page_size=PAGE_SIZE,
    )
    items = [shown(each) for each in found["items"]]
    return desk_page(
        "referrals.html",
        problems=problems,
        service=service,
        next_page=NEXT[service],
        referrals=items,
        people=names_of(items, "referral"),
        total=found["total"],
        status=status,
        statuses=STATUSES,
        reasons=REASONS[service],
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
    )


def shown(referral: dict[str, Any]) -> dict[str, Any]:
    """One shape of the three services': the answer flat, the profile (None: erased) beside."""
    reply = referral.get("reply") or {}
    return {
        **referral,
        "answer": referral.get("answer") or reply.get("answer"),
        "reason_code": referral.get("reason_code") or reply.get("reason_code"),
        "answered_on": referral.get("answered_on") or reply.get("on"),
        "profile": referral.get("profile") or referral,
    }


def answer(referral_id: str) -> ResponseReturnValue:
    """A reason goes with a refusal only."""
    body = body_of("answer", "reason_code", "on")
    if body.get("answer") != "declined":
        body.pop("reason_code", None)
    try:
        act("answer_referral", service=ANSWERS[account().role], referral_id=referral_id, body=body)
    except Refusal as refusal:
        return _page(refusal.sentences)
    return seen("/referrals")
