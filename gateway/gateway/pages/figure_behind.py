"""Who stands behind a figure, and why one person does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.errors import ServiceError
from flask import request

from gateway.pages.known_at import asked
from gateway.pages.paging import last_page
from gateway.pages.render import may
from gateway.parts import ask, language
from gateway.routes.figures import people_behind
from gateway.schemas.queries import PeopleBehind

__all__ = ["behind", "name_of", "parts_of", "why"]

PEOPLE_PER_PAGE = 25


def parts_of(kind: str) -> tuple[str, ...]:
    """The lists a figure has: one of a count or of payments, two of a rate."""
    return ("num",) if kind in ("flow", "money") else ("num", "den")


def behind(code: str, span: str) -> dict[str, Any] | None:
    """Who stands behind the figure, for those who may see it and asked for it; of a figure of
    the past who stood behind it then.
    """
    if request.args.get("part") is None or not may("GET /api/v1/indicators/{code}/people"):
        return None
    query = {**asked(PeopleBehind), "span": span, "page_size": PEOPLE_PER_PAGE}
    found = people_behind(code, query)
    last = last_page(int(found.get("total", 0)), PEOPLE_PER_PAGE)
    return {**found, "part": query["part"], "page": query["page"], "last_page": last}


def name_of(entry: Mapping[str, Any]) -> str:
    """The name, for who may see it; else the opaque id."""
    person = entry.get("person") or {}
    ids = (entry.get(each) for each in ("person_id", "household_id", "class_id"))
    return str(person.get("full_name") or next((each for each in ids if each), ""))


def why(code: str, span: str, clocks: Mapping[str, str | None]) -> dict[str, Any] | None:
    """What is missing for one person to count, or was by both clocks; a refusal is shown beside
    the form.
    """
    person = request.args.get("person", "").strip()
    if not person or not may("GET /api/v1/indicators/{code}/why-not"):
        return None
    try:
        told = ask(
            "indicators",
            "why_not",
            code=code,
            person_id=person[:64],
            span=span,
            as_of=clocks["as_of"],
            on=clocks["on"],
        )
    except ServiceError as error:
        return {"refused": language().code(error.code, error.fact)}
    return {"told": told}
