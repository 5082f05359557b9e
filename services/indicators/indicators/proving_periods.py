"""Recorded periods held against the ledger and the cells."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime

from indicators.domain.cells import TOTAL, Increments, add_up
from indicators.domain.contributions import Entry
from indicators.domain.periods import GROUP, Stretch, merge
from indicators.flattening import differing, flat
from indicators.store import Store

__all__ = ["Periods"]


class Periods:
    """``take`` every line of the ledger, then ask how much differs.

    Each period's totals are compared with the ledger's lines of that time, all that the
    periods and the lines since hold together with the cells, and each longer stretch with
    the shorter ones in it.
    """

    def __init__(self, store: Store, generation: int) -> None:
        self._store = store
        self._generation = generation
        self._ends = store.period_ends(generation)
        self._since: Increments = {}
        self._totals: dict[int, Increments] = {}

    def take(self, entry: Entry, at: datetime) -> None:
        period = bisect_left(self._ends, at)
        if period == len(self._ends):
            add_up([entry], self._since)
            return
        years = self._totals.setdefault(period, {})
        cells = years.setdefault(f"{entry.on[:4]}/{TOTAL}", {})
        path = f"{entry.k}.{entry.on[5:7]}"
        cells[path] = cells.get(path, 0) + entry.d

    def differing(self, cells: Increments) -> int:
        """How many sums are not what they should be."""
        whole, found = dict(self._since), 0
        inner: dict[Stretch, Increments] = {}
        for period in range(len(self._ends)):
            stretch = Stretch(0, period)
            stored = self._stored(stretch)
            told = {name: each for name, each in stored.items() if name.endswith(f"/{TOTAL}")}
            found += differing(told, self._totals.get(period, {}))
            merge(stored, whole)
            while True:
                longer = Stretch(stretch.level + 1, stretch.number // GROUP)
                merge(stored, inner.setdefault(longer, {}))
                if (stretch.number + 1) % GROUP:
                    break
                stretch, stored = longer, self._stored(longer)
                found += differing(stored, inner.pop(longer))
        return found + differing(whole, cells)

    def _stored(self, stretch: Stretch) -> Increments:
        rows = self._store.stretch(self._generation, stretch.level, stretch.number, None)
        return {name: dict(flat(body, "")) for name, body in rows}
