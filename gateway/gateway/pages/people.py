"""Finding a person, taking a list along, one person with the way through all services."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from gateway.pages.files import download
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import NEXT
from gateway.pages.render import may, page
from gateway.parts import account, ask
from gateway.routes.people import PURPOSE, journey_of
from gateway.routes.registry import ANSWERS

__all__ = ["export", "found", "in_order", "person", "search_form"]

PAGE_SIZE = 25
GROUPS = (
    "rural",
    "poor_household",
    "near_poor_household",
    "land_recovered",
    "unemployment_insurance",
    "priority_youth",
    "elderly",
    "disabled",
    "ethnic_minority",
)
LAYOUTS = ("list", "call", "invitation")
RECENT_STEPS = 6


def search_form() -> Response:
    return _page(q="", village="", group="", result=None)


def found() -> Response:
    """By POST: what is looked for never stands in a URL or a log."""
    asked = _asked()
    wanted = number_of(said=request.form)
    result = ask(
        "registry",
        "search_people",
        q=asked["q"],
        village=asked["village"] or None,
        group=asked["group"] or None,
        page=wanted,
        page_size=PAGE_SIZE,
    )
    last = last_page(int(result["total"]), PAGE_SIZE)
    return _page(**asked, result=result, number=wanted, last=last)


def _asked() -> dict[str, str]:
    group = request.form.get("group", "")
    return {
        "q": request.form.get("q", "").strip()[:200],
        "village": request.form.get("village", "").strip()[:100],
        "group": group if group in GROUPS and _whole() else "",
    }


def _whole() -> bool:
    """Only who may register people chooses them by group."""
    return may("POST /api/v1/people")


def _page(**values: Any) -> Response:
    groups = GROUPS if _whole() else ()
    service = ANSWERS.get(account().role, "")
    return page(
        "people.html",
        villages=_villages(),
        groups=groups,
        layouts=LAYOUTS,
        service=service,
        next_page=NEXT.get(service),
        **values,
    )


def export() -> Response:
    """The same people as a file, for a purpose that is logged."""
    asked = _asked()
    layout = request.form.get("layout", "list")
    made = ask(
        "registry",
        "export_people",
        purpose=request.form.get("purpose", "").strip()[:200],
        form="csv" if request.form.get("form") == "csv" else "xlsx",
        layout=layout if layout in LAYOUTS else "list",
        q=asked["q"],
        village=asked["village"] or None,
        group=asked["group"] or None,
    )
    return download(made)


def person(person_id: str) -> Response:
    told = ask("registry", "get_person", person_id=person_id, purpose=PURPOSE)
    way = journey_of(person_id) if may("GET /api/v1/people/{person_id}/journey") else None
    steps = in_order(way["steps"]) if way else []
    return page(
        "person.html",
        person=told,
        person_id=person_id,
        done=request.args.get("done") == "1",
        journey=way,
        recent=steps[-RECENT_STEPS:][::-1],
        needs=[step for step in steps if step.get("kind") == "need"],
        referrals=[step for step in steps if step.get("kind") == "referral"],
    )


def in_order(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By day; on the day they were registered people were registered first."""
    return sorted(
        steps, key=lambda step: (str(step.get("on") or ""), step.get("kind") != "registered")
    )


def _villages() -> list[dict[str, str]]:
    """To choose from; none for who finds the people of one village only."""
    if account().village is not None:
        return []
    found: list[dict[str, str]] = ask("registry", "list_villages")["items"]
    return found
