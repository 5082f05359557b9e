"""The lists behind figures, read from the ledger; the last few kept while nothing changes."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from chassis.errors import Invalid

from indicators.documents import cause_in
from indicators.domain.days import Day
from indicators.domain.explaining import Behind, Trace, counted_once_a_year, present
from indicators.domain.plan import Indicator
from indicators.domain.spans import Span
from indicators.reading import Reading
from indicators.store import entries_name

__all__ = ["Lists", "part_of"]

KEPT = 8
Key = tuple[int, int, str, Day, Day]


def part_of(indicator: Indicator, part: str | None) -> str:
    """num or den of a stock; a flow has one part, whatever was asked."""
    if indicator.kind == "external":
        raise Invalid.of(code="external_figure")
    if indicator.kind == "flow":
        return "value"
    if part not in (None, "num", "den"):
        raise Invalid.of(part="not_in_vocabulary")
    return part or "num"


class Lists:
    """Lists by generation, batch, key and days: a page after the first is free."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, list[Behind]] = OrderedDict()

    def behind(self, reading: Reading, indicator: Indicator, span: Span, part: str) -> list[Behind]:
        """Everybody in that part of the figure, the longest there first."""
        day = reading.valued_on(span)
        if day is None:
            return []
        head = reading.store.head() or {}
        first = span.first if indicator.kind == "flow" else reading.plan.first
        k = indicator.key(part)
        key = (head.get("generation", 0), head.get("batch", 0), k, first, day)
        found = self._kept.get(key)
        if found is None:
            traces = _traces(reading, k, first, day)
            found = counted_once_a_year(traces) if indicator.kind == "flow" else present(traces)
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def _traces(reading: Reading, k: str, first: Day, last: Day) -> list[Trace]:
    wanted: dict[str, Any] = {"k": k, "on": {"$gte": first, "$lte": last}}
    shown = {"unit": 1, "on": 1, "d": 1, "fact": 1, "at": 1}
    rows = reading.db[entries_name(reading.generation())].find(wanted, shown)
    return [
        Trace(row["unit"], row["on"], row["d"], row["fact"], cause_in(row["_id"]), row["at"])
        for row in rows
    ]
