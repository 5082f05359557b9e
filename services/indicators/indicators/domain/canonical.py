"""Canonical JSON, so that anybody can recompute a digest: RFC 8785 for what is signed here.

Keys sorted, no white space, UTF-8, no escapes but the necessary ones; a number that is whole
has no fraction (``2.0`` is ``2``) and no number an exponent: those signed lie from 10⁻⁶ to 10¹⁵,
where the RFC (which is ECMAScript's) writes none either. NaN and infinities are refused.
"""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from json import dumps
from math import isfinite
from typing import Any

__all__ = ["canonical", "digest_of"]


def canonical(value: Any) -> str:
    """Raises ``ValueError`` for what JSON cannot hold."""
    if isinstance(value, dict):
        members = (
            f"{dumps(key, ensure_ascii=False)}:{canonical(value[key])}" for key in sorted(value)
        )
        return "{" + ",".join(members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(canonical(each) for each in value) + "]"
    if isinstance(value, float):
        return _number(value)
    return dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError(value)
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")  # Python alone would write 0.00005 as 5e-05


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical form in UTF-8, 64 hex digits."""
    return sha256(canonical(value).encode()).hexdigest()
