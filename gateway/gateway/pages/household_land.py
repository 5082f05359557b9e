"""Land recovered from a household: the decision recorded, corrected, voided for all members."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import body_of, desk_page
from gateway.pages.entries import Entries
from gateway.pages.person_desk import why
from gateway.pages.persons import names
from gateway.pages.whole_numbers import whole
from gateway.parts import account, ask
from gateway.schemas.vocabulary import AMEND_REASONS, LAND_KINDS, VOID_REASONS

__all__ = ["land", "record", "step"]

FIELDS = ("number", "on", "issued_by", "verified_by", "land", "area")
CLEARED = ("issued_by", "verified_by", "land", "area")


def land(household_id: str) -> Response:
    return _land(household_id)


def _land(
    household_id: str, problems: list[str] | None = None, touched: str | None = None
) -> Response:
    """``touched``: the decision whose form was refused."""
    found = ask("registry", "get_household", household_id=household_id)
    ids = {each["person_id"] for each in found["members"]}
    ids |= {each for one in found["land"] for each in (*one["include"], *one["held_by"])}
    told = names(ids, "household")
    return desk_page(
        "household_land.html",
        problems=problems,
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


def _said(new: bool) -> dict[str, Any]:
    """Of a decision that stands an emptied field is sent as null, or nothing could be taken
    back; with why it changes."""
    body: dict[str, Any] = body_of(*FIELDS)
    if "area" in body:
        body["area"] = whole(body["area"])
    if not new:
        body |= {name: None for name in CLEARED if name not in body}
    choices = {
        name.removeprefix("who_"): value
        for name, value in request.form.items()
        if name.startswith("who_")
    }
    for name in ("include", "leave_out"):
        chosen = [person_id for person_id, value in choices.items() if value == name]
        if chosen or not new:
            body[name] = chosen
    return body if new else {**body, **why()}


ENTRIES = Entries(
    path="/households/{}/land",
    record="household_id",
    entry="recovery_id",
    add="record_land_recovery",
    amend="amend_land_recovery",
    void="void_land_recovery",
    said=_said,
    shown=_land,
)


def record(household_id: str) -> ResponseReturnValue:
    return ENTRIES.added(household_id)


def step(household_id: str, recovery_id: str, step: str) -> ResponseReturnValue:
    return ENTRIES.stepped(household_id, recovery_id, step)
