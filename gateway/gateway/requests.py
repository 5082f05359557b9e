"""Reading a request: the JSON body, the idempotency key, the version the caller saw."""

from __future__ import annotations

import json
import math
import re
import unicodedata
import uuid
from typing import Any, NoReturn

from chassis.errors import Conflict, Invalid, Refused
from flask import request

from gateway.parts import parts

__all__ = ["idempotency_key", "json_object", "meta"]

KEY = re.compile(r"^[\x21-\x7e]{1,200}$")
LARGEST_INTEGER = 2**63 - 1


def json_object() -> dict[str, Any]:
    """The body: one JSON object, text in NFC; ``{}`` for no body at all.

    Raises ``Invalid`` with ``wrong_content_type``, ``too_large``, ``malformed_json``,
    ``not_an_object`` or ``unreadable_text``.
    """
    if (request.content_length or 0) > parts().settings.json_limit:
        raise Invalid("too_large", {"bytes": parts().settings.json_limit})
    raw = request.get_data(cache=True)
    if not raw and not request.content_type:
        return {}
    if not request.is_json:
        raise Invalid("wrong_content_type")
    try:
        body = json.loads(raw, parse_constant=_refuse, parse_float=_float, parse_int=_int)
    except (ValueError, RecursionError) as error:
        raise Invalid("malformed_json") from error
    if not isinstance(body, dict):
        raise Invalid("not_an_object")
    return {_text(key): _composed(value) for key, value in body.items()}


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("not JSON")  # NaN and Infinity are Python's, not JSON's


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("too large")
    return number


def _int(text: str) -> int:
    if len(text) > 20 or abs(int(text)) > LARGEST_INTEGER:
        raise ValueError("too large")  # no database here keeps it
    return int(text)


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_composed(each) for each in value]
    if isinstance(value, dict):
        return {_text(key): _composed(each) for key, each in value.items()}
    return value


def _text(text: str) -> str:
    """Half a surrogate pair, or a NUL, is no text and would fail further in."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Invalid("unreadable_text")
    return unicodedata.normalize("NFC", text)


def idempotency_key() -> str:
    """The caller's key (with or without the quotes of a structured field), or a new one.

    Raises ``Refused("bad_idempotency_key")``.
    """
    sent = request.headers.get("Idempotency-Key")
    if sent is None:
        return uuid.uuid4().hex
    key = sent.strip().removeprefix('"').removesuffix('"')
    if not KEY.match(key):
        raise Refused("bad_idempotency_key")
    return key


def meta(key: str) -> dict[str, Any]:
    """What every write passes along beside its body."""
    return {"key": key, "if_match": _if_match()}


def _if_match() -> int | None:
    """The version in ``If-Match``. One that is none of ours matches nothing
    (RFC 9110, 13.1.1): raises ``Conflict("version_moved")``."""
    sent = request.headers.get("If-Match")
    if sent is None or sent.strip() == "*":
        return None
    version = sent.strip().removeprefix("W/").strip('"')
    if not version.isdecimal() or len(version) > 9:
        raise Conflict("version_moved")
    return int(version)
