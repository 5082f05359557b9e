"""Bodies at the edge: marshmallow fields that speak in reason codes.

A reason code (``required``, ``not_a_date``, ``unknown`` …) is turned into the reader's
language by the gateway; it never quotes the value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from chassis.errors import Invalid

__all__ = [
    "REASONS",
    "Body",
    "Code",
    "Count",
    "Day",
    "Dong",
    "Flag",
    "Id",
    "Nested",
    "Text",
    "Vocabulary",
    "listed",
]

REASONS = frozenset(
    {
        "required",
        "null",
        "unknown_field",
        "not_an_object",
        "not_a_list",
        "not_text",
        "blank",
        "too_long",
        "not_a_number",
        "out_of_range",
        "not_a_date",
        "not_a_flag",
        "not_an_id",
        "not_in_vocabulary",
        "too_many",
        "too_few",
        "invalid",
    }
)
"""Every reason code these fields give; services add their own in ``errors.CODES``."""

_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
Messages = dict[str, Any]
_COMMON: Messages = {"required": "required", "null": "null", "validator_failed": "invalid"}


class Body(Schema):
    """A request body. Unknown fields are refused: a typing slip must not pass unseen."""

    error_messages: dict[str, str] = {"unknown": "unknown_field", "type": "not_an_object"}

    class Meta:
        unknown = RAISE

    def read(self, body: Any) -> dict[str, Any]:
        """The body's values. Raises ``Invalid`` with ``fields``: path → reason codes."""
        try:
            return dict(self.load(body))
        except ValidationError as error:
            raise Invalid("invalid", {"fields": _flat(error.messages)}) from None


def _flat(messages: Any, path: str = "") -> dict[str, list[str]]:
    if isinstance(messages, dict):
        flat: dict[str, list[str]] = {}
        for key, value in messages.items():
            step = "" if key == "_schema" else str(key)
            flat |= _flat(value, f"{path}.{step}" if path and step else path or step)
        return flat
    reasons = [str(each) for each in messages]
    return {path: [reason if re.fullmatch("[a-z_]+", reason) else "invalid" for reason in reasons]}


class Text(fields.String):
    """Text in NFC, trimmed; blank counts as absent where the field is not required."""

    default_error_messages: Messages = {
        **_COMMON,
        "invalid": "not_text",
        "invalid_utf8": "not_text",
    }

    def __init__(self, *, longest: int = 200, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(max=longest, error="too_long"), **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        text = unicodedata.normalize("NFC", text).strip()
        if not text and self.required:
            raise ValidationError("blank")
        return text or None

    def _validate(self, value: Any) -> None:
        if value is not None:
            super()._validate(value)


class Id(fields.String):
    """An opaque id."""

    default_error_messages: Messages = {
        **_COMMON,
        "invalid": "not_an_id",
        "invalid_utf8": "not_an_id",
    }

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _ID.fullmatch(text):
            raise ValidationError("not_an_id")
        return text


class Code(Id):
    """A code kept as text, leading zeros included: ``09931``."""


class Day(fields.Field[date]):
    """A local date, ``YYYY-MM-DD``."""

    default_error_messages: Messages = _COMMON

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        try:
            if not isinstance(value, str) or len(value) != 10:
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError("not_a_date") from None


class Flag(fields.Field[bool]):
    """JSON true or false."""

    default_error_messages: Messages = _COMMON

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("not_a_flag")
        return value


class Count(fields.Integer):
    """A whole number from ``least`` to ``most``; never from text or a fraction."""

    default_error_messages: Messages = {
        **_COMMON,
        "invalid": "not_a_number",
        "too_large": "out_of_range",
    }

    def __init__(self, *, least: int = 0, most: int = 10**9, **kwargs: Any) -> None:
        span = validate.Range(
            min=least,
            max=most,
            error="out_of_range",
        )
        super().__init__(strict=True, validate=span, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValidationError("not_a_number")
        return super()._deserialize(value, attr, data, **kwargs)


class Dong(Count):
    """Money: whole đồng."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(least=least, most=10**13, **kwargs)


class Vocabulary(fields.String):
    """One of the given codes."""

    default_error_messages: Messages = {
        **_COMMON,
        "invalid": "not_text",
        "invalid_utf8": "not_text",
    }

    def __init__(self, codes: Iterable[str], **kwargs: Any) -> None:
        self.codes = tuple(codes)
        super().__init__(validate=validate.OneOf(self.codes, error="not_in_vocabulary"), **kwargs)


class Nested(fields.Nested):
    """An object inside."""

    default_error_messages: Messages = {**_COMMON, "type": "not_an_object"}


def listed(inner: fields.Field[Any], *, least: int = 0, most: int = 1000, **kwargs: Any) -> Any:
    """A list of ``inner``, from ``least`` to ``most`` long."""
    return fields.List(
        inner,
        validate=[
            validate.Length(min=least, error="too_few"),
            validate.Length(max=most, error="too_many"),
        ],
        error_messages={**_COMMON, "invalid": "not_a_list"},
        **kwargs,
    )
