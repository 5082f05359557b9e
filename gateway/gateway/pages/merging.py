"""Two records of one person that nobody suspected: found, compared side by side, merged."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.parts import ask

__all__ = ["choose", "compare", "find", "merge"]

MOST_FOUND = 20
LEFT_OUT = ("household_id",)
"""An opaque id says nothing to a reader."""


def choose(person_id: str) -> Response:
    return _choose(person_id)


def find(person_id: str) -> Response:
    """By POST: what is looked for never stands in a URL or a log."""
    return _choose(person_id, request.form.get("q", "").strip()[:200])


def _choose(person_id: str, q: str = "") -> Response:
    person = ask("registry", "get_person", person_id=person_id, purpose="")
    result: list[dict[str, Any]] | None = None
    more = 0
    if q:
        found = ask("registry", "search_people", q=q, page=1, page_size=MOST_FOUND)
        result = [each for each in found["items"] if each["id"] != person_id]
        more = max(0, int(found["total"]) - len(found["items"]))
    return desk_page(
        "merge.html", person_id=person_id, person=person, other=None, q=q, result=result, more=more
    )


def compare(person_id: str, other_id: str) -> Response:
    return _compare(person_id, other_id)


def _compare(person_id: str, other_id: str, problems: list[str] | None = None) -> Response:
    sides = ask("registry", "compare_people", person_id=person_id, other_id=other_id)
    return desk_page(
        "merge.html",
        problems=problems,
        person_id=person_id,
        person=sides["person"],
        other=sides["other"],
        lines=[
            line
            for line in sides["other"]["comparison"]
            if line["field"] not in LEFT_OUT and (line["newcomer"] or line["candidate"])
        ],
    )


def merge(person_id: str, other_id: str) -> ResponseReturnValue:
    """The record that is kept takes the other's papers and services over."""
    kept = other_id if request.form.get("keep") == other_id else person_id
    duplicate = person_id if kept == other_id else other_id
    try:
        act("merge_person", person_id=duplicate, body={"into": kept, **body_of("reason")})
    except Refusal as refusal:
        return _compare(person_id, other_id, refusal.sentences)
    return seen(f"/people/{kept}/history")
