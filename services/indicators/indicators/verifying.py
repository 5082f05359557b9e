"""The proof: what the stored states come to, against ledger, pages and cells. 0 or a defect.

Memory does not grow with the number of persons: ledger and states are compared by
digests of 4,096 buckets of units.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from chassis.mongo import Transactions

from indicators.documents import entry_of
from indicators.domain.cells import Increments, add_up
from indicators.domain.contributions import Entry
from indicators.domain.deltas import MODULUS, digest, digest_of
from indicators.domain.plan import Plan
from indicators.pausing import paused
from indicators.recounting import recount
from indicators.store import Store, cells_name, entries_name

__all__ = ["Verified", "differing_cells", "stored_cells", "verify"]

BUCKETS = 4_096


@dataclass(slots=True, kw_only=True)
class Verified:
    """``pages``: units whose page disagrees; ``ledger``: buckets; ``cells``: single cells."""

    pages: int = 0
    ledger: int = 0
    cells: int = 0
    states: int = 0
    entries: int = 0
    cells_read: int = 0
    seconds: float = 0.0
    units: list[str] = field(default_factory=list)

    @property
    def difference(self) -> int:
        return self.pages + self.ledger + self.cells


def verify(store: Store, plan: Plan, transactions: Transactions) -> Verified:
    """Recompute everything and compare, while the consumer stands still."""
    began = time.perf_counter()
    found = Verified()
    with paused(store.db, transactions) as (pause, head):
        expected: Increments = {}
        buckets = [0] * BUCKETS
        for unit in recount(store, plan, pause.renew):
            found.states += 1
            total = digest(unit.entries)
            buckets[_bucket(unit.unit)] += total
            add_up(unit.entries, expected)
            if total != unit.digest or not unit.agrees:
                found.pages += 1
                if len(found.units) < 20:
                    found.units.append(unit.unit)
        for unit_id, entry in _ledger(store, head["generation"], pause.renew):
            found.entries += 1
            buckets[_bucket(unit_id)] -= entry.d * digest_of(entry)
        found.ledger = sum(1 for each in buckets if each % MODULUS)
        stored = stored_cells(store, head["generation"])
        found.cells_read = sum(len(each) for each in stored.values())
        found.cells = differing_cells(expected, stored)
    found.seconds = round(time.perf_counter() - began, 3)
    return found


def _bucket(unit: str) -> int:
    return crc32(unit.encode()) % BUCKETS


def _ledger(store: Store, generation: int, tick: Callable[[], None]) -> Iterator[tuple[str, Entry]]:
    rows = store.db[entries_name(generation)].find({}, batch_size=5_000)
    for number, row in enumerate(rows):
        if number % 5_000 == 0:
            tick()
        yield row["unit"], entry_of(row)


def stored_cells(store: Store, generation: int) -> Increments:
    """The cells as stored, by document and path."""
    found: Increments = {}
    for row in store.db[cells_name(generation)].find({}):
        name = row.pop("_id")
        found[name] = dict(_flat(row, ""))
    return found


def _flat(body: Mapping[str, Any], path: str) -> Iterator[tuple[str, int]]:
    for key, value in body.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _flat(value, here)
        else:
            yield here, value


def differing_cells(one: Increments, other: Increments) -> int:
    """How many cells differ; an absent cell is 0."""
    found = 0
    for name in one.keys() | other.keys():
        a, b = one.get(name, {}), other.get(name, {})
        found += sum(1 for path in a.keys() | b.keys() if a.get(path, 0) != b.get(path, 0))
    return found
