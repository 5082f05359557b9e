"""The two times: instants in UTC, days in Vietnam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

__all__ = ["Clock", "from_iso", "to_iso"]

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Clock:
    """``day`` pins the local day (``VIECLAM_TODAY``); instants are always real."""

    day: date | None = None

    def now(self) -> datetime:
        """The instant, aware UTC, whole milliseconds (what the database keeps)."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def today(self) -> date:
        """The local date in Asia/Ho_Chi_Minh."""
        return self.day or datetime.now(LOCAL).date()


def to_iso(instant: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: sorts as text, reads back the same."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_iso(text: str) -> datetime:
    """The instant of an RFC 3339 text; raises ValueError without an offset."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("no offset")
    return instant.astimezone(UTC)
