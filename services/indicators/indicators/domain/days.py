"""Local days as ISO text (``YYYY-MM-DD``): they sort, compare and cut without parsing."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta

__all__ = [
    "FOREVER",
    "Day",
    "Month",
    "completes",
    "days_from",
    "last_day_of",
    "later",
    "latest_birth_day",
    "months_from",
    "next_day",
]

Day = str
Month = str

FOREVER: Day = "9999-12-31"
"""The end of what has no end; never a real day."""


def next_day(day: Day) -> Day:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def last_day_of(month: Month) -> Day:
    """``2028-02`` → ``2028-02-29``."""
    return f"{month}-{monthrange(int(month[:4]), int(month[5:7]))[1]:02d}"


def months_from(first: Month, last: Month) -> list[Month]:
    """Every month from ``first`` to ``last``, both included; empty when turned round."""
    year, month = int(first[:4]), int(first[5:7])
    found = []
    while (present := f"{year:04d}-{month:02d}") <= last:
        found.append(present)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def later(day: Day, *, months: int = 0, days: int = 0) -> Day:
    """The same day of a later month (the month's last where it has none), and days after."""
    if months:
        total = int(day[:4]) * 12 + int(day[5:7]) - 1 + months
        month = f"{total // 12:04d}-{total % 12 + 1:02d}"
        day = min(f"{month}-{day[8:]}", last_day_of(month))
    if days:
        day = (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    return day


def days_from(first: Day, last: Day) -> int:
    """How many days from ``first`` to ``last``, both included; not positive when turned round."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def latest_birth_day(birth: str) -> Day:
    """The last day a birth date known as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` can be.

    Ages are counted from it, so nobody is taken for older than they surely are.
    """
    if len(birth) == 4:
        return f"{birth}-12-31"
    return last_day_of(birth) if len(birth) == 7 else birth


def completes(birth_day: Day, years: int) -> Day:
    """The day a year of life is completed: 29 February completes on 1 March in a common year."""
    year = int(birth_day[:4]) + years
    rest = birth_day[4:]
    if rest == "-02-29" and not isleap(year):
        rest = "-03-01"
    return f"{year:04d}{rest}"
