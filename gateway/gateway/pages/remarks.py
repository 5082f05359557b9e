"""What a rule remarked on a write that was done: told on the page that is shown next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import seen
from gateway.parts import language

__all__ = ["remarks", "seen_with"]

MOST = 10


def seen_with(path: str, receipt: Mapping[str, Any]) -> ResponseReturnValue:
    """Only codes stand in the address, never whom or what they are about."""
    codes = sorted({str(each["code"]) for each in receipt.get("warnings") or ()})[:MOST]
    return seen(f"{path}?remarks={'.'.join(codes)}" if codes else path)


def remarks() -> list[str]:
    """The sentences of the codes that the address names; what is no code is left out."""
    words = language()
    codes = request.args.get("remarks", "")[:1000].split(".")[:MOST]
    return [words.code(code) for code in codes if code in words.codes]
