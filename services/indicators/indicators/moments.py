"""Moments a caller asks about: an instant, or a day meaning its end in Vietnam."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chassis.clock import from_iso
from chassis.errors import Invalid

from indicators.domain.days import Day

__all__ = ["day_of", "end_of", "moment"]

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(text: str | None, field: str) -> datetime | None:
    """``2026-03-31`` is the end of that day; an instant needs its offset. Raises ``Invalid``."""
    if text is None:
        return None
    try:
        if len(text) == 10:
            return end_of(text)
        return from_iso(text)
    except (ValueError, OverflowError) as error:
        raise Invalid.of(**{field: "not_a_date"}) from error


def end_of(day: Day) -> datetime:
    """The last millisecond of a local day."""
    after = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(after, time(), LOCAL) - timedelta(milliseconds=1)


def day(text: str | None, field: str) -> Day | None:
    """A local day. Raises ``Invalid``."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Invalid.of(**{field: "not_a_date"}) from error


def day_of(instant: datetime) -> Day:
    """The local day of an instant."""
    return instant.astimezone(LOCAL).date().isoformat()
