"""What was recorded since a moment and changed a figure known then, read from the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from indicators.documents import cause_in, entry_of
from indicators.domain.plan import Indicator
from indicators.domain.restating import Recorded, restated
from indicators.domain.spans import Span
from indicators.moments import day_of
from indicators.reading import Reading
from indicators.store import entries_name

__all__ = ["recorded_since"]


def recorded_since(
    reading: Reading, indicator: Indicator, span: Span, at: datetime
) -> list[dict[str, Any]]:
    """Rows of :func:`~indicators.domain.restating.restated`, the earliest recorded first.

    What happened on days after ``at`` is news, not a restatement, and is left out.
    """
    if indicator.kind == "external":
        return []
    last = min(span.last, day_of(at))
    first = span.first if indicator.kind == "flow" else reading.plan.first
    ledger = reading.db[entries_name(reading.generation())]
    return restated(
        Recorded(row["unit"], entry_of(row), cause_in(row["_id"]), row["at"], row["why"])
        for part in indicator.parts
        for row in ledger.find({"k": indicator.key(part), "at": {"$gt": at}})
        if first <= row["on"] <= last
    )
