"""The two clocks of a figure: known at (a moment), valid on (a day); and which commune's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from chassis.errors import Invalid
from flask import request
from marshmallow import Schema

from gateway.schemas.queries import read_query

__all__ = ["CLOCKS", "asked", "carried", "clocks_of"]

LOCAL_OFFSET = "+07:00"
TYPED_INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")
CLOCKS = ("as_of", "on", "commune")
"""What a link from one figure to another carries along."""


def asked(schema: type[Schema]) -> dict[str, Any]:
    """The page's query. A browser's date-and-time field gives local time without an offset."""
    typed = request.args.get("as_of", "")
    if not TYPED_INSTANT.match(typed):
        return read_query(schema)
    sent = {**request.args.to_dict(), "as_of": typed + LOCAL_OFFSET}
    problems = schema().validate(sent)
    if problems:
        raise Invalid("invalid", {"fields": problems})
    return dict(schema().load(sent))


def clocks_of(query: Mapping[str, Any]) -> dict[str, str | None]:
    """``as_of``, ``on`` and ``commune`` for a call of the indicators service."""
    return {name: query.get(name) for name in CLOCKS}


def carried(span: str, query: Mapping[str, Any]) -> str:
    """The query of a link that keeps span, clocks and commune."""
    kept = {"span": span, **{name: query.get(name) for name in CLOCKS}}
    return urlencode({name: value for name, value in kept.items() if value})
