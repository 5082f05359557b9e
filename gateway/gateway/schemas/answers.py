"""Answers, for OpenAPI."""

from __future__ import annotations

from marshmallow import Schema, fields

__all__ = ["AnyAnswer", "ListAnswer", "Problem", "Receipt", "SignedIn", "WriteHeaders"]


class WriteHeaders(Schema):
    idempotency_key = fields.String(
        data_key="Idempotency-Key",
        metadata={"description": "The same key and body give the first answer again"},
    )
    if_match = fields.String(
        data_key="If-Match",
        metadata={"description": "The version last seen; without it the last state is taken"},
    )


class ReceiptWarning(Schema):
    code = fields.String()
    field = fields.String()
    fact = fields.Dict()
    text = fields.String(metadata={"description": "A sentence in the caller's language"})


class Receipt(Schema):
    """A write that was done, or was already done under the same key."""

    id = fields.String()
    version = fields.Integer(metadata={"description": "Also the ETag"})
    warnings = fields.List(fields.Nested(ReceiptWarning))


class AnyAnswer(Schema):
    """The record as the service tells it; fields may be added."""

    version = fields.Integer(metadata={"description": "Also the ETag, where there is one"})


class ListAnswer(Schema):
    """An object with one named array; ``X-Pagination`` tells the pages."""


class SignedInUser(Schema):
    username = fields.String()
    name = fields.String()
    role = fields.String()
    agency = fields.String()
    commune = fields.String()
    village = fields.String(allow_none=True)


class SignedIn(Schema):
    token = fields.String()
    user = fields.Nested(SignedInUser)


class Problem(Schema):
    """RFC 9457."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    code = fields.String(metadata={"description": "Stable; programs look at this"})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Field → sentences in the caller's language"},
    )
    reasons = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Field → stable reason codes"},
    )
    fact = fields.Dict(metadata={"description": "What failed: never what was sent"})
    correlation_id = fields.String()
