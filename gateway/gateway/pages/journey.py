"""A person's way through all five services on one page: the steps by year, and the figures."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from flask import Response, request

from gateway.pages.figure_view import name_of
from gateway.pages.people import in_order
from gateway.pages.persons import names
from gateway.pages.render import may, page
from gateway.parts import language, parts
from gateway.routes.people import JOURNEY_SERVICES, journey_of

__all__ = ["figure_line", "journey"]


def journey(person_id: str) -> Response:
    told = names([person_id], "journey")
    if person_id not in told and not may("GET /people/{person_id}/privacy"):
        raise NotFound("no_such_person")  # an officer sees everybody, also whom no name is left of
    way = journey_of(person_id, figures=True)
    years: dict[str, list[dict[str, Any]]] = {}
    for step in reversed(in_order(way["steps"])):
        years.setdefault(str(step.get("on") or "")[:4], []).append(step)
    figures = [figure_line(each) for each in way["figures"]]
    return page(
        "journey.html",
        person_id=person_id,
        done=request.args.get("done") == "1",
        name=told.get(person_id, {}).get("full_name", ""),
        journey=way,
        years=years,
        year=parts().today().year,
        counted=[each for each in figures if each["counts"]],
        others=[each for each in figures if not each["counts"]],
        services=[
            {
                "name": service,
                "steps": sum(step["service"] == service for step in way["steps"]),
            }
            for service in JOURNEY_SERVICES
        ],
    )


def figure_line(figure: dict[str, Any]) -> dict[str, Any]:
    """A figure as the page says it. ``counts``: in the number itself (of a rate: its
    numerator); ``expected``: only among those it is a share of."""
    counted = figure["counted"]
    counts = bool(counted.get("num") or counted.get("value") or counted.get("amount"))
    return {
        "code": figure["code"],
        "name": name_of(figure, language()),
        "counts": counts,
        "expected": bool(counted.get("den")) and not counts,
        "conditions": list(dict.fromkeys(each["condition"] for each in figure["missing"])),
    }
