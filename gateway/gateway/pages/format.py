"""Numbers and times as readers of each language write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from gateway.texts import Language

__all__ = ["Format"]

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
SEPARATORS = {"vi": (".", ","), "en": (",", ".")}
MINUS = "−"


class Format:
    """Formats for one language; unknown values become a dash, never 0."""

    def __init__(self, words: Language) -> None:
        self._thousands, self._point = SEPARATORS[words.name]

    def number(self, value: float | None, digits: int = 0) -> str:
        """``1.234,5``; None is "–"."""
        if value is None:
            return "–"
        text = f"{abs(value):,.{digits}f}"
        whole, _, rest = text.partition(".")
        shown = whole.replace(",", self._thousands) + (self._point + rest if rest else "")
        return (MINUS if value < 0 and float(text.replace(",", "")) != 0 else "") + shown

    def short(self, value: float | None) -> str:
        """Whole where it is whole, one digit else."""
        return self.number(value, 0 if value is None or float(value).is_integer() else 1)

    def signed(self, value: float) -> str:
        """``+3`` or ``−1``: a change says its direction."""
        return ("+" if value > 0 else "") + self.short(value)

    def percent(self, ratio: float | None) -> str:
        """``62,4%``; ``100%`` only when it is whole: 99.96% is shown as 99,9%."""
        if ratio is None:
            return "–"
        tenths = round(ratio * 1000)
        if tenths == 1000 and ratio < 1:
            tenths = 999
        if tenths == 0 and ratio > 0:
            tenths = 1
        return self.short(tenths / 10) + "%"

    def day(self, value: Any) -> str:
        """``23/11/2026`` of a date or its ISO text; anything else as it stands."""
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value[:10])
            except ValueError:
                return str(value)
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else "–"

    def birth(self, value: Any) -> str:
        """A birth date as exactly as it is known: ``12/05/1964``, ``05/1964`` or ``1964``."""
        return "/".join(reversed(str(value).split("-"))) if value else "–"

    def instant(self, value: Any) -> str:
        """``10:32 23/11/2026``, local, of an aware instant or its RFC 3339 text."""
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                return str(value)
        if not isinstance(value, datetime):
            return "–"
        return f"{value.astimezone(LOCAL):%H:%M %d/%m/%Y}"

    def typed(self, value: Any) -> str:
        """``2026-11-01T08:00``, local: what a date-and-time field of a form shows again."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            return ""
        if moment.tzinfo is not None:
            moment = moment.astimezone(LOCAL)
        elif len(str(value)) == len("2026-11-01"):
            moment = moment.replace(hour=23, minute=59)  # a day alone means its end
        return f"{moment:%Y-%m-%dT%H:%M}"

    def month(self, value: str) -> str:
        """``11/2026`` of ``2026-11``."""
        year, _, month = value.partition("-")
        return f"{month}/{year}" if month else year
