"""The ledger's sheets held against what they say of themselves.

Lines are found by what a sheet is labelled with (month, period, keys): a wrong label hides lines
that are there, and no sum of all lines would tell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from indicators.domain.book import Line

__all__ = ["mislabelled"]


def mislabelled(sheet: Mapping[str, Any], lines: Sequence[Line], ends: Sequence[datetime]) -> bool:
    """Whether some line of the sheet would not be found by its label, or one is missing."""
    month, period = sheet["m"], sheet["q"]
    if set(sheet["k"]) != {line.entry.k for line in lines}:
        return True
    return any(line.entry.on[:7] != month or bisect_left(ends, line.at) != period for line in lines)
