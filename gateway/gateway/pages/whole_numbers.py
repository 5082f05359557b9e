"""Whole numbers as people type them."""

from __future__ import annotations

import re

from flask import request

__all__ = ["whole", "whole_of"]

PLAIN_OR_GROUPED = re.compile(r"[0-9]{1,15}|[0-9]{1,3}([. ][0-9]{3}){1,4}")


def whole(text: str) -> int | str:
    """``80.000.000`` and ``80 000 000`` are the number; what is none is left as it is, for the
    service to refuse."""
    if PLAIN_OR_GROUPED.fullmatch(text) is None:
        return text
    return int(text.replace(".", "").replace(" ", ""))


def whole_of(name: str) -> int | str | None:
    """The form's field; None where it is empty."""
    text = request.form.get(name, "").strip()[:20]
    return whole(text) if text else None
