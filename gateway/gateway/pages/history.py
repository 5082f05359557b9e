"""A person's history: every change before and after, who looked, and a merge undone."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.history_view import change_lines
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import names
from gateway.parts import ask, language

__all__ = ["PURPOSES", "history", "unmerge"]

PURPOSES = ("verification", "correction", "data_subject", "support")
"""Purposes that open sensitive fields; the registry's table decides which."""

SHOWN_LOOKS = 50
PAGE_SIZE = 30


def history(person_id: str) -> Response:
    return _history(person_id)


def _history(person_id: str, problems: list[str] | None = None) -> Response:
    purpose = request.args.get("purpose", "")
    purpose = purpose if purpose in PURPOSES else ""
    changes = ask("registry", "person_history", person_id=person_id, purpose=purpose)["items"]
    duplicates, into = merges_in(changes)
    ids = [person_id, *duplicates, *([into] if into else [])]
    told = names(ids, "history")
    looks = ask("registry", "list_accesses", person_id=person_id)["items"]
    number, shown = number_of(), changes[::-1]
    start = (number - 1) * PAGE_SIZE
    return desk_page(
        "history.html",
        problems=problems,
        person_id=person_id,
        name=told.get(person_id, {}).get("full_name", ""),
        people=told,
        changes=[
            {**each, "lines": change_lines(each["changes"], language())}
            for each in shown[start : start + PAGE_SIZE]
        ],
        closed=any("withheld" in line for each in changes for line in each["changes"]),
        purpose=purpose,
        purposes=PURPOSES,
        duplicates=duplicates,
        into=into,
        looks=looks[::-1][:SHOWN_LOOKS],
        number=number,
        last=last_page(len(shown), PAGE_SIZE),
    )


def merges_in(changes: list[dict[str, Any]]) -> tuple[list[str], str | None]:
    """Who was merged into this person and still is, and whom this person was merged into."""
    here: dict[str, bool] = {}
    into: str | None = None
    for commit in changes:
        for change in commit["changes"]:
            field, _, duplicate = change["field"].partition(".")
            if field == "merged_here" and duplicate:
                here[duplicate] = bool(change["after"])
            elif field == "merged_into":
                into = change["after"]
    return [each for each, still in here.items() if still], into


def unmerge(person_id: str) -> ResponseReturnValue:
    """They are two people after all. Asked from either's page; ``duplicate`` says which
    record was merged."""
    duplicate = request.form.get("duplicate", "")
    if not duplicate.isalnum():
        duplicate = person_id
    try:
        act("unmerge_person", person_id=duplicate, body=body_of("reason"))
    except Refusal as refusal:
        return _history(person_id, refusal.sentences)
    return seen(f"/people/{person_id}/history")
