"""What if: a class more, some jobs more. Asked by a form, answered beside it, kept nowhere."""

from __future__ import annotations

from typing import Any

from chassis.errors import ServiceError
from flask import request

from gateway.pages.classes import occupations
from gateway.pages.figure_cells import foreseen
from gateway.pages.figure_view import view_of
from gateway.pages.format import Format
from gateway.pages.spans import last_day
from gateway.parts import ask, language, parts
from gateway.schemas.figures import CHANGES
from gateway.schemas.vocabulary import LEVELS

__all__ = ["SHARES", "what_if"]

SHARES = ("fills", "finishes", "finds_work")
MOST_CLASSES = 8


def what_if(code: str, span: str, commune: str | None) -> dict[str, Any]:
    """``typed``: what the form shows; ``before`` and ``after``, or ``refused``, once asked;
    ``open``: whether anything can still happen in the span.
    """
    if last_day(span) < parts().today():
        return {"open": False}
    typed = {name: request.args.get(f"if_{name}", "") for name in ("count", "level", *SHARES)}
    kind = request.args.get("if_kind", "")
    found: dict[str, Any] = {
        "open": True,
        "commune": commune,
        "classes": _classes(span),
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
        body = {"changes": [_change()]}
        told = ask("indicators", "what_if", code=code, span=span, commune=commune, body=body)
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


def _classes(span: str) -> list[dict[str, Any]]:
    """Real classes with free places that begin, or go on, in the span, the next first; none while
    training does not answer.
    """
    today, last = parts().today().isoformat(), last_day(span).isoformat()
    try:
        found = ask("training", "list_classes", page=1, page_size=100)["items"]
        names = occupations()
    except ServiceError:
        return []
    open_ones = [
        {**each, "name": names.get(each["occupation"], each["occupation"])}
        for each in found
        if not each["voided"]
        and each["free"] > 0
        and each["ends_on"] >= today
        and each["starts_on"] <= last
    ]
    return sorted(open_ones, key=lambda each: str(each["starts_on"]))[:MOST_CLASSES]


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
