"""The groups that papers prove: added with the paper, ended, corrected, voided."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from flask import Response
from flask.typing import ResponseReturnValue

from gateway.pages.acting import body_of, desk_page
from gateway.pages.person_desk import CORRECTION, why
from gateway.pages.remarks import remarks
from gateway.pages.versioned import carried_out
from gateway.parts import account, ask
from gateway.schemas.vocabulary import AMEND_REASONS, GROUPS, VOID_REASONS

__all__ = ["add", "groups", "step"]

PAPER = ("document", "number", "issued_by", "issued_on", "verified_by")


def groups(person_id: str) -> Response:
    return _groups(person_id)


def _groups(
    person_id: str, problems: list[str] | None = None, touched: str | None = None
) -> Response:
    """``touched``: the membership whose form was refused; what was typed stays in it, beside
    what stands in the registry."""
    found = ask("registry", "get_person", person_id=person_id, purpose=CORRECTION)
    return desk_page(
        "person_groups.html",
        problems=problems,
        remarks=remarks(),
        person_id=person_id,
        person=found,
        touched=touched,
        kinds=GROUPS,
        void_reasons=VOID_REASONS,
        change_reasons=AMEND_REASONS,
        verifier=account().name,
    )


def add(person_id: str) -> ResponseReturnValue:
    body: dict[str, Any] = {**body_of("code", "from", "to"), "evidence": body_of(*PAPER)}
    return _done(person_id, "add_group", body=body)


def step(person_id: str, group_id: str, step: str) -> ResponseReturnValue:
    """``amend`` (its days, its paper) or ``void`` (it never was)."""
    if step == "amend":
        body: dict[str, Any] = {**body_of("from", "to"), "evidence": body_of(*PAPER), **why()}
        return _done(person_id, "amend_group", group_id=group_id, body=body)
    if step == "void":
        body = body_of("reason_code", "note")
        return _done(person_id, "void_group", group_id=group_id, body=body)
    raise NotFound("not_found")


def _done(of: str, method: str, **kwargs: Any) -> ResponseReturnValue:
    touched = kwargs.get("group_id")
    path = f"/people/{of}/groups"
    return carried_out(
        lambda problems: _groups(of, problems, touched), path, method, person_id=of, **kwargs
    )
