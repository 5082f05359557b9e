"""A form's write against the version that was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.errors import Conflict
from flask import request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, seen
from gateway.parts import language

__all__ = ["carried_out", "version_seen"]


def version_seen() -> int | None:
    """The version that the form was made of."""
    version = request.form.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else None


def carried_out(
    again: Callable[[list[str]], ResponseReturnValue], path: str, method: str, **kwargs: Any
) -> ResponseReturnValue:
    """Done, and ``path`` shown with what the rules remark; or the form ``again`` with what was
    refused, or that somebody else was first: it shows what stands now beside what was typed."""
    try:
        act(method, if_match=version_seen(), **kwargs)
    except Conflict as error:
        return again([language().code(error.code, error.fact)])
    except Refusal as refusal:
        return again(refusal.sentences)
    return seen(path)
