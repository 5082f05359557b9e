"""Households: found, opened, registered, amended with both values where two were at it."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.household_form import conflict_lines, poverty_of, poverty_rows, years_of
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import names_of
from gateway.pages.versioned import version_seen
from gateway.parts import ask, parts

__all__ = ["amend", "edit", "household", "households", "new", "register"]

PAGE_SIZE = 25


def households() -> Response:
    """By village or a whole code."""
    number = number_of()
    village = request.args.get("village", "").strip()[:100]
    code = request.args.get("code", "").strip()[:50]
    found = ask(
        "registry",
        "list_households",
        village=village or None,
        code=code or None,
        page=number,
        page_size=PAGE_SIZE,
    )
    today = parts().today()
    return desk_page(
        "households.html",
        households=[_told(each, today.isoformat()) for each in found["items"]],
        total=found["total"],
        villages=ask("registry", "list_villages")["items"],
        village=village,
        code=code,
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
    )


def _told(each: dict[str, Any], today: str) -> dict[str, Any]:
    """With today's status and how many are members today."""
    return {
        **each,
        "status_today": next((p["status"] for p in each["poverty"] if _holds(p, today)), None),
        "members_today": sum(_holds(member, today) for member in each["members"]),
    }


def _holds(time: dict[str, Any], today: str) -> bool:
    return bool(time["from"] <= today and (time["to"] is None or today < time["to"]))


def household(household_id: str) -> Response:
    found = ask("registry", "get_household", household_id=household_id)
    today = parts().today()
    history = ask("registry", "record_history", kind="households", record_id=household_id)
    return desk_page(
        "household.html",
        household=_told(found, today.isoformat()),
        household_id=household_id,
        years=years_of(found["poverty"], today),
        people=names_of(found["members"], "household"),
        changes=history["items"][::-1],
    )


def new() -> Response:
    return _form(None, {"code": "", "village": "", "poverty": [], "version": None})


def register() -> ResponseReturnValue:
    said = {**body_of("code", "village"), "poverty": poverty_of(request.form)}
    try:
        receipt = act("register_household", body=said)
    except Refusal as refusal:
        return _form(None, {"version": None, **said}, refusal.sentences)
    return seen(f"/households/{receipt['id']}")


def edit(household_id: str) -> Response:
    return _form(household_id, ask("registry", "get_household", household_id=household_id))


def amend(household_id: str) -> ResponseReturnValue:
    """Against the version that was seen; where somebody was first, both values are shown."""
    said: dict[str, Any] = {**body_of("code", "village"), "poverty": poverty_of(request.form)}
    expected = version_seen()
    try:
        act("amend_household", household_id=household_id, body=said, if_match=expected)
    except Conflict:
        present = ask("registry", "get_household", household_id=household_id)
        shown = {**said, "version": present["version"]}
        return _form(household_id, shown, lines=conflict_lines(said, present), status=409)
    except Refusal as refusal:
        return _form(household_id, {**said, "version": expected}, refusal.sentences)
    return seen(f"/households/{household_id}")


def _form(
    household_id: str | None,
    shown: dict[str, Any],
    problems: list[str] | None = None,
    *,
    lines: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> Response:
    return desk_page(
        "household_form.html",
        status,
        problems=problems,
        household_id=household_id,
        household=shown,
        rows=poverty_rows(shown["poverty"]),
        conflict=lines or [],
        villages=ask("registry", "list_villages")["items"],
    )
