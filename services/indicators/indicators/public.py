"""What everybody may see of the figures. The rule: ``SUPPRESSION.md``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from indicators.domain.days import Month, last_day_of
from indicators.domain.plan import Indicator
from indicators.domain.publication import (
    broken_down,
    months_told,
    released_on,
    releases,
    told,
    whole_years,
)
from indicators.domain.spans import Span
from indicators.domain.suppression import STEP, Cell, all_of, between, steps, up_to
from indicators.domain.targets import count_status, pace_of, ratio_status, share
from indicators.reading import Reading
from indicators.releases import Released, began, take

__all__ = ["SMALL", "Public", "public_figure"]

Json = dict[str, Any]
SMALL = STEP
KEPT = (
    "code",
    "name",
    "name_en",
    "clause",
    "kind",
    "unit",
    "span",
    "target",
    "source",
    "reading",
    "survey",
    "definition_version",
)
PUBLIC_KINDS = ("flow", "stock", "external")
"""Of amounts of money and shares of records the rule says nothing: they are not published."""

NOTHING = Cell(value=None, low=None, high=None)
UNRELEASED: Released = {"flows": {}, "stocks": {}, "breakdowns": {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """The public's view of one span. ``released``: the months published so far."""

    reading: Reading
    span: Span
    now: datetime
    released: list[Month]
    taken: dict[Month, Released] = field(default_factory=dict)

    @staticmethod
    def of(reading: Reading, span: Span, now: datetime) -> Public:
        found = releases(began(reading), reading.today, reading.plan)
        return Public(reading=reading, span=span, now=now, released=found)

    def figures(self) -> list[Json]:
        """Every figure of the span: rounded, hidden where small, with its bounds."""
        known = self.reading.figures(self.span, {})
        return [self._figure(each) for each in known if each["kind"] in PUBLIC_KINDS]

    # -- releases ---------------------------------------------------------------------

    def _release(self, month: Month) -> Released:
        if month not in self.taken:
            self.taken[month] = take(self.reading, month, self.now)
        return self.taken[month]

    def _latest(self) -> Released:
        """Nothing is public before the first release."""
        return self._release(self.released[-1]) if self.released else UNRELEASED

    def published_on(self) -> str | None:
        return released_on(self.released[-1]) if self.released else None

    # -- figures ----------------------------------------------------------------------

    def _figure(self, known: Json) -> Json:
        if known["kind"] == "external":
            return public_figure(known)
        found = {name: known[name] for name in KEPT if name in known}
        indicator = self.reading.indicator(known["code"])
        numbers = self._flow(indicator) if known["kind"] == "flow" else self._stock(indicator)
        days: Json = {"valued_on": self._valued_on(), "published_on": self.published_on()}
        if not numbers["published"]:
            days |= {"valued_on": None, "due_on": self._due_on(indicator)}
        return found | days | numbers

    def _flow(self, indicator: Indicator) -> Json:
        cell, months = self._flow_cell(indicator.code), []
        if len(whole_years(self.span)) == 1:
            for each in months_told(self.span, self.released):
                part = self._added(indicator.code, each.before, each.after)
                row = {**_count("value", part), "hidden": part.hidden}
                months.append({"month": each.after, **row})
        return {
            **_count("value", cell),
            "num": None,
            "den": None,
            "ratio": None,
            "hidden": cell.hidden,
            "published": cell is not NOTHING,
            **self._count_status(indicator, cell),
            "months": months,
            "breakdowns": self._breakdowns(indicator),
        }

    def _flow_cell(self, code: str) -> Cell:
        years = whole_years(self.span)
        if years:
            counts = self._latest()["flows"].get(code, {})
            known = [counts[year] for year in years if year in counts]
            return NOTHING if not known else up_to(known[0]) if len(known) == 1 else all_of(known)
        wanted = told(self.span, self.released)
        return self._added(code, wanted.before, wanted.after) if wanted else NOTHING

    def _added(self, code: str, before: Month | None, after: Month) -> Cell:
        there = self._running(code, after)
        if before is None or there is None:
            return up_to(there) if there is not None else NOTHING
        here = self._running(code, before)
        return between(here, there) if here is not None else NOTHING

    def _running(self, code: str, month: Month) -> int | None:
        """The year's count as released with that month; None for a figure defined later."""
        found: int | None = self._release(month)["flows"].get(code, {}).get(month[:4])
        return found

    def _count_status(self, indicator: Indicator, cell: Cell) -> Json:
        """Judged at the lowest and at the highest count it can be."""
        plan, day = self.reading.plan, self._valued_on()
        if cell.value is None or cell.low is None or cell.high is None or day is None:
            return judged("no_data", "no_data")
        of_span = share(indicator.target, self.span, plan)
        worst, best = (
            count_status(at, of_span, pace_of(indicator.target, self.span, plan, day, at))
            for at in (cell.low, cell.high)
        )
        return judged(worst, best)

    def _valued_on(self) -> str | None:
        if not self.released:
            return None
        return min(self.span.last, last_day_of(self.released[-1]))

    def _due_on(self, indicator: Indicator) -> str | None:
        """The day its first release comes out; None where one it needs never came out."""
        begun = self.span.first[:7] < self.reading.today[:7]
        year = bool(whole_years(self.span)) or self.span.first[5:7] == "01"
        if indicator.kind == "flow" and begun and not year:
            return None
        first = max(self.span.first, self.reading.today)[:7]
        return released_on(first) if first in self.span.months else None

    def _stock(self, indicator: Indicator) -> Json:
        counts = self._stock_counts(indicator)
        months: list[Json] = []
        for month in [m for m in self.span.months if m in self.released][-12:]:
            each = self._release(month)["stocks"].get(indicator.code)
            if each is not None:
                months.append({"month": month, **_ratio(up_to(each["num"]), up_to(each["den"]))})
        if counts is None:
            numbers, status = _ratio(NOTHING, NOTHING), judged("no_data", "no_data")
        else:
            num, den = up_to(counts["num"]), up_to(counts["den"])
            numbers, status = _ratio(num, den), _ratio_status(indicator, num, den)
        return {
            "value": None,
            **numbers,
            "published": counts is not None,
            **status,
            "months": months,
            "breakdowns": self._breakdowns(indicator),
        }

    def _stock_counts(self, indicator: Indicator) -> dict[str, int] | None:
        """As released at the span's end."""
        inside = [month for month in self.released if month in self.span.months]
        found: dict[str, int] | None = None
        if inside:
            found = self._release(inside[-1])["stocks"].get(indicator.code)
        elif whole_years(self.span) and self.span.first <= self.reading.today <= self.span.last:
            found = self._latest()["stocks"].get(indicator.code)
        return found

    def _breakdowns(self, indicator: Indicator) -> Json:
        """``{dimension: [{key, value… | num, den, ratio…}]}`` of a year, once published."""
        years = whole_years(self.span)
        month = broken_down(years[0], self.released) if len(years) == 1 else None
        if month is None:
            return {}
        found: Json = {}
        for dimension, chains in self._release(month)["breakdowns"].get(indicator.code, {}).items():
            parts = {part: steps(chains[part]) for part in indicator.parts}
            found[dimension] = [
                {"key": key, **_row({part: cells[i] for part, cells in parts.items()})}
                for i, key in enumerate(chains["keys"])
            ]
        return found


def _row(cells: dict[str, Cell]) -> Json:
    if "value" in cells:
        return {**_count("value", cells["value"]), "hidden": cells["value"].hidden}
    return _ratio(cells["num"], cells["den"])


def _count(name: str, cell: Cell) -> Json:
    return {name: cell.value, f"{name}_low": cell.low, f"{name}_high": cell.high}


def _ratio(num: Cell, den: Cell) -> Json:
    """Both counts with their bounds, and the ratio of the published counts, if both are shown."""
    ratio = None
    if num.value is not None and den.value is not None:
        ratio = round(min(num.value / den.value, 1.0), 6)
    return {
        **_count("num", num),
        **_count("den", den),
        "ratio": ratio,
        "hidden": ratio is None,
    }


def judged(worst: str, best: str) -> Json:
    """The status, where every count that fits what is published has the same; else *between*
    the two, which says what is known and no wrong status.
    """
    return {"status": worst if worst == best else "between", "status_range": [worst, best]}


def _ratio_status(indicator: Indicator, num: Cell, den: Cell) -> Json:
    """Judged at the least and at the most favourable ratio it can be."""
    if num.value is None or num.high is None or den.value is None or den.high is None:
        return judged("no_data", "no_data")
    low = ratio_status(num.value, den.high, indicator.target)
    high = ratio_status(min(num.high, den.value), den.value, indicator.target)
    if indicator.target.rule == "below":
        low, high = (
            ratio_status(num.high, den.value, indicator.target),
            ratio_status(num.value, den.high, indicator.target),
        )
    return judged(low, high)


def public_figure(survey: Json) -> Json:
    """A surveyed figure stands in a published document; only a small count is left out."""
    found = {name: survey[name] for name in KEPT if name in survey}
    few = _few(survey)
    for name in ("value", "num", "den", "ratio"):
        found[name] = None if few else survey[name]
    status = "no_data" if few else survey["status"]
    told = {"hidden": few, "published": True, **judged(status, status)}
    return found | told | {"months": [], "breakdowns": {}}


def _few(row: Json) -> bool:
    num, den = row.get("num"), row.get("den")
    if num is None or den is None:
        return False
    return any(0 < count < SMALL for count in (den, num, den - num))
