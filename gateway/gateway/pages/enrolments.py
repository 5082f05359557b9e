"""One class: who learns there, who was sent and waits for a place, each learner's next step."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.classes import occupations
from gateway.pages.persons import names_of
from gateway.parts import account, ask

__all__ = ["enrol", "of_class", "step"]

MOST = 500
WITHDRAWALS = (
    "health", "family", "found_work", "moved_away", "lost_interest", "expelled", "other",
)  # fmt: skip
STEPS = {
    "complete": ("complete_enrolment", ("on",)),
    "withdraw": ("withdraw_enrolment", ("on", "reason_code")),
    "certify": ("certify_enrolment", ("on",)),
}


def of_class(class_id: str) -> Response:
    return _page(class_id)


def _page(class_id: str, problems: list[str] | None = None) -> Response:
    found: dict[str, Any] = ask("training", "get_class", class_id=class_id)
    own = found["school"] == account().agency
    learners: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []
    if own:
        learners = ask("training", "list_enrolments", class_id=class_id, page=1, page_size=MOST)[
            "items"
        ]
        there = {each["person_id"] for each in learners}
        accepted = ask("training", "list_referrals", status="accepted", page=1, page_size=MOST)[
            "items"
        ]
        sent = [each for each in accepted if each["person_id"] not in there]
        sent.sort(key=lambda each: each.get("level") != found["level"])
    return desk_page(
        "class.html",
        problems=problems,
        class_={**found, "occupation_name": occupations().get(found["occupation"])},
        own=own,
        learners=learners,
        sent=sent,
        people=names_of([*learners, *sent], "training"),
        withdrawals=WITHDRAWALS,
    )


def enrol(class_id: str) -> ResponseReturnValue:
    body: dict[str, Any] = body_of("on")
    body["person_ids"] = request.form.getlist("person_id")[:MOST]
    return _done(class_id, "enrol", class_id=class_id, body=body)


def step(class_id: str, enrolment_id: str, step: str) -> ResponseReturnValue:
    if step not in STEPS:
        raise NotFound("not_found")
    method, fields = STEPS[step]
    return _done(class_id, method, enrolment_id=enrolment_id, body=body_of(*fields))


def _done(shown: str, method: str, **kwargs: Any) -> ResponseReturnValue:
    try:
        act(method, service="training", **kwargs)
    except Refusal as refusal:
        return _page(shown, refusal.sentences)
    return seen(f"/classes/{shown}")
