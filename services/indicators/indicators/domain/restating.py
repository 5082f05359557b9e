"""Restatements: entries recorded since a moment that changed a figure already known then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from indicators.domain.contributions import Entry

__all__ = ["REASONS", "Recorded", "restated"]

REASONS = {
    "fact": "late_fact",
    "profile": "late_profile",
    "correction": "correction",
    "void": "void",
    "merge": "merge",
}
"""What a ledger line's ``why`` means once it changes what was known."""


class Recorded(NamedTuple):
    unit: str
    entry: Entry
    cause: str
    at: datetime
    why: str


def restated(lines: Iterable[Recorded]) -> list[dict[str, Any]]:
    """One row for each event, unit and part: what it added to or took from the figure.

    An event that comes to nothing (moving between cells of a breakdown) is left out.
    """
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for unit, entry, cause, at, why in lines:
        part = entry.k.rpartition(".")[2]
        row = rows.setdefault(
            (cause, unit, part),
            {
                "recorded_at": at,
                "event": cause,
                "cause": REASONS.get(why, why),
                "unit": unit,
                "part": part,
                "change": 0,
                "on": entry.on,
                "facts": [],
            },
        )
        row["change"] += entry.d
        row["on"] = min(row["on"], entry.on)
        if entry.fact not in row["facts"]:
            row["facts"].append(entry.fact)
    found = [row for row in rows.values() if row["change"]]
    return sorted(found, key=lambda row: (row["recorded_at"], row["event"], row["unit"]))
