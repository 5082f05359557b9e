"""Bodies at the edge."""

from __future__ import annotations

from typing import Any

from chassis.schemas import Body, Code, Count, Nested, Text, Vocabulary, listed
from marshmallow import fields, validate

from indicators.domain.what_if import KINDS
from indicators.plan_vocabulary import LEVELS, SERVICES

__all__ = ["CloseSpan", "NoteOnClosing", "PreviewPlan", "WhatIf"]

MOST_CHANGES = 20


class CloseSpan(Body):
    span = Text(required=True, longest=10)


class NoteOnClosing(Body):
    """A later word on a closed span; ``code``: the figure it concerns. It names no person."""

    code = Code(allow_none=True)
    text = Text(required=True, longest=1_000)


def _reasons(invalid: str) -> dict[str, Any]:
    """Codes for marshmallow's own words."""
    unread = dict.fromkeys(("invalid", "invalid_utf8", "special"), invalid)
    return {"required": "required", "null": "null", **unread}


def whole_file() -> fields.String:
    """A plan file, YAML, to the letter: its mistakes are told by line. It may be empty."""
    longest = validate.Length(max=200_000, error="too_long")
    return fields.String(required=True, validate=longest, error_messages=_reasons("not_text"))


class PlanFile(Body):
    name = Text(required=True)
    text = whole_file()


class PreviewPlan(Body):
    """``files``: a plan file with those of its communes, or communes' files alone."""

    files = listed(Nested(PlanFile), least=1, most=200, required=True)


def share() -> fields.Float:
    """A share from 0 to 1; null means absent."""
    within = validate.Range(min=0, max=1, error="out_of_range")
    return fields.Float(
        validate=within, allow_none=True, allow_nan=False, error_messages=_reasons("not_a_number")
    )


class ChangeBody(Body):
    kind = Vocabulary(KINDS, required=True)
    count = Count(required=True, least=1, most=10_000)
    fills = share()
    finishes = share()
    finds_work = share()
    level = Vocabulary(LEVELS, allow_none=True)
    service = Vocabulary(SERVICES, allow_none=True)


class WhatIf(Body):
    """``changes``: what would happen besides."""

    changes = listed(Nested(ChangeBody), least=1, most=MOST_CHANGES, required=True)
