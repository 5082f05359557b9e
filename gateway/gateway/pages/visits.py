"""Rounds of door-to-door visits: planned by village, how far they are, who is left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.links import with_query
from gateway.pages.paging import last_page, number_of
from gateway.pages.render import may
from gateway.parts import ask

__all__ = ["cancel", "last_day", "left_to_see", "plan", "visits"]

PAGE_SIZE = 50


def visits() -> Response:
    return _visits()


def _visits(problems: list[str] | None = None) -> Response:
    rounds = [each["round"] for each in ask("registry", "list_rounds")["items"]]
    asked = request.args.get("round", "")
    chosen = asked if asked in rounds else next(iter(rounds), "")
    found = ask("registry", "outreach_coverage", round=chosen) if chosen else {"items": []}
    plans = [_shown(each) for each in found["items"]]
    names = ("people", "reached", "households", "households_reached")
    return desk_page(
        "visits.html",
        problems=problems,
        rounds=rounds,
        chosen=chosen,
        plans=plans,
        total={name: sum(each[name] for each in plans) for name in names},
        villages=ask("registry", "list_villages")["items"] if _plans() else [],
        may_plan=_plans(),
        with_query=with_query,
    )


def _plans() -> bool:
    return may("POST /visits")


def _shown(plan: dict[str, Any]) -> dict[str, Any]:
    """``until``: the last day inside, as people write it."""
    return {**plan, "until": last_day(plan["to"])}


def last_day(to: str | None) -> str | None:
    """The day before the first day outside."""
    return (date.fromisoformat(to) - timedelta(days=1)).isoformat() if to else None


def plan() -> ResponseReturnValue:
    """The form asks for the last day; an interval here ends with the first day outside."""
    body = body_of("round", "village", "from", "visitors")
    until = request.form.get("until", "")
    try:
        body["to"] = (date.fromisoformat(until) + timedelta(days=1)).isoformat()
    except ValueError:
        body["to"] = until
    try:
        act("plan_visits", body=body)
    except Refusal as refusal:
        return _visits(refusal.sentences)
    return seen(with_query(round=body["round"]))


def left_to_see(plan_id: str) -> Response:
    return _left(plan_id)


def _left(plan_id: str, problems: list[str] | None = None) -> Response:
    number = number_of()
    found = ask("registry", "not_reached", plan_id=plan_id, page=number, page_size=PAGE_SIZE)
    return desk_page(
        "visit_plan.html",
        problems=problems,
        plan=_shown(found["plan"]),
        plan_id=plan_id,
        people=found["items"],
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
        may_cancel=_plans(),
        may_print=may("GET /visits/{plan_id}/paper"),
    )


def cancel(plan_id: str) -> ResponseReturnValue:
    try:
        act("cancel_visits", plan_id=plan_id, body=body_of("reason_code", "note"))
    except Refusal as refusal:
        return _left(plan_id, refusal.sentences)
    return seen("/visits")
