"""People: what needs more than one call, or takes no body of its own."""

from __future__ import annotations

from typing import Any

from chassis.errors import Forbidden, Invalid, Transient
from flask import Response, request
from flask_smorest import Blueprint

from gateway.answers import json_answer, listing, thing
from gateway.parts import account, ask
from gateway.requests import json_object
from gateway.routes.person_figures import figures_of_person
from gateway.schemas.answers import AnyAnswer, ListAnswer
from gateway.schemas.registry import PersonSearch

__all__ = ["JOURNEY_SERVICES", "PURPOSE", "journey_of", "register"]

PURPOSE = "support"
"""Why people are read here, unless the caller says otherwise: the plan's own purpose."""

JOURNEY_SERVICES = ("registry", "training", "placement", "credit")
LARGEST_PAGE = 1000


def register(blueprint: Blueprint) -> None:
    """Add the routes to the people's blueprint."""
    search_doc = {"content": {"application/json": {"schema": PersonSearch}}}
    blueprint.route("/people/search", methods=["POST"])(
        blueprint.response(200, ListAnswer)(
            blueprint.doc(summary="Find people", requestBody=search_doc)(search)
        )
    )
    purpose = {
        "in": "query",
        "name": "purpose",
        "schema": {"type": "string"},
        "description": "Why the person is read; logged with sensitive fields",
    }
    blueprint.route("/people/<id:person_id>", methods=["GET"])(
        blueprint.response(200, AnyAnswer)(
            blueprint.doc(summary="A person", parameters=[purpose])(person)
        )
    )
    blueprint.route("/people/<id:person_id>/journey", methods=["GET"])(
        blueprint.response(200, AnyAnswer)(
            blueprint.doc(summary="A person's way through all services")(journey)
        )
    )


def search() -> Response:
    """The words stand in the body: names never stand in a URL."""
    body = json_object()
    page = _number(body, "page", 1, 1_000_000)
    page_size = _number(body, "page_size", 50, LARGEST_PAGE)
    found = ask(
        "registry",
        "search_people",
        q=_text(body, "q") or "",
        village=_text(body, "village"),
        group=_text(body, "group"),
        page=page,
        page_size=page_size,
    )
    return listing(found, "people", page, page_size)


def person(person_id: str) -> Response:
    purpose = request.args.get("purpose", PURPOSE)[:40]
    return thing(ask("registry", "get_person", person_id=person_id, purpose=purpose))


def journey(person_id: str) -> Response:
    return json_answer(journey_of(person_id, figures=True))


def journey_of(person_id: str, *, figures: bool = False) -> dict[str, Any]:
    """``{person_id, steps, withheld, unavailable}``: the steps of every service, by day; with
    ``figures`` also which of this year's figures count the person, and what the others lack
    (:func:`~gateway.routes.person_figures.figures_of_person`).

    A service that does not tell this caller is named in ``withheld``, one that is away
    in ``unavailable``: an incomplete journey says so.
    """
    steps: list[dict[str, Any]] = []
    withheld: list[str] = []
    unavailable: list[str] = []
    for service in JOURNEY_SERVICES:
        try:
            told = ask(service, "journey", person_id=person_id)
        except Forbidden:
            withheld.append(service)
        except Transient:
            unavailable.append(service)
        else:
            items = told if isinstance(told, list) else told.get("items") or told.get("steps", [])
            steps += [{**each, "service": service} for each in items]
    steps.sort(key=lambda step: str(step.get("on") or ""))
    counted: list[dict[str, Any]] = []
    if figures:
        try:
            counted = figures_of_person(person_id)
        except Forbidden:
            withheld.append("indicators")
        except Transient:
            unavailable.append("indicators")
    return {
        "person_id": person_id,
        "steps": steps,
        **({"figures": counted} if figures else {}),
        "withheld": withheld,
        "unavailable": unavailable,
        "asked_by": account().role,
    }


def _text(body: dict[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise Invalid.of(**{name: "not_text"})
    return value or None


def _number(body: dict[str, Any], name: str, default: int, highest: int) -> int:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Invalid.of(**{name: "not_a_number"})
    if not 1 <= value <= highest:
        raise Invalid.of(**{name: "out_of_range"})
    return value
