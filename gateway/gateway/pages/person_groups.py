"""The groups that papers prove: added with the paper, ended, corrected, voided."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from gateway.pages.acting import body_of, desk_page
from gateway.pages.entries import Entries
from gateway.pages.person_desk import CORRECTION, why
from gateway.parts import account, ask
from gateway.schemas.vocabulary import AMEND_REASONS, GROUPS, VOID_REASONS

__all__ = ["add", "groups", "step"]

PAPER = ("document", "number", "issued_by", "issued_on", "verified_by")


def groups(person_id: str) -> Response:
    return _groups(person_id)


def _groups(
    person_id: str, problems: list[str] | None = None, touched: str | None = None
) -> Response:
    """``touched``: the membership whose form was refused."""
    found = ask("registry", "get_person", person_id=person_id, purpose=CORRECTION)
    return desk_page(
        "person_groups.html",
        problems=problems,
        person_id=person_id,
        person=found,
        touched=touched,
        kinds=GROUPS,
        void_reasons=VOID_REASONS,
        change_reasons=AMEND_REASONS,
        verifier=account().name,
    )


def _said(new: bool) -> dict[str, Any]:
    """Of a membership that stands: its days, its paper, and why they change."""
    said = body_of("code", "from", "to") if new else {**body_of("from", "to"), **why()}
    return {**said, "evidence": body_of(*PAPER)}


ENTRIES = Entries(
    path="/people/{}/groups",
    record="person_id",
    entry="group_id",
    add="add_group",
    amend="amend_group",
    void="void_group",
    said=_said,
    shown=_groups,
)


def add(person_id: str) -> ResponseReturnValue:
    return ENTRIES.added(person_id)


def step(person_id: str, group_id: str, step: str) -> ResponseReturnValue:
    return ENTRIES.stepped(person_id, group_id, step)
