"""How long is left until a day or an hour, as a page says it."""

from __future__ import annotations

from datetime import date
from typing import Any

__all__ = ["days_left", "with_clocks"]

SOON_DAYS = 3


def days_left(due: str | None, today: date) -> int | None:
    """Calendar days from today to ``due`` (ISO text); negative once it is past."""
    return (date.fromisoformat(due) - today).days if due else None


def with_clocks(request: dict[str, Any], today: date) -> dict[str, Any]:
    """A data subject's request with ``answer`` and ``deed``: {due, done, left, late, soon}."""
    return {
        **request,
        "answer": _clock(request["answer_due"], request.get("answered_on"), today, request),
        "deed": _clock(request["done_due"], request.get("completed_on"), today, request),
    }


def _clock(due: str, done: str | None, today: date, request: dict[str, Any]) -> dict[str, Any]:
    stopped = done or request.get("completed_on")
    left = days_left(due, today) or 0
    return {
        "due": due,
        "done": done,
        "stopped": stopped,
        "left": left,
        "late": stopped > due if stopped else left < 0,
        "soon": not stopped and 0 <= left <= SOON_DAYS,
    }
