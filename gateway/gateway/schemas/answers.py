"""Answers, for OpenAPI."""

from __future__ import annotations

from functools import cache

from marshmallow import INCLUDE, Schema, fields

__all__ = [
    "AnyAnswer",
    "ListAnswer",
    "Problem",
    "Receipt",
    "SignedIn",
    "WriteHeaders",
    "list_of",
]


class Answer(Schema):
    """Fields may be added at any time: a reader leaves alone what it does not know."""

    class Meta:
        unknown = INCLUDE


class WriteHeaders(Schema):
    idempotency_key = fields.String(
        data_key="Idempotency-Key",
        metadata={"description": "The same key and body give the first answer again"},
    )
    if_match = fields.String(
        data_key="If-Match",
        metadata={"description": "The version last seen; without it the last state is taken"},
    )


class ReceiptWarning(Answer):
    code = fields.String(required=True)
    field = fields.String(allow_none=True)
    fact = fields.Dict()
    text = fields.String(
        required=True, metadata={"description": "A sentence in the caller's language"}
    )


class Receipt(Answer):
    """A write that was done, or was already done under the same key."""

    id = fields.String()
    version = fields.Integer(metadata={"description": "Also the ETag"})
    warnings = fields.List(fields.Nested(ReceiptWarning), required=True)


class AnyAnswer(Answer):
    """The record as the service tells it; fields may be added."""

    version = fields.Integer(metadata={"description": "Also the ETag, where there is one"})


class ListAnswer(Answer):
    """An object with one named array; ``X-Pagination`` tells the pages."""


@cache
def list_of(name: str) -> type[Schema]:
    """``{name: [...]}``; ``X-Pagination`` tells the pages."""
    items = fields.List(fields.Dict(), required=True)
    title = "".join(part.capitalize() for part in name.split("_"))
    return type(f"{title}List", (ListAnswer,), {name: items})


class SignedInUser(Answer):
    username = fields.String()
    name = fields.String()
    role = fields.String()
    agency = fields.String()
    commune = fields.String()
    village = fields.String(allow_none=True)


class SignedIn(Answer):
    token = fields.String()
    user = fields.Nested(SignedInUser)


class Problem(Answer):
    """RFC 9457."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "Stable; programs look at this"})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata={"description": "Field → sentences in the caller's language"},
    )
    reasons = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Field → stable reason codes"},
    )
    fact = fields.Dict(metadata={"description": "What failed: never what was sent"})
    correlation_id = fields.String(required=True)
