"""The proof: what the stored states come to, against ledger, pages and cells. 0 or a defect.

Memory does not grow with the number of persons: ledger and states are compared by
digests of 4,096 buckets of units.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from zlib import crc32

from chassis.mongo import Transactions

from indicators.collecting import swept, uncollected
from indicators.domain.book import Line
from indicators.domain.cells import Increments, add_up
from indicators.domain.deltas import MODULUS, digest, digest_of
from indicators.domain.plan import Plan
from indicators.domain.shelves import Shelves
from indicators.flattening import differences, stored
from indicators.ledger import lines_of
from indicators.pausing import paused
from indicators.progress import Progress
from indicators.proving_lists import ListProof
from indicators.proving_periods import Periods
from indicators.proving_sheets import mislabelled
from indicators.recounting import recount
from indicators.store import Store, cells_name, entries_name, tallies_name

__all__ = ["NAMED", "Verified", "verify"]

BUCKETS = 4_096
NAMED = 20


@dataclass(slots=True, kw_only=True)
class Verified:
    """``pages``: units whose page disagrees; ``ledger``: buckets; ``sheets``: of the ledger, whose
    labels hide lines; ``cells``: single cells; ``lists``: tallies and shelves; ``periods``: sums by
    recorded time. ``named`` and ``units`` tell the first of them.
    """

    pages: int = 0
    ledger: int = 0
    sheets: int = 0
    cells: int = 0
    lists: int = 0
    periods: int = 0
    states: int = 0
    entries: int = 0
    cells_read: int = 0
    seconds: float = 0.0
    units: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    @property
    def difference(self) -> int:
        counted = (self.pages, self.ledger, self.sheets, self.cells, self.lists, self.periods)
        return sum(counted)

    def name(self, what: str) -> None:
        if len(self.named) < NAMED:
            self.named.append(what)

    def suspect(self, unit: str) -> None:
        if len(self.units) < NAMED and unit not in self.units:
            self.units.append(unit)


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
        lists = ListProof(store.period_ends(head["generation"]), Shelves.of(plan.communes))
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
                found.suspect(unit.unit)
        sheets = store.db[entries_name(head["generation"])]
        progress.begin("ledger", sheets.estimated_document_count())
        periods = Periods(store, head["generation"])
        for line in _ledger(store, head["generation"], pause.renew, progress, found):
            found.entries += 1
            buckets[_bucket(line.unit)] -= line.entry.d * digest_of(line.entry)
            periods.take(line.entry, line.at)
            lists.take(line.unit, line.entry, line.at)
        for k, who, sign, shelf in store.places(head["generation"]):
            lists.place(k, who, sign, shelf)
            if lists.misplaced(who, shelf):
                found.lists += 1
                found.name(f"place of {k}: a unit stands on another shelf")
        wrong = {number for number, each in enumerate(buckets) if each % MODULUS}
        found.ledger = len(wrong)
        if wrong:
            _suspects(store, plan, head["generation"], wrong, pause.renew, found)
        stored_cells = stored(store, cells_name(head["generation"]))
        found.cells_read = sum(len(each) for each in stored_cells.values())
        for name, path, recomputed, held in differences(expected, stored_cells):
            found.cells += 1
            found.name(f"cell {name} {path}: {held}, recomputed {recomputed}")
        found.periods = periods.differing(stored_cells)
        found.lists += lists.differing(stored(store, tallies_name(head["generation"])))
        pause.sure()
    progress.end()
    found.seconds = round(time.perf_counter() - began, 3)
    return found


def _bucket(unit: str) -> int:
    return crc32(unit.encode()) % BUCKETS


def _ledger(
    store: Store,
    generation: int,
    tick: Callable[[], None],
    progress: Progress,
    found: Verified,
) -> Iterator[Line]:
    ends = store.period_ends(generation)
    for number, sheet in enumerate(store.sheets(generation)):
        if number % 100 == 0:
            swept()
            tick()
            progress.step(100)
        lines = list(lines_of(sheet))
        if mislabelled(sheet, lines, ends):
            found.sheets += 1
            found.name(f"sheet {sheet['_id']}: its label does not say what lies on it")
        yield from lines


def _suspects(
    store: Store,
    plan: Plan,
    generation: int,
    wrong: Collection[int],
    tick: Callable[[], None],
    found: Verified,
) -> None:
    """Who of the buckets that disagree is not in the ledger as their facts have it."""
    sums: dict[str, int] = {}
    for unit in recount(store, plan, tick):
        if _bucket(unit.unit) in wrong:
            sums[unit.unit] = digest(unit.entries)
    for sheet in store.sheets(generation):
        tick()
        for line in lines_of(sheet):
            if _bucket(line.unit) in wrong:
                was = sums.get(line.unit, 0)
                sums[line.unit] = was - line.entry.d * digest_of(line.entry)
    for who, total in sorted(sums.items()):
        if total % MODULUS:
            found.suspect(who)
