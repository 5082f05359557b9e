"""One class: who learns there, who was sent and waits for a place, each learner's next step."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.classes import occupations
from gateway.pages.persons import Accepted, Names, accepted, names_of, person_asked
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
    own, asked = found["school"] == account().agency, person_asked()
    learners: list[dict[str, Any]] = []
    sent = Accepted(referrals=(), all_of_them=True)
    if own:
        learners = ask("training", "list_enrolments", class_id=class_id, page=1, page_size=MOST)[
            "items"
        ]
        sent = accepted("training")
    people = names_of([*learners, *sent.referrals, {"person_id": asked}], "training")
    return desk_page(
        "class.html",
        problems=problems,
        class_={**found, "occupation_name": occupations().get(found["occupation"])},
        own=own,
        learners=learners,
        waiting=_waiting(sent, people, learners, found["level"], asked),
        all_of_them=sent.all_of_them,
        people=people,
        ticked=request.form.getlist("person_id") or [asked],
        withdrawals=WITHDRAWALS,
    )


def _waiting(
    sent: Accepted, people: Names, learners: list[dict[str, Any]], level: str, asked: str
) -> list[dict[str, Any]]:
    """``{person_id, level}`` of who has no place here yet: whom the page was opened for, this
    level's, then by name."""
    there = {each["person_id"] for each in learners}
    levels: dict[str, str | None] = {}
    for each in sent.referrals:
        if levels.get(each["person_id"]) != level:
            levels[each["person_id"]] = each.get("level")
    free = [each for each in sent.persons(people, asked) if each not in there]
    free.sort(key=lambda each: (each != asked, levels.get(each) != level))
    return [{"person_id": each, "level": levels.get(each)} for each in free]


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
