"""Finding a person, and one person with the way through all services."""

from __future__ import annotations

from flask import Response, request

from gateway.pages.render import may, page
from gateway.parts import ask
from gateway.routes.people import PURPOSE, journey_of

__all__ = ["found", "person", "search_form"]

PAGE_SIZE = 25


def search_form() -> Response:
    return page("people.html", q="", village="", result=None, villages=_villages())


def found() -> Response:
    """By POST: what is looked for never stands in a URL or a log."""
    q = request.form.get("q", "").strip()[:200]
    village = request.form.get("village", "").strip()[:100]
    number = request.form.get("page", "1")
    wanted = int(number) if number.isdecimal() and 0 < int(number) < 10_000 else 1
    result = ask(
        "registry",
        "search_people",
        q=q,
        village=village or None,
        group=None,
        page=wanted,
        page_size=PAGE_SIZE,
    )
    last = max(1, -(-int(result["total"]) // PAGE_SIZE))
    return page(
        "people.html",
        q=q,
        village=village,
        result=result,
        number=wanted,
        last=last,
        villages=_villages(),
    )


def person(person_id: str) -> Response:
    told = ask("registry", "get_person", person_id=person_id, purpose=PURPOSE)
    journey = journey_of(person_id) if may("GET /api/v1/people/{person_id}/journey") else None
    return page("person.html", person=told, person_id=person_id, journey=journey)


def _villages() -> list[dict[str, str]]:
    found: list[dict[str, str]] = ask("registry", "list_villages")["items"]
    return found
