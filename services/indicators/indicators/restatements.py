"""What was recorded since a moment and changed a figure known then, read from the ledger.

Read by recorded periods, some thousand lines at a time: an answer is either whole or says
up to when it was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from indicators.documents import event_in
from indicators.domain.days import Day
from indicators.domain.plan import Indicator
from indicators.domain.restating import Recorded, restated
from indicators.domain.spans import Span
from indicators.known_lines import told_since
from indicators.ledger import commune_of, entry_of, moment_of
from indicators.moments import day_of
from indicators.reading import Reading

__all__ = ["Restated", "recorded_since", "restatements"]

Json = dict[str, Any]
Window = tuple[int, datetime, datetime | None]
"""A generation and the recorded time to read in it: after, and up to (None: now)."""

TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """``until``: the recorded moment up to which was read; None when nothing is left."""

    rows: list[Json]
    until: datetime | None


def restatements(
    reading: Reading,
    indicator: Indicator,
    span: Span,
    since: datetime,
    *,
    after: datetime | None = None,
    most: int | None = None,
) -> Restated:
    """Rows of :func:`~indicators.domain.restating.restated`, the earliest recorded first.

    What happened on days after ``since`` is news, not a restatement, and is left out.
    ``after`` goes on where an earlier answer ended; ``most`` rows are enough.
    """
    if indicator.kind == "external":
        return Restated(rows=[], until=None)
    last = min(span.last, day_of(since))
    first = span.first if indicator.by_span else reading.plan.first
    rows: list[Json] = []
    for window in _windows(reading, after or since):
        number, begin, end = window
        if end is not None and begin == end:
            rows += _redefined(reading, indicator, span, number, begin, last)
        else:
            lines = _lines(reading, indicator, window, first, last)
            rows += restated(lines)
        if most is not None and len(rows) >= most and end is not None:
            return Restated(rows=rows, until=end)
    return Restated(rows=rows, until=None)


def recorded_since(reading: Reading, indicator: Indicator, span: Span, at: datetime) -> list[Json]:
    """All of them."""
    return restatements(reading, indicator, span, at).rows


def _windows(reading: Reading, since: datetime) -> Iterator[Window]:
    """The recorded periods since, generation by generation; a switch between two of them is
    a window without length.
    """
    generations = reading.store.generations()
    for i, generation in enumerate(generations):
        until = generations[i + 1].since if i + 1 < len(generations) else None
        if until is not None and until <= since:
            continue
        begin = since
        if i and generation.since > since:
            yield generation.number, generation.since, generation.since
            begin = generation.since
        for end in reading.store.period_ends(generation.number):
            if end > begin and (until is None or end <= until):
                yield generation.number, begin, end
                begin = end
        yield generation.number, begin, until


def _lines(
    reading: Reading, indicator: Indicator, window: Window, first: Day, last: Day
) -> Iterator[Recorded]:
    number, begin, end = window
    for part in indicator.parts:
        k = indicator.key(part)
        for told in told_since(reading.store, number, k, first, last, begin, end):
            if reading.commune in (None, commune_of(told)):
                yield Recorded(
                    told[0], entry_of(k, told), event_in(told[5]), moment_of(told), told[8]
                )


def _redefined(
    reading: Reading, indicator: Indicator, span: Span, number: int, at: datetime, last: Day
) -> list[Json]:
    """A changed plan file, or a mended figure: the difference the switch made."""
    found: list[Json] = []
    old, new = (
        replace(reading, as_of=moment, on=last).counts(indicator, span)
        for moment in (at - TICK, at)
    )
    for part in indicator.parts:
        change = new[part] - old[part]
        if change:
            found.append(
                {
                    "recorded_at": at,
                    "event": None,
                    "cause": "definition",
                    "unit": None,
                    "part": part,
                    "change": change,
                    "on": last,
                    "facts": [],
                    "generation": number,
                }
            )
    return found
