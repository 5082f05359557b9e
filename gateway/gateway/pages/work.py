"""The officer's work list: what to decide, what runs out, who waits too long."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.clocks import days_left
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import names_of
from gateway.parts import ask, parts

__all__ = ["PURPOSES", "decide", "work"]

PAGE_SIZE = 10
WITHIN = (30, 60, 90, 180)
PURPOSES = ("verification", "support", "correction", "report")
"""Purposes that an officer may state to see sensitive groups; the registry's table decides."""

LISTS = ("tasks", "evidence", "referrals", "decided")


def work() -> Response:
    return _work()


def _work(problems: list[str] | None = None) -> Response:
    shown = request.args.get("list", "")
    number = number_of() if shown in LISTS else 1
    within = request.args.get("within", "60")
    days = int(within) if within in {str(each) for each in WITHIN} else 60
    purpose = request.args.get("purpose", "")
    purpose = purpose if purpose in PURPOSES else ""

    def asked(name: str, method: str, **query: Any) -> dict[str, Any]:
        page = number if shown == name else 1
        found: dict[str, Any] = ask("registry", method, page=page, page_size=PAGE_SIZE, **query)
        return {**found, "number": page, "last": last_page(int(found["total"]), PAGE_SIZE)}

    tasks = asked("tasks", "list_tasks", status="open")
    evidence = asked("evidence", "list_expiring", within_days=days, purpose=purpose)
    referrals = asked("referrals", "list_referrals", overdue=True)
    decided = asked("decided", "list_tasks", status="decided")
    return desk_page(
        "work.html",
        problems=problems,
        tasks=tasks,
        evidence=evidence,
        referrals=_timed(referrals),
        decided=decided,
        people=names_of([*referrals["items"], *decided["items"]], "work_list"),
        within_days=days,
        within=WITHIN,
        purpose=purpose,
        purposes=PURPOSES,
    )


def _timed(referrals: dict[str, Any]) -> dict[str, Any]:
    """Each with the days it is past its day."""
    today = parts().today()
    items = [
        {**each, "days_over": -(days_left(each["due_on"], today) or 0)}
        for each in referrals["items"]
    ]
    return {**referrals, "items": items}


def decide(task_id: str) -> ResponseReturnValue:
    """The officer's word with its reason: without one nothing is decided."""
    try:
        act("decide_task", task_id=task_id, body=body_of("decision", "reason"))
    except Refusal as refusal:
        return _work(refusal.sentences)
    return seen("/work#tasks")
