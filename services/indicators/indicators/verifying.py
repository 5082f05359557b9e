"""The proof: what the stored states come to, against ledger, pages and cells. 0 or a defect.

Memory does not grow with the number of persons: ledger and states are compared by
digests of 4,096 buckets of units.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from zlib import crc32

from chassis.mongo import Transactions

from indicators.collecting import swept, uncollected
from indicators.domain.book import Line
from indicators.domain.cells import Increments, add_up
from indicators.domain.deltas import MODULUS, digest, digest_of
from indicators.domain.plan import Plan
from indicators.flattening import differing, stored
from indicators.ledger import lines_of
from indicators.pausing import paused
from indicators.progress import Progress
from indicators.proving_lists import ListProof
from indicators.proving_periods import Periods
from indicators.recounting import recount
from indicators.store import Store, cells_name, entries_name, tallies_name

__all__ = ["Verified", "verify"]

BUCKETS = 4_096


@dataclass(slots=True, kw_only=True)
class Verified:
    """``pages``: units whose page disagrees; ``ledger``: buckets; ``cells``: single cells;
    ``lists``: tallies and shelves; ``periods``: sums by recorded time.
    """

    pages: int = 0
    ledger: int = 0
    cells: int = 0
    lists: int = 0
    periods: int = 0
    states: int = 0
    entries: int = 0
    cells_read: int = 0
    seconds: float = 0.0
    units: list[str] = field(default_factory=list)

    @property
    def difference(self) -> int:
        return self.pages + self.ledger + self.cells + self.lists + self.periods


def verify(
    store: Store, plan: Plan, transactions: Transactions, progress: Progress | None = None
) -> Verified:
    """Recompute everything and compare, while the consumer stands still."""
    began = time.perf_counter()
    found = Verified()
    progress = progress or Progress(store.db)
    progress.begin("states", store.db["people"].estimated_document_count())
    with uncollected(), paused(store.db, transactions) as (pause, head):
        expected: Increments = {}
        lists = ListProof(store.period_ends(head["generation"]))
        buckets = [0] * BUCKETS
        for unit in recount(store, plan, pause.renew):
            found.states += 1
            progress.step(1)
            total = digest(unit.entries)
            buckets[_bucket(unit.unit)] += total
            add_up(unit.entries, expected)
            lists.expect(unit.unit, unit.entries)
            if total != unit.digest or not unit.agrees:
                found.pages += 1
                if len(found.units) < 20:
                    found.units.append(unit.unit)
        sheets = store.db[entries_name(head["generation"])]
        progress.begin("ledger", sheets.estimated_document_count())
        periods = Periods(store, head["generation"])
        for line in _ledger(store, head["generation"], pause.renew, progress):
            found.entries += 1
            buckets[_bucket(line.unit)] -= line.entry.d * digest_of(line.entry)
            periods.take(line.entry, line.at)
            lists.take(line.unit, line.entry, line.at)
        for k, who, sign in store.places(head["generation"]):
            lists.place(k, who, sign)
        found.ledger = sum(1 for each in buckets if each % MODULUS)
        stored_cells = stored(store, cells_name(head["generation"]))
        found.cells_read = sum(len(each) for each in stored_cells.values())
        found.cells = differing(expected, stored_cells)
        found.periods = periods.differing(stored_cells)
        found.lists = lists.differing(stored(store, tallies_name(head["generation"])))
    progress.end()
    found.seconds = round(time.perf_counter() - began, 3)
    return found


def _bucket(unit: str) -> int:
    return crc32(unit.encode()) % BUCKETS


def _ledger(
    store: Store, generation: int, tick: Callable[[], None], progress: Progress
) -> Iterator[Line]:
    for number, sheet in enumerate(store.sheets(generation)):
        if number % 100 == 0:
            swept()
            tick()
            progress.step(100)
        yield from lines_of(sheet)
