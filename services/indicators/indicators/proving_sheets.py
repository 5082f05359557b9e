"""The ledger's sheets and places held against what they say of themselves.

Lines are found by what a sheet is labelled with (month, period, keys), and lists by the shelf a
place names: a wrong label hides lines that are there, and no sum of all lines would tell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from indicators.domain.book import Line
from indicators.domain.shelves import shelf_of

__all__ = ["mislabelled", "misplaced"]


def mislabelled(sheet: Mapping[str, Any], lines: Sequence[Line], ends: Sequence[datetime]) -> bool:
    """Whether some line of the sheet would not be found by its label, or one is missing."""
    month, period = sheet["m"], sheet["q"]
    if set(sheet["k"]) != {line.entry.k for line in lines}:
        return True
    return any(line.entry.on[:7] != month or bisect_left(ends, line.at) != period for line in lines)


def misplaced(unit: str, shelf: int | None) -> bool:
    """Whether a list would look for the unit on another shelf; None: nothing is said of one."""
    return shelf is not None and shelf != shelf_of(unit)
