"""Telephone numbers in one form."""

from __future__ import annotations

import re

__all__ = ["normal_phone"]

_NATIONAL = re.compile(r"0[0-9]{9,10}")
_NOISE = re.compile(r"[\s.\-()]+")


def normal_phone(text: str) -> str | None:
    """``0`` and nine digits (mobile) or ten (a land line with its area); None for anything else."""
    digits = _NOISE.sub("", text)
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    return digits if _NATIONAL.fullmatch(digits) else None
