"""A school's classes: how full they are, and a new one."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import names_of, person_asked
from gateway.pages.vietnamese import in_order
from gateway.pages.whole_numbers import whole_of
from gateway.parts import account, ask, parts
from gateway.schemas.vocabulary import FORMS, FUNDING, LEVELS

__all__ = ["classes", "occupations", "open_class"]

PAGE_SIZE = 25


def classes() -> Response:
    return _page()


def _page(problems: list[str] | None = None) -> Response:
    """The school's own first: other schools' classes are no secret, but not its work."""
    number, today, asked = number_of(), parts().today().isoformat(), person_asked()
    found = ask("training", "list_classes", page=number, page_size=PAGE_SIZE)
    taught = occupations()
    items = [
        {
            **each,
            "stage": _stage(each, today),
            "occupation_name": taught.get(each["occupation"], each["occupation"]),
        }
        for each in found["items"]
    ]
    items.sort(key=lambda each: each["school"] != account().agency)
    return desk_page(
        "classes.html",
        problems=problems,
        classes=items,
        asked=asked,
        person=names_of([{"person_id": asked}], "training").get(asked),
        agency=account().agency,
        occupations=sorted(taught.values(), key=in_order),
        villages=ask("registry", "list_villages")["items"],
        levels=LEVELS,
        forms=FORMS,
        funding=FUNDING,
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
    )


def occupations() -> dict[str, str]:
    """Code → name of everything taught here."""
    found = ask("training", "list_occupations", page=1, page_size=500)["items"]
    return {each["code"]: each["name"] for each in found}


def _stage(each: dict[str, Any], today: str) -> str:
    if each["voided"]:
        return "voided"
    if each["starts_on"] > today:
        return "ahead"
    return "running" if each["ends_on"] >= today else "over"


def open_class() -> ResponseReturnValue:
    body: dict[str, Any] = body_of(
        "occupation", "level", "form", "village", "starts_on", "ends_on", "funding_source"
    )
    body["capacity"] = whole_of("capacity")
    try:
        receipt = act("open_class", service="training", body=body)
    except Refusal as refusal:
        return _page(refusal.sentences)
    return seen(f"/classes/{receipt['id']}")
