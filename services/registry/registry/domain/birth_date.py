"""Birth dates as people know them: to the day, the month, or only the year.

At a limit where the precision does not suffice the answer is None, *cannot decide*:
an officer looks. Where one date must be taken (elderly, entries of a figure) it is the
last day it could be. Whoever was born on 29 February completes a year on 1 March.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

__all__ = ["BirthDate", "completes", "completes_on"]

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class BirthDate:
    """``month`` and ``day`` are None where they are not known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> BirthDate:
        """From ``YYYY[-MM[-DD]]``; raises ValueError when there is no such day."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError("not YYYY[-MM[-DD]]")
        year, month, day = (int(part) if part else None for part in found.groups())
        known = cls(year=year or 0, month=month, day=day)
        known.first()
        return known

    @property
    def text(self) -> str:
        """``YYYY[-MM[-DD]]``, as events carry it."""
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part))
        return "-".join(parts)

    def first(self) -> date:
        """The first day it could be."""
        return date(
            self.year,
            1 if self.month is None else self.month,
            1 if self.day is None else self.day,
        )

    def last(self) -> date:
        """The last day it could be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def may_be(self, other: BirthDate) -> bool:
        """Whether both can be one person's: what both know does not differ."""
        return (
            self.year == other.year
            and (not self.month or not other.month or self.month == other.month)
            and (not self.day or not other.day or self.day == other.day)
        )


def _anniversary(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def completes_on(birth: BirthDate, years: int) -> date:
    """The day from which ``years`` full years are certain."""
    return _anniversary(birth.last(), years)


def completes(birth: BirthDate, years: int, on: date) -> bool | None:
    """Whether ``years`` full years are completed on a day; None when it cannot be decided."""
    if on >= completes_on(birth, years):
        return True
    if on < _anniversary(birth.first(), years):
        return False
    return None
