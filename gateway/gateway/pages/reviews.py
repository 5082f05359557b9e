"""Suspected duplicates, one question at a time, side by side."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from gateway.pages.paging import number_of
from gateway.pages.render import page
from gateway.parts import ask
from gateway.requests import idempotency_key, meta

__all__ = ["decide", "question"]

FIELDS = ("full_name", "birth_date", "gender", "national_id", "phone", "village")


def question() -> Response:
    number = number_of()
    found = ask("registry", "list_reviews", status="open", page=number, page_size=1)
    asked: dict[str, Any] | None = next(iter(found["items"]), None)
    return page(
        "reviews.html",
        asked=asked,
        lines=_lines(asked) if asked else [],
        number=number,
        total=int(found["total"]),
    )


def _lines(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """A field a line: what the newcomer says, then each candidate with how it compares."""
    newcomer = asked.get("person") or asked.get("row") or {}
    candidates = [each for each in asked.get("candidates") or [] if each]
    lines: list[dict[str, Any]] = []
    for field in FIELDS:
        cells: list[dict[str, Any]] = []
        own: Any = None
        for each in candidates:
            told = {one["field"]: one for one in each.get("comparison") or []}.get(field)
            if told is not None:
                own = own or told["newcomer"]
                cells.append({"value": told["candidate"], "verdict": told["verdict"]})
            else:
                cells.append({"value": each.get(field), "verdict": "unknown"})
        lines.append({"field": field, "newcomer": own or newcomer.get(field), "cells": cells})
    return [line for line in lines if line["newcomer"] or any(c["value"] for c in line["cells"])]


def decide(review_id: str) -> ResponseReturnValue:
    """``same:<person>`` or ``distinct``; then the next question."""
    chosen, _, same_as = request.form.get("decision", "").partition(":")
    body: dict[str, Any] = {"decision": chosen}
    if same_as:
        body["same_as"] = same_as
    note = request.form.get("note", "").strip()[:500]
    if note:
        body["note"] = note
    ask("registry", "decide_review", review_id=review_id, body=body, meta=meta(idempotency_key()))
    return redirect("/reviews", 303)
