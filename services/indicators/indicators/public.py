"""What everybody may see: counts of persons below five are hidden.

A first rule, of single cells: a count from 1 to 4 is hidden with all that follows from
it; a rate is hidden when its numerator, or those it does not reach, are so few. That
differences over time may give a cell away is not answered here yet.
"""

from __future__ import annotations

from typing import Any

__all__ = ["SMALL", "public_figure"]

SMALL = 5
SHOWN = (
    "code",
    "name",
    "name_en",
    "clause",
    "kind",
    "unit",
    "span",
    "valued_on",
    "value",
    "num",
    "den",
    "ratio",
    "target",
    "status",
    "pace",
    "months",
    "source",
    "reading",
    "survey",
    "definition_version",
)


def public_figure(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure without what would tell of few persons; ``hidden`` says that it does."""
    found = {name: figure[name] for name in SHOWN if name in figure}
    if figure["kind"] == "external":
        return found | {"hidden": False}
    months = [_hide(month) for month in figure["months"]]
    found |= {"months": months, "hidden": _few(figure)}
    if found["hidden"]:
        found |= {"value": None, "num": None, "den": None, "ratio": None}
        found |= {"pace": None, "status": "no_data"}
    if found["hidden"] or any(month["hidden"] for month in months):
        # one hidden month beside its total and the other months would be their difference
        found["months"] = []
    return found


def _hide(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "hidden": _few(row)}


def _few(row: dict[str, Any]) -> bool:
    value, num, den = row.get("value"), row.get("num"), row.get("den")
    if value is not None:
        return bool(0 < value < SMALL)
    if num is None or den is None:
        return False
    return any(0 < count < SMALL for count in (den, num, den - num))
