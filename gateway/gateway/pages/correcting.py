"""A need, a referral or an outreach put right, withdrawn or voided; never changed in silence."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict, NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.persons import names_of
from gateway.pages.versioned import version_seen
from gateway.parts import ask
from gateway.schemas.registry import CHANNELS, NEEDS, PARTNERS, REFERRALS
from gateway.schemas.vocabulary import FORMS, LEVELS, TOPICS, VOID_REASONS

__all__ = ["FIELDS", "record", "step"]

Json = dict[str, Any]
FIELDS = {
    "needs": ("kind", "level", "form", "occupation", "on", "able_to_work"),
    "referrals": ("to", "kind", "level", "occupation", "on"),
    "outreach": ("channel", "topic", "on", "reached"),
}
STEP = {"needs": "need", "referrals": "referral", "outreach": "outreach"}
"""What the journey calls a record of each kind."""

CLEARED = ("level", "form", "occupation")
CHOICES = {
    "needs": {
        "kind": ("need", NEEDS),
        "level": ("level", LEVELS),
        "form": ("form", FORMS),
    },
    "referrals": {
        "to": ("service", PARTNERS),
        "kind": ("referral_kind", REFERRALS),
        "level": ("level", LEVELS),
    },
    "outreach": {"channel": ("channel", CHANNELS), "topic": ("topic", TOPICS)},
}
"""Field → the words it is shown in and the values it may have."""


def record(person_id: str, kind: str, record_id: str) -> Response:
    return _page(person_id, kind, _present(person_id, kind, record_id))


def _present(person_id: str, kind: str, record_id: str) -> Json:
    """As the person's journey tells it. Raises ``NotFound``: another kind, or voided."""
    if kind not in FIELDS:
        raise NotFound("not_found")
    steps: list[Json] = ask("registry", "journey", person_id=person_id)["items"]
    for each in steps:
        if each["id"] == record_id and each["kind"] == STEP[kind]:
            return {**each, "kind": each.get(f"{STEP[kind]}_kind")}
    raise NotFound("not_found")


def step(person_id: str, kind: str, record_id: str, step: str) -> ResponseReturnValue:
    """``amend``, ``void`` (it never was) or ``withdraw`` (a need; it counts until that day)."""
    present = _present(person_id, kind, record_id)
    named: Json
    if step == "amend":
        return _amend(person_id, kind, present)
    if step == "void":
        method, body = "void_record", body_of("reason_code", "note")
        named = {"kind": kind, "record_id": record_id}
    elif step == "withdraw" and kind == "needs":
        method, body, named = "withdraw_need", body_of("on"), {"need_id": record_id}
    else:
        raise NotFound("not_found")
    try:
        act(method, body=body, **named)
    except Refusal as refusal:
        return _page(person_id, kind, present, problems=refusal.sentences)
    return seen(f"/people/{person_id}/journey")


def _amend(person_id: str, kind: str, present: Json) -> ResponseReturnValue:
    """Only what differs, against the version that was seen; both values where it moved."""
    said, record_id, expected = _said(kind), present["id"], version_seen()
    body = _changed(kind, said, present)
    if not body:
        return seen(f"/people/{person_id}/journey")
    try:
        if present.get("version") != expected:
            raise Conflict("version_moved")
        act("amend_record", kind=kind, record_id=record_id, body=body, if_match=expected)
    except Conflict:
        now = _present(person_id, kind, record_id)
        lines = [
            {"field": name, "yours": value, "theirs": now.get(name)}
            for name, value in _changed(kind, said, now).items()
        ]
        return _page(person_id, kind, {**now, **said}, lines=lines, status=409)
    except Refusal as refusal:
        return _page(person_id, kind, {**present, **said}, problems=refusal.sentences)
    return seen(f"/people/{person_id}/journey")


def _said(kind: str) -> Json:
    filled = body_of(*FIELDS[kind])
    said: Json = {name: filled.get(name) for name in FIELDS[kind]}
    if "able_to_work" in said:
        said["able_to_work"] = request.form.get("able_to_work") == "yes"
    if "reached" in said:
        count = said["reached"] or ""
        said["reached"] = int(count) if count.isdecimal() and len(count) < 8 else count
    return said


def _changed(kind: str, said: Json, present: Json) -> Json:
    """A field that may not be emptied and was is left as it is."""
    return {
        name: said[name]
        for name in FIELDS[kind]
        if said[name] != present.get(name) and (said[name] not in (None, "") or name in CLEARED)
    }


def _page(
    person_id: str,
    kind: str,
    shown: Json,
    *,
    problems: list[str] | None = None,
    lines: list[Json] | None = None,
    status: int = 200,
) -> Response:
    known = names_of([{"person_id": person_id}], "correction")
    return desk_page(
        "record.html",
        status,
        problems=problems,
        person_id=person_id,
        name=known.get(person_id, {}).get("full_name", ""),
        kind=kind,
        record=shown,
        conflict=lines or [],
        fields=FIELDS[kind],
        choices=CHOICES[kind],
        void_reasons=VOID_REASONS,
        occupations=ask("registry", "list_occupations")["items"],
    )
