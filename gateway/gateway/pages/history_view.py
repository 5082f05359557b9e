"""A change of a record as a line to read: which field, what it was, what it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.pages.format import Format
from gateway.texts import Language

__all__ = ["change_lines"]

Json = dict[str, Any]
WORDED = {
    "gender": "gender",
    "schooling": "schooling",
    "professional_level": "professional_level",
    "employment_status": "employment_status",
    "access_needs": "access_need",
}
"""Fields whose values are words of a list → the list."""


def change_lines(changes: Sequence[Mapping[str, Any]], words: Language) -> list[Json]:
    """``{label, before, after}`` in the reader's words; ``withheld`` where a compartment that
    no purpose was stated for is closed."""
    return [_line(each, words) for each in changes]


def _line(change: Mapping[str, Any], words: Language) -> Json:
    field = str(change["field"]).partition(".")[0]
    label = words.word("field", field)
    if change.get("withheld"):
        return {"label": label, "withheld": True}
    return {
        "label": label,
        "before": _told(field, change["before"], words),
        "after": _told(field, change["after"], words),
    }


def _told(field: str, value: Any, words: Language) -> str:
    """The value in words; nothing is an empty text."""
    fmt = Format(words)
    if value in (None, "", [], False):
        return ""
    if isinstance(value, Mapping):
        return _record(field, value, words, fmt)
    if isinstance(value, list):
        kind = "service" if field == "partners" else WORDED.get(field, field)
        return ", ".join(words.word(kind, each) for each in value)
    if value is True:
        return words.page("yes")
    if field == "birth_date":
        return fmt.birth(value)
    if field in ("restricted", "erased"):
        return fmt.day(value)
    return words.word(WORDED.get(field, field), value)


def _record(field: str, value: Mapping[str, Any], words: Language, fmt: Format) -> str:
    time = value.get("time")
    parts: list[str] = []
    if field == "group":
        evidence = value.get("evidence") or {}
        parts = [
            words.word("group", value["code"]),
            words.word("evidence", evidence.get("document") or ""),
            str(evidence.get("number") or ""),
        ]
    elif field == "residence":
        parts = [words.word("residence", value["kind"]), str(value["village"])]
    elif field == "household":
        statuses = [words.word("poverty", each["status"]) for each in value.get("poverty") or []]
        parts = [str(value["village"]), *statuses[-1:]]
    elif field == "disability":
        parts = [
            words.word("disability_type", value["type"]),
            words.word("disability_level", value.get("level") or ""),
        ]
    elif field == "left":
        parts = [words.word("left", value["reason"]), fmt.day(value["on"])]
    if isinstance(time, Mapping):
        parts.append(words.page("since", day=fmt.day(time["start"])))
        if time.get("end"):
            parts.append(words.page("until", day=fmt.day(time["end"])))
    return ", ".join(part for part in parts if part)
