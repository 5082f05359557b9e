"""Working days: Monday to Friday, without the public holidays of that year.

The holidays stand in a table by year; of a year that is not in it only the weekends are
known, and a date reckoned in it says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Deadline", "WorkingDays"]

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """``on`` is the last day; not ``certain`` where a year's holidays are not known."""

    on: date
    certain: bool

    def passed(self, today: date) -> bool:
        return today > self.on


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """``holidays`` by year: days nobody works; ``made_up``: Saturdays or Sundays worked instead."""

    holidays: Mapping[int, frozenset[date]]
    made_up: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        if day in self.made_up:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays.get(day.year, frozenset())

    def after(self, start: date, days: int) -> Deadline:
        """The last of ``days`` working days that follow ``start``, which itself is not one."""
        day, left = start, days
        certain = True
        while left > 0:
            day += timedelta(days=1)
            certain = certain and day.year in self.holidays
            left -= self.works(day)
        return Deadline(on=day, certain=certain)
