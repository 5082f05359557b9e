"""The standing audit: a slice at a time, round and round: persons, households, cells.

A person's or household's page is held against what its facts come to; a month of a key
in ledger, cells and tallies against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from indicators.documents import household_page, person_page
from indicators.domain.cells import Increments, add_up
from indicators.domain.contributions import contributions
from indicators.domain.deltas import digest
from indicators.domain.households import HouseholdState, household_contributions
from indicators.domain.merging import combine
from indicators.domain.plan import Plan
from indicators.domain.shelves import Shelves, tally_up
from indicators.flattening import differing, flat
from indicators.store import Store, cells_name, tallies_name

__all__ = ["Audit"]

Place = tuple[str, str]
"""What is audited: ``people`` or ``households`` and an id, or a key and a month."""

MONTHS_AT_ONCE = 16


class Audit:
    """Goes round everything again and again, ``size`` persons or households at each call."""

    def __init__(self, store: Store, plan: Plan, size: int = 500) -> None:
        self._store = store
        self._plan = plan
        self._size = size
        self._rounds = [self._all("people"), self._all("households")]
        self._months: Iterator[Place] = iter(())
        self._wrong: set[Place] = set()

    def look(self) -> int:
        """Audit one slice of each; how many places are known to disagree at this time."""
        places = []
        for i, kind in enumerate(("people", "households")):
            found = list(islice(self._rounds[i], self._size))
            if not found:
                self._rounds[i] = self._all(kind)
                found = list(islice(self._rounds[i], self._size))
            places += found
        found = list(islice(self._months, MONTHS_AT_ONCE))
        if not found:
            self._months = self._every_month()
            found = list(islice(self._months, MONTHS_AT_ONCE))
        for place in {*places, *found, *self._wrong}:
            if self._agrees(place):
                self._wrong.discard(place)
            else:
                self._wrong.add(place)
        return len(self._wrong)

    def _all(self, kind: str) -> Iterator[Place]:
        for row in self._store.db[kind].find({}, {"_id": 1}):
            yield kind, row["_id"]

    def _every_month(self) -> Iterator[Place]:
        """All that is counted, the months of each key."""
        for indicator in self._plan.indicators:
            if indicator.kind != "external":
                for part in indicator.parts:
                    for month in self._plan.months:
                        yield indicator.key(part), month

    def _agrees(self, place: Place) -> bool:
        kind, name = place
        checks: dict[str, Callable[[str], bool]] = {
            "people": self._person_agrees,
            "households": self._household_agrees,
        }
        if kind in checks:
            return checks[kind](name)
        return self._month_agrees(kind, name)

    def _person_agrees(self, person: str) -> bool:
        """One page, or all of a cluster, read at one moment."""
        row = self._store.db["people"].find_one({"_id": person})
        if row is None:
            return True
        page = person_page(row)
        root, *others = page.cluster
        if person != root:
            return page.digest == 0
        state = page.state
        if others:
            pages = self._store.people(page.cluster)
            page = pages[root]
            state = combine(page.state, [pages[each].state for each in others])
        return digest(contributions(state, self._plan)) == page.digest

    def _household_agrees(self, household: str) -> bool:
        row = self._store.db["households"].find_one({"_id": household})
        if row is None:
            return True
        page = household_page(row)
        found = household_contributions(HouseholdState(facets=page.facets), self._plan)
        return digest(found) == page.digest

    def _month_agrees(self, k: str, month: str) -> bool:
        """The ledger's lines of a key and month, against cells and tallies. A batch may be
        applied while they are read: then they are read again.
        """
        for _ in range(3):
            head = self._store.head() or {}
            agrees = self._month_adds_up(head["generation"], k, month)
            if agrees or (self._store.head() or {}).get("batch") == head["batch"]:
                return agrees
        return True  # too much moves: the next round looks again

    def _month_adds_up(self, generation: int, k: str, month: str) -> bool:
        db = self._store.db
        ends = self._store.period_ends(generation)
        end = ends[-1] if ends else None
        cells: Increments = {}
        tallies: Increments = {}
        shelves = Shelves.of(self._plan.communes)
        for line in self._store.lines_in(generation, k, month):
            add_up([line.entry], cells)
            if end is not None and line.at <= end:
                tally_up([(line.unit, line.entry)], tallies, shelves)
        stored: Increments = {}
        code, _, part = k.rpartition(".")
        for row in db[cells_name(generation)].find({}, {f"{code}.{part}": 1}):
            name = row.pop("_id")
            if name == f"{month}/day":
                stored[name] = dict(flat(row, ""))
            elif name.startswith(f"{month[:4]}/"):
                inside = row.get(code, {}).get(part, {}).get(month[5:])
                if inside is not None:
                    stored[name] = dict(flat({month[5:]: inside}, k))
        held: Increments = {}
        for row in db[tallies_name(generation)].find({"_id": f"{k}/{month}"}):
            name = row.pop("_id")
            held[name] = dict(flat(row, ""))
        return not differing(cells, stored) and not differing(tallies, held)
