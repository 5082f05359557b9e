"""The commune's villages: renamed, merged, put right, looked at before it is done."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import LONGEST, Refusal, act, body_of, desk_page, look, seen
from gateway.pages.visits import last_day
from gateway.parts import ask, language

__all__ = ["ROUTES"]

KINDS = ("rename", "merge", "correction")
DECISION = ("number", "issued_by", "issued_on")
UNFINISHED = ("running", "taking_back")
REFRESH_SECONDS = 2


def villages() -> Response:
    told = ask("registry", "list_village_changes")
    moving = [each for each in told["items"] if each["status"] in UNFINISHED]
    return _renewed(
        desk_page(
            "villages.html",
            villages=told["villages"],
            changes=told["items"],
            moving=moving,
        ),
        bool(moving),
    )


def _renewed(response: Response, moving: bool) -> Response:
    """Renews itself while records are on their way, by the Refresh header: no script."""
    if moving:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


def form() -> Response:
    """``village`` in the address is an opaque id: the one to begin with."""
    chosen = request.args.get("village", "")
    names = [each["name"] for each in _listed() if each["id"] == chosen]
    kind = request.args.get("kind", "")
    return _form({"kind": kind if kind in KINDS else "rename", "villages": names})


def _listed() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("registry", "list_villages")["items"]
    return found


def _form(said: dict[str, Any], problems: list[str] | None = None) -> Response:
    return desk_page(
        "village_form.html", problems=problems, said=said, kinds=KINDS, villages=_listed()
    )


def _said() -> dict[str, Any]:
    """The body that the form says."""
    chosen = [each.strip()[:LONGEST] for each in request.form.getlist("village")]
    decision = body_of(*DECISION)
    return {
        **body_of("kind", "into", "on", "reason"),
        "villages": [each for each in chosen if each],
        **({"decision": decision} if decision else {}),
    }


def preview() -> ResponseReturnValue:
    """What it would touch; the same form goes on to be done, or back to be put right."""
    said = _said()
    if "again" in request.form:
        return _form(said)
    try:
        told = look("preview_village_change", body=said)
    except Refusal as refusal:
        return _form(said, refusal.sentences)
    return desk_page(
        "village_preview.html",
        said=said,
        told={**told, "until": last_day(told["on"])},
        doubts=[language().code(each["code"]) for each in told["warnings"]],
    )


def change() -> ResponseReturnValue:
    said = _said()
    try:
        done = act("change_villages", body=said)
    except Refusal as refusal:
        return _form(said, refusal.sentences)
    except NotFound as error:  # somebody else was first
        return _form(said, [language().code(error.code, error.fact)])
    return seen(f"/villages/changes/{done['id']}")


def told(change_id: str) -> Response:
    return _told(change_id)


def _told(change_id: str, problems: list[str] | None = None) -> Response:
    found = ask("registry", "get_village_change", change_id=change_id)
    unfinished = found["status"] in UNFINISHED
    page = desk_page(
        "village_change.html",
        problems=problems,
        change={**found, "until": last_day(found["on"])},
        change_id=change_id,
        unfinished=unfinished,
    )
    return _renewed(page, unfinished and not problems)


def void(change_id: str) -> ResponseReturnValue:
    try:
        act("void_village_change", change_id=change_id, body=body_of("reason"))
    except Refusal as refusal:
        return _told(change_id, refusal.sentences)
    return seen(f"/villages/changes/{change_id}")


ROUTES = (
    ("/villages", "villages", villages, "GET"),
    ("/villages/change", "village_form", form, "GET"),
    ("/villages/preview", "village_preview", preview, "POST"),
    ("/villages/change", "change_villages", change, "POST"),
    ("/villages/changes/<id:change_id>", "village_change", told, "GET"),
    ("/villages/changes/<id:change_id>/void", "void_village_change", void, "POST"),
)
"""Address, name, view, verb."""
