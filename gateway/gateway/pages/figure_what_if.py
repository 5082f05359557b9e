"""What if: a class more, some jobs more. Asked by a form, answered beside it, kept nowhere."""

from __future__ import annotations

from typing import Any

from chassis.errors import ServiceError
from flask import request

from gateway.pages.figure_cells import foreseen
from gateway.pages.figure_view import view_of
from gateway.pages.format import Format
from gateway.parts import ask, language
from gateway.schemas.figures import CHANGES
from gateway.schemas.vocabulary import LEVELS

__all__ = ["SHARES", "what_if"]

SHARES = ("fills", "finishes", "finds_work")


def what_if(code: str, span: str) -> dict[str, Any]:
    """``typed``: what the form shows; ``before`` and ``after``, or ``refused``, once asked."""
    typed = {name: request.args.get(f"if_{name}", "") for name in ("count", "level", *SHARES)}
    kind = request.args.get("if_kind", "")
    found: dict[str, Any] = {
        "typed": typed,
        "kind": kind,
        "kinds": CHANGES,
        "levels": LEVELS,
        "shares": SHARES,
    }
    if not kind:
        return found
    words = language()
    try:
        told = ask("indicators", "what_if", code=code, span=span, body={"changes": [_change()]})
    except ServiceError as error:
        fields = error.fact.get("fields")
        reasons = [each for problems in fields.values() for each in problems] if fields else []
        sentence = words.page("what_if_unread") if reasons else words.code(error.code, error.fact)
        return found | {"refused": sentence}
    fmt = Format(words)
    views = {name: view_of(told[name], words, fmt) for name in ("before", "after")}
    ends = {name: foreseen(told[name], words, fmt) for name in ("before", "after")}
    return found | {
        "views": views,
        "ends": ends,
        "added": max(told["added"].values(), default=0),
        "left_over": told["left_over"],
    }


def _change() -> dict[str, Any]:
    """Whole percents as shares; what cannot be read goes as it is, for the service to refuse."""
    change: dict[str, Any] = {"kind": request.args.get("if_kind")}
    count = request.args.get("if_count", "").strip()
    change["count"] = int(count) if count.isdecimal() and len(count) < 7 else count or None
    for name in SHARES:
        text = request.args.get(f"if_{name}", "").strip()
        if text:
            change[name] = int(text) / 100 if text.isdecimal() and len(text) < 4 else text
    level = request.args.get("if_level", "")
    if level and change["kind"] == "class":
        change["level"] = level
    return change
