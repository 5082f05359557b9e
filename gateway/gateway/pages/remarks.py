"""What a rule remarked on a write that was done: told on the page that is shown next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g, request

from gateway.parts import language

__all__ = ["noted", "remarks", "with_remarks"]

MOST = 10


def noted(receipt: Mapping[str, Any]) -> None:
    """Keep what this write's receipt warns of until the request's answer is made."""
    codes = {str(each["code"]) for each in receipt.get("warnings") or ()}
    g.remarked = g.get("remarked", frozenset()) | codes


def with_remarks(path: str) -> str:
    """The address of the next page with the codes that were noted, never whom or what they
    are about."""
    codes = ".".join(sorted(g.get("remarked", ()))[:MOST])
    mark = "&" if "?" in path else "?"
    return f"{path}{mark}remarks={codes}" if codes else path


def remarks() -> list[str]:
    """The sentences of the codes that the address names; what is no code is left out."""
    words = language()
    codes = request.args.get("remarks", "")[:1000].split(".")[:MOST]
    return [words.code(code) for code in codes if code in words.codes]
