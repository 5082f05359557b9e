"""Cells in hand: sums by month, by value of one dimension, and by day for one month.

Days matter where a figure is cut inside a month: of that month only the entries whose
day has come count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.domain.cells import escaped, unescaped
from indicators.domain.contributions import Entry
from indicators.domain.days import Day, Month, last_day_of

__all__ = ["Totals"]

Key = tuple[str, str]
"""An entry's ``k`` and a value of the dimension ("" for the total)."""


class Totals:
    """Sums up to ``last``. ``dimension`` None: totals only; else also by its values.

    With ``commune`` all of it is of one commune of a city.
    """

    def __init__(self, last: Day, dimension: str | None = None, commune: str | None = None) -> None:
        self.last = last
        self.dimension = dimension
        self.commune = commune
        self._months: dict[Key, dict[Month, int]] = {}
        self._after: dict[Key, int] = {}

    def add_total(self, year: str, document: Mapping[str, Any]) -> None:
        """The cells of a year's total document."""
        for k, months in _keys(document):
            self._add((k, ""), year, months)

    def add_commune(self, year: str, document: Mapping[str, Any]) -> None:
        """The commune's cells of a year's document of communes."""
        name = escaped(self.commune or "")
        for k, months in _keys(document):
            own = {number: values[name] for number, values in months.items() if name in values}
            self._add((k, ""), year, own)

    def add_dimension(self, year: str, document: Mapping[str, Any]) -> None:
        """The cells of a year's document of the dimension."""
        for k, months in _keys(document):
            for number, values in months.items():
                for name, count in values.items():
                    self._add((k, unescaped(name)), year, {number: count})

    def _add(self, key: Key, year: str, months: Mapping[str, int]) -> None:
        present = self._months.setdefault(key, {})
        for number, count in months.items():
            month = f"{year}-{number}"
            present[month] = present.get(month, 0) + count

    def add_days(self, document: Mapping[str, Any]) -> None:
        """The days of the last month: those after ``last`` have not come yet."""
        for k, days in _keys(document):
            late = sum(count for day, count in days.items() if day > self.last[8:])
            self._after[k, ""] = self._after.get((k, ""), 0) + late

    def put_in(self, entries: Iterable[Entry]) -> None:
        """Entries that the documents given do not hold."""
        for entry in entries:
            month = entry.on[:7]
            if self.commune is not None and entry.dims.commune != self.commune:
                continue
            for value in ("", *self._values(entry)):
                months = self._months.setdefault((entry.k, value), {})
                months[month] = months.get(month, 0) + entry.d
            if month == self.last[:7] and entry.on > self.last:
                self._after[entry.k, ""] = self._after.get((entry.k, ""), 0) + entry.d

    def leave_out(self, entries: Iterable[Entry]) -> None:
        """Entries of the last month not come yet: for the values of the dimension, and for a
        commune. The total of all knows them by its days.
        """
        for entry in entries:
            if self.commune is not None and entry.dims.commune != self.commune:
                continue
            whole = ("",) if self.commune is not None else ()
            for value in (*whole, *self._values(entry)):
                self._after[entry.k, value] = self._after.get((entry.k, value), 0) + entry.d

    def _values(self, entry: Entry) -> tuple[str, ...]:
        dims = entry.dims
        if self.dimension is None:
            return ()
        if self.dimension == "group":
            return dims.groups
        if self.dimension in ("gender", "village", "age_band", "commune"):
            value = getattr(dims, self.dimension)
            return (value,) if value else ()
        return tuple(value for name, value in dims.extra if name == self.dimension)

    def values(self, k: str) -> list[str]:
        """The dimension's values that ever had an entry: also those whose entries of the last month
        come to nothing, and have no cell, but only with what has not come yet.
        """
        known = self._months.keys() | self._after.keys()
        return sorted(value for key, value in known if key == k and value)

    def by_month(self, k: str) -> Mapping[Month, int]:
        """The total of each month that has any, months to come too."""
        return self._months.get((k, ""), {})

    def between(self, k: str, first: Month, last: Month, value: str = "") -> int:
        """The sum of the months; of the last month only what has come."""
        total = sum(
            count
            for month, count in self._months.get((k, value), {}).items()
            if first <= month <= last
        )
        if first <= self.last[:7] == last and self.last != last_day_of(last):
            total -= self._after.get((k, value), 0)
        return total


def _keys(document: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for code, parts in document.items():
        for part, inner in parts.items():
            yield f"{code}.{part}", inner
