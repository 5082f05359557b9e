"""Land recovered from a household: the decision recorded, corrected, voided for all members."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import body_of, desk_page
from gateway.pages.person_desk import why
from gateway.pages.remarks import remarks
from gateway.pages.versioned import carried_out
from gateway.parts import account, ask
from gateway.schemas.vocabulary import AMEND_REASONS, LAND_KINDS, VOID_REASONS

__all__ = ["land", "record", "step"]

FIELDS = ("number", "on", "issued_by", "verified_by", "land", "area")
CLEARED = ("issued_by", "verified_by", "land", "area")
MOST_NAMES = 1000


def land(household_id: str) -> Response:
    return _land(household_id)


def _land(
    household_id: str, problems: list[str] | None = None, touched: str | None = None
) -> Response:
    """``touched``: the decision whose form was refused; what was typed stays in it."""
    found = ask("registry", "get_household", household_id=household_id)
    ids = {each["person_id"] for each in found["members"]}
    ids |= {each for one in found["land"] for each in (*one["include"], *one["held_by"])}
    told: dict[str, Any] = {}
    if ids:
        known = sorted(ids)[:MOST_NAMES]
        told = ask("registry", "names", person_ids=known, purpose="household")["people"]
    return desk_page(
        "household_land.html",
        problems=problems,
        remarks=remarks(),
        household_id=household_id,
        household=found,
        people=told,
        members=_members(found, told),
        touched=touched,
        kinds=LAND_KINDS,
        change_reasons=AMEND_REASONS,
        void_reasons=VOID_REASONS,
        verifier=account().name,
    )


def _members(household: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """Whom the officer may include or leave out: whoever ever lived there, once."""
    ids = dict.fromkeys(each["person_id"] for each in household["members"])
    return [each for each in ids if each in told]


def _said(*, clearing: bool = False) -> dict[str, Any]:
    """``clearing``: an emptied field is sent as null, or nothing could be taken back."""
    body: dict[str, Any] = body_of(*FIELDS)
    area = str(body.get("area", "")).replace(".", "").replace(" ", "")
    if "area" in body:
        body["area"] = int(area) if area.isdecimal() and len(area) < 10 else body["area"]
    if clearing:
        body |= {name: None for name in CLEARED if name not in body}
    choices = {
        name.removeprefix("who_"): value
        for name, value in request.form.items()
        if name.startswith("who_")
    }
    for name in ("include", "leave_out"):
        chosen = [person_id for person_id, value in choices.items() if value == name]
        if chosen or clearing:
            body[name] = chosen
    return body


def record(household_id: str) -> ResponseReturnValue:
    return _done(household_id, "record_land_recovery", body=_said())


def step(household_id: str, recovery_id: str, step: str) -> ResponseReturnValue:
    """``amend`` or ``void``."""
    if step == "amend":
        body = {**_said(clearing=True), **why()}
        return _done(household_id, "amend_land_recovery", recovery_id=recovery_id, body=body)
    if step == "void":
        body = body_of("reason_code", "note")
        return _done(household_id, "void_land_recovery", recovery_id=recovery_id, body=body)
    raise NotFound("not_found")


def _done(of: str, method: str, **kwargs: Any) -> ResponseReturnValue:
    touched = kwargs.get("recovery_id")
    path = f"/households/{of}/land"
    return carried_out(
        lambda problems: _land(of, problems, touched), path, method, household_id=of, **kwargs
    )
