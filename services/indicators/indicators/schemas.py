"""Bodies at the edge."""

from __future__ import annotations

from chassis.schemas import Body, Text

__all__ = ["CloseSpan", "PreviewPlan"]


class CloseSpan(Body):
    span = Text(required=True, longest=10)


class PreviewPlan(Body):
    """``text``: a whole plan file, YAML."""

    text = Text(required=True, longest=200_000)
