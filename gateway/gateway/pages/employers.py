"""Whom people work for: every employer the job centre knows, by name, and a new one."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import act, body_of, seen
from gateway.pages.vietnamese import in_order
from gateway.parts import account, ask, parts

__all__ = ["Employers", "employer_asked", "employers", "registered"]

Employers = dict[str, dict[str, Any]]
"""``{employer_id: record}`` in Vietnamese order of names."""

MOST = 1_000
_ID = re.compile(r"^[0-9a-f]{32}$")


def employers() -> Employers:
    """All that stand, however many: who is missing here cannot be chosen."""
    found: list[dict[str, Any]] = []
    page = 1
    while True:
        told = ask("placement", "list_employers", page=page, page_size=MOST)
        found += told["items"]
        if len(found) >= told["total"] or not told["items"]:
            break
        page += 1
    found.sort(key=lambda each: (in_order(each["name"]), each.get("tax_code") or ""))
    return {each["id"]: each for each in found}


def employer_asked() -> str:
    """The employer a page is opened with (``?employer=``), else an empty text."""
    asked = request.args.get("employer", "")
    return asked if _ID.match(asked) else ""


def registered() -> ResponseReturnValue:
    """Registered, and chosen in the form that is shown next, with the person it was opened for.

    Raises ``Refusal`` (:mod:`gateway.pages.acting`).
    """
    body = body_of("name", "tax_code", "address")
    if kind := request.form.get("employer_kind"):
        body["kind"] = kind
    body["commune"] = account().commune or parts().settings.commune
    receipt = act("register_employer", service="placement", body=body)
    person = request.form.get("person", "")
    opened_for = f"&person={person}" if _ID.match(person) else ""
    return seen(f"/placements?employer={receipt['id']}{opened_for}#start")
