"""A naive oracle of the plan's definitions, written apart from the engine.

It knows neutral facts only, looks at one day at a time, and asks of every person:
counted on that day or not. Slow and plain; nothing here comes from the engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from .oracle_flows import Flows
from .oracle_people import NAMED, START
from .oracle_spans import Spans
from .oracle_stocks import Stocks

__all__ = ["NAMED", "START", "Oracle"]


class Oracle(Flows, Stocks, Spans):
    """The figures, and who stands behind each of them."""

    def stock(self, code: str, on: date) -> tuple[int, int]:
        """Denominator and numerator at the end of the day."""
        if code == "elderly_household_credit":
            found = [self.household_in(each, on) for each in self.households()]
        else:
            found = [self.in_stock(code, each, on) for each in self.persons()]
        return sum(den for den, _ in found), sum(num for _, num in found)

    def in_list(self, code: str, kind: str, part: str, first: date, last: date) -> list[str]:
        """The units behind one part of a figure on a span's last day, each as often as it
        counts there, sorted.
        """
        if kind == "flow":
            return sorted(unit for unit, _ in self.counted_on(code, first, last))
        if kind == "money":
            return sorted(unit for unit, _ in self.paid_within(code, first, last))
        if kind == "share":
            judged = self.judged_within(code, first, last)
            return sorted(unit for unit, good in judged if good or part == "den")
        if code == "elderly_household_credit":
            inside = {each: self.household_in(each, last) for each in self.households()}
        else:
            inside = {each: self.in_stock(code, each, last) for each in self.persons()}
        return sorted(
            unit for unit, (den, num) in inside.items() if (den if part == "den" else num)
        )

    def by(
        self, code: str, dimension: str, on: date, among: Sequence[str] | None = None
    ) -> Counter[str]:
        """The denominator by a dimension of the day (a stock of persons), or of some persons."""
        found: Counter[str] = Counter()
        for person in self.persons() if among is None else among:
            if self.in_stock(code, person, on)[0]:
                found.update(self.dims(person, dimension, on))
        return found

    def dims(self, person: str, dimension: str, on: date) -> list[str]:
        if dimension == "group":
            return sorted(self.groups(person, on))
        if dimension in ("village", "commune"):
            return [self.home(person, on)[dimension]]
        if dimension == "age_band":
            return [self.band(person, on)]
        return [self.people.get(person, {}).get("gender") or "unknown"]
