"""A household's form: the poverty history as rows, years as a table, two versions compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

__all__ = ["STATUSES", "conflict_lines", "poverty_of", "poverty_rows", "years_of"]

Json = dict[str, Any]
STATUSES = ("poor", "near_poor", "none")
BLANK_ROWS = 2
MOST_ROWS = 50


def poverty_rows(poverty: Sequence[Mapping[str, Any]]) -> list[Json]:
    """What is known, and blank rows for more."""
    known = [
        {"status": each["status"], "from": each["from"], "to": each.get("to")} for each in poverty
    ]
    return known + [{"status": "", "from": "", "to": ""} for _ in range(BLANK_ROWS)]


def poverty_of(form: Mapping[str, str]) -> list[Json]:
    """The rows of the form that were filled in; half a row is left for the service to refuse."""
    found: list[Json] = []
    for number in range(MOST_ROWS):
        status = form.get(f"status_{number}", "").strip()
        start = form.get(f"from_{number}", "").strip()
        end = form.get(f"to_{number}", "").strip()
        if not (status or start or end):
            continue
        found.append({"status": status, "from": start, **({"to": end} if end else {})})
    return found


def years_of(poverty: Sequence[Mapping[str, Any]], today: date) -> list[Json]:
    """``{year, statuses}`` from the first year known to this one, the youngest first: a
    household may change within a year, and a year nothing is known of has no status."""
    if not poverty:
        return []
    first = min(int(each["from"][:4]) for each in poverty)
    return [
        {"year": year, "statuses": _within(poverty, year)}
        for year in range(today.year, first - 1, -1)
    ]


def _within(poverty: Sequence[Mapping[str, Any]], year: int) -> list[Json]:
    start, end = f"{year}-01-01", f"{year + 1}-01-01"
    return [
        {
            "status": each["status"],
            "from": max(each["from"], start),
            "part": each["from"] > start or bool(each["to"] and each["to"] < end),
            "to": each["to"],
        }
        for each in poverty
        if each["from"] < end and (each["to"] is None or each["to"] > start)
    ]


def conflict_lines(said: Json, present: Json) -> list[Json]:
    """Where what was typed and what meanwhile stands differ: ``{field, yours, theirs}``."""
    lines: list[Json] = [
        {"field": field, "yours": said.get(field, ""), "theirs": present[field]}
        for field in ("code", "village")
        if said.get(field, "") != present[field]
    ]
    yours, theirs = _plain(said["poverty"]), _plain(present["poverty"])
    if yours != theirs:
        lines.append({"field": "poverty", "yours": yours, "theirs": theirs})
    return lines


def _plain(poverty: Sequence[Mapping[str, Any]]) -> list[Json]:
    rows = [
        {"status": each["status"], "from": each["from"], "to": each.get("to") or None}
        for each in poverty
    ]
    return sorted(rows, key=lambda each: str(each["from"]))
