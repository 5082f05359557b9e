"""Spans of the plan: ``2026``, ``2026-Q3``, ``2026-H1``, ``2026-9M``, ``2026-03``, ``plan``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indicators.domain.days import Day, Month, last_day_of, months_from
from indicators.domain.plan import Plan

__all__ = ["Span", "UnknownSpan", "span_of"]

PATTERN = re.compile(r"(?P<year>\d{4})(-(Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine>9M)|"
                     r"(?P<month>0[1-9]|1[0-2])))?")  # fmt: skip


class UnknownSpan(ValueError):
    """No span of this plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Whole months from ``first`` to ``last``, both included."""

    name: str
    first: Day
    last: Day

    @property
    def months(self) -> list[Month]:
        return months_from(self.first[:7], self.last[:7])


def span_of(name: str, plan: Plan) -> Span:
    """The span of that name. Raises :class:`UnknownSpan` outside the plan period."""
    if name == "plan":
        return Span(name=name, first=plan.first, last=plan.last)
    found = PATTERN.fullmatch(name)
    if found is None or not plan.first[:4] <= found["year"] <= plan.last[:4]:
        raise UnknownSpan(name)
    first, last = 1, 12
    if found["quarter"]:
        last = int(found["quarter"]) * 3
        first = last - 2
    elif found["half"]:
        last = int(found["half"]) * 6
        first = last - 5
    elif found["nine"]:
        last = 9
    elif found["month"]:
        first = last = int(found["month"])
    year = found["year"]
    return Span(name=name, first=f"{year}-{first:02d}-01", last=last_day_of(f"{year}-{last:02d}"))
