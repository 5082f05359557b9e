"""Long lists in pages: which one is asked for, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

__all__ = ["last_page", "number_of"]


def number_of(
    name: str = "page", highest: int = 9_999, said: Mapping[str, str] | None = None
) -> int:
    """A page's number in the query, or in the form where that is ``said``; 1 for anything
    else."""
    text = (request.args if said is None else said).get(name, "1")
    known = text.isdecimal() and len(text) < 10 and 0 < int(text) <= highest
    return int(text) if known else 1


def last_page(total: int, size: int) -> int:
    """The number of the last page; an empty list has one too."""
    return max(1, -(-total // size))
