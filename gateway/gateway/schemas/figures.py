"""Bodies about figures, for OpenAPI: closings, notes on them, what would be."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from gateway.schemas.vocabulary import (
    LEVELS,
    SERVICES,
    Body,
    choice,
    code,
    count,
    listed,
    nested,
    text,
)

__all__ = ["ClosingBody", "ClosingNoteBody", "PreviewBody", "WhatIfBody"]

CHANGES = ("class", "jobs", "services", "referrals", "loans")


class ClosingBody(Body):
    span = text("A span that has ended", required=True, longest=10)


class ClosingNoteBody(Body):
    code = code("The figure it concerns, if one")
    text = text("A later word on a signed span; it names no person", required=True, longest=1_000)


def share(about: str) -> fields.Float:
    """From 0 to 1."""
    told: dict[str, Any] = {"description": about}
    return fields.Float(validate=validate.Range(0, 1), allow_none=True, metadata=told)


def _fitting(about: str) -> dict[str, str]:
    return {"description": f"{about}; left out: one that fits the figure"}


class ChangeBody(Body):
    kind = choice(CHANGES, required=True)
    count = count("Places, jobs, services …", required=True, least=1, most=10_000)
    fills = share("Of these, the share that is taken up")
    finishes = share("Of those who began a class, the share that completes it")
    finds_work = share("Of those who completed it, the share that starts work")
    level = choice(LEVELS, metadata=_fitting("Of a class"))
    service = choice(SERVICES, metadata=_fitting("Of services"))


class WhatIfBody(Body):
    changes = listed(nested(ChangeBody, required=True), least=1, most=20, required=True)


class PlanFileBody(Body):
    name = text("The file's name, told with its mistakes", required=True)
    text = text("The file: YAML", required=True, longest=200_000)


class PreviewBody(Body):
    """A plan file with those of its communes, or communes' files alone."""

    files = listed(nested(PlanFileBody, required=True), least=1, most=200, required=True)
