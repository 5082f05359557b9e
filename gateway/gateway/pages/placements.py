"""The job centre's services and placements, and what social insurance confirms."""

from __future__ import annotations

from typing import Any

from chassis.errors import Forbidden, NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen, yes_or_no
from gateway.pages.employers import employer_asked, employers, registered
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import Accepted, accepted, names_of, person_asked
from gateway.pages.render import may
from gateway.parts import ask
from gateway.schemas.partners import CONTRACTS, EMPLOYERS, MODES, PLACEMENTS
from gateway.schemas.vocabulary import SERVICES, TOPICS

__all__ = ["employer", "give", "placements", "start", "step"]

PAGE_SIZE = 25
MONTHS = (3, 6, 12)
ENDS = (
    "contract_ended", "resigned", "dismissed", "employer_closed", "health", "care_duties",
    "moved_away", "training", "other",
)  # fmt: skip
CENTRE = "POST /api/v1/placements"
STEPS = {
    "end": ("end_placement", "POST /api/v1/placements/{placement_id}/end"),
    "retention": (
        "check_retention", "POST /api/v1/placements/{placement_id}/retention-checks",
    ),
    "confirm": ("confirm_placement", "POST /api/v1/placements/{placement_id}/confirm"),
}  # fmt: skip


def placements() -> Response:
    return _page()


def _page(problems: list[str] | None = None) -> Response:
    number, serves, asked = number_of(), may(CENTRE), person_asked()
    found = ask("placement", "list_placements", page=number, page_size=PAGE_SIZE)
    items = [{**each, "next_check": _next_check(each)} for each in found["items"]]
    given: list[dict[str, Any]] = []
    sent = Accepted(referrals=(), all_of_them=True)
    if serves:
        given = ask("placement", "list_services", page=1, page_size=PAGE_SIZE)["items"]
        sent = accepted("placement")
    people = names_of([*items, *given, *sent.referrals, {"person_id": asked}], "placement")
    return desk_page(
        "placements.html",
        problems=problems,
        placements=items,
        given=given,
        persons=sent.persons(people, asked),
        asked=asked,
        all_of_them=sent.all_of_them,
        people=people,
        serves=serves,
        confirms=may(STEPS["confirm"][1]),
        services=SERVICES,
        modes=MODES,
        topics=TOPICS,
        kinds=PLACEMENTS,
        contracts=CONTRACTS,
        employers=employers(),
        employer_asked=employer_asked(),
        employer_kinds=EMPLOYERS,
        ends=ENDS,
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
    )


def _next_check(placement: dict[str, Any]) -> int | None:
    """After how many months somebody should ask again; None when that is over."""
    if placement["end"] is not None or placement.get("void"):
        return None
    done = {each["months"] for each in placement["checks"]}
    return next((months for months in MONTHS if months not in done), None)


def give() -> ResponseReturnValue:
    return _done("give_service", body=body_of("person_id", "service", "mode", "topic", "on"))


def start() -> ResponseReturnValue:
    body: dict[str, Any] = body_of("person_id", "kind", "contract", "employer_id", "on")
    body |= yes_or_no("new_job", "suitable")
    body["mentored"] = request.form.get("mentored") == "yes"
    return _done("start_placement", body=body)


def employer() -> ResponseReturnValue:
    """An employer nobody recorded yet."""
    try:
        return registered()
    except Refusal as refusal:
        return _page(refusal.sentences)


def step(placement_id: str, step: str) -> ResponseReturnValue:
    """Each step is its own agency's. Raises ``Forbidden`` for another's."""
    if step not in STEPS:
        raise NotFound("not_found")
    method, route = STEPS[step]
    if not may(route):
        raise Forbidden("role")
    body: dict[str, Any] = body_of("on", "reason_code")
    if step == "retention":
        months = request.form.get("months", "")
        body["months"] = int(months) if months.isdecimal() and len(months) < 3 else months
        body |= yes_or_no("still_employed")
    return _done(method, placement_id=placement_id, body=body)


def _done(method: str, **kwargs: Any) -> ResponseReturnValue:
    try:
        act(method, service="placement", **kwargs)
    except Refusal as refusal:
        return _page(refusal.sentences)
    return seen("/placements")
