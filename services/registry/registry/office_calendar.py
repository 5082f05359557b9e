"""The office's calendar and its deadlines, from ``working_days.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import yaml

from registry.domain.working_days import Deadline, WorkingDays

__all__ = ["OfficeCalendar", "office_calendar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCalendar:
    """``terms``: working days by the name of the deadline; ``confirmed``: those that are law."""

    days: WorkingDays
    terms: dict[str, int]
    confirmed: frozenset[str]

    def due(self, name: str, start: date) -> Deadline:
        """The last day of that deadline; raises KeyError for an unknown name."""
        return self.days.after(start, self.terms[name])


@cache
def office_calendar() -> OfficeCalendar:
    """Read once."""
    text = resources.files("registry").joinpath("data", "working_days.yaml").read_text("utf-8")
    table = yaml.safe_load(text)
    years = table["years"]
    return OfficeCalendar(
        days=WorkingDays(
            holidays={year: frozenset(row["holidays"]) for year, row in years.items()},
            made_up=frozenset(day for row in years.values() for day in row["made_up"]),
        ),
        terms={name: row["working_days"] for name, row in table["deadlines"].items()},
        confirmed=frozenset(
            name for name, row in table["deadlines"].items() if row["status"] == "confirmed"
        ),
    )
