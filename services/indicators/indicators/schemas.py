"""Bodies at the edge."""

from __future__ import annotations

from chassis.schemas import Body, Text

__all__ = ["CloseSpan"]


class CloseSpan(Body):
    span = Text(required=True, longest=10)
