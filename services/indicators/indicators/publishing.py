"""The only door out: what the feed ``indicators`` carries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from chassis.log import Message

from indicators.domain.closings import Closing
from indicators.domain.telling import Told

__all__ = ["FEED", "figure_restated", "span_closed", "status_changed"]

FEED = "indicators"


def status_changed(before: Told | None, after: Told, on: date, commune: str) -> Message:
    """``from`` is null the first time a figure has a status."""
    data = {
        "indicator": after.indicator,
        "span": after.span,
        "from": before.status if before else None,
        "to": after.status,
        "value": after.value,
        "target": after.target,
        "on": on.isoformat(),
        "commune": commune,
    }
    return _message("status_changed", after.indicator, data, on)


def span_closed(closing: Closing, commune: str) -> Message:
    data = {
        "span": closing.span,
        "digest": closing.digest,
        "on": closing.signed_on.isoformat(),
        "commune": commune,
    }
    return _message("span_closed", closing.span, data, closing.signed_on)


def figure_restated(
    before: Told, after: Told, cause: str | None, on: date, commune: str
) -> Message:
    """A closed span's figure as it is now known; the signed one stays as it was."""
    data = {
        "indicator": after.indicator,
        "span": after.span,
        "before": before.value,
        "after": after.value,
        "cause": cause,
        "on": on.isoformat(),
        "commune": commune,
    }
    return _message("figure_restated", after.indicator, data, on)


def _message(name: str, subject: str, data: Mapping[str, Any], on: date) -> Message:
    return Message(feed=FEED, name=name, subject=subject, data=dict(data), occurred_on=on)
