"""A new generation of ledger and cells from the stored states: built beside, compared, switched.

The former generation stays: what was known before the switch is answered from it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from typing import TypeVar

from chassis.mongo import Transactions
from pymongo.client_session import ClientSession

from indicators.collecting import uncollected
from indicators.counting import CountedPage, Sums, Unit, counted
from indicators.documents import household_page
from indicators.domain.book import HouseholdPage
from indicators.domain.households import Facet
from indicators.domain.plan import Plan
from indicators.flattening import differing, stored
from indicators.generations import counted as generation_of
from indicators.generations import drop, prepare_collections
from indicators.other_process import cores
from indicators.pausing import Pause, paused
from indicators.progress import Progress
from indicators.proving_logs import Logs
from indicators.recounting import stored_units
from indicators.rewriting import Rewriting
from indicators.shadow import Shadow, told_units
from indicators.store import Store, cells_name

__all__ = ["Rebuilt", "rebuild"]

T = TypeVar("T")
Homes = dict[str, dict[str, Facet]]
CHUNK = 5_000
WORTH_IT = 20_000
"""Persons from which on other processes are worth starting."""


@dataclass(slots=True, kw_only=True)
class Rebuilt:
    """``difference``: cells of the new generation that differ from the former's;
    ``events`` read from the logs, ``mended`` persons that were stored otherwise.
    """

    generation: int
    switched: bool = False
    difference: int = 0
    states: int = 0
    entries: int = 0
    seconds: float = 0.0
    events: int = 0
    mended: int = 0


def rebuild(
    store: Store,
    plan: Plan,
    transactions: Transactions,
    *,
    switch: bool = False,
    logs: Logs | None = None,
    progress: Progress | None = None,
) -> Rebuilt:
    """Build the next generation. It takes over when it differs, when the plan file changed,
    or when ``switch`` asks for it; else it is dropped again and the present one stays.

    With ``logs`` the states are first made what the owners' logs tell.
    """
    began = time.perf_counter()
    done: dict[str, int] = {}
    shadow = Shadow()
    progress = progress or Progress(store.db)
    if logs is not None:
        progress.begin("logs", logs.length())
        shadow, done = logs.shadow(progress)
    with uncollected(), paused(store.db, transactions) as (pause, head):
        if logs is not None:
            logs.catch_up(shadow, done, lambda _: pause.renew())
        number = head["generation"] + 1
        found = Rebuilt(generation=number, events=sum(done.values()))
        building = _Building(store, plan, pause, progress, found)
        drop(store.db, number)
        prepare_collections(store.db, number)
        if logs is None:
            building.build(stored_units(store), store.db["people"].estimated_document_count())
        else:
            building.build(told_units(shadow), len(shadow))
        found.difference = differing(
            building.sums.cells, stored(store, cells_name(head["generation"]))
        )
        if logs is not None:
            progress.begin("states", len(shadow))
            digests = building.digests
            found.mended, building.wrong = logs.mend(shadow, digests, pause, progress)
        wrong = building.wrong or building.homes
        if switch or found.mended or found.difference or wrong or head["plan"] != plan.digest:
            building.mend()
            pause.run(lambda session: _switch(store, plan, number, session))
            found.switched = True
        else:
            drop(store.db, number)
            found.generation = head["generation"]
    progress.end()
    found.seconds = round(time.perf_counter() - began, 3)
    return found


class _Building:
    """Ledger and cells written; ``wrong`` and ``homes``: the persons and households whose pages
    claim something else than their facts come to, ``digests`` what all persons' do.
    """

    def __init__(
        self, store: Store, plan: Plan, pause: Pause, progress: Progress, found: Rebuilt
    ) -> None:
        self._store = store
        self._plan = plan
        self._pause = pause
        self._progress = progress
        self._found = found
        self.sums = Sums(cells={}, tallies={}, joined=[])
        self.digests: dict[str, int] = {}
        self.wrong: dict[str, int] = {}
        self.homes: dict[str, HouseholdPage] = {}
        self._told: dict[str, HouseholdPage] = {}

    def build(self, units: Iterable[Unit | None], persons: int) -> None:
        now = _whole_milliseconds(datetime.now(UTC))
        self._progress.begin("ledger", persons)
        # this process feeds the others and has little to do itself
        processes = cores() if persons >= WORTH_IT else 1
        homes: Homes = {}
        with Rewriting(self._store, self._found.generation) as writing:
            units = chain(units, (None,), self._homes_as_told(homes))
            for page in counted(units, self._plan, now, processes):
                self._pause.renew()
                if isinstance(page, Sums):
                    self.sums = page
                    continue
                self._found.states += len(page.digests)
                self._found.entries += page.entries
                self._progress.step(len(page.digests))
                self._take(page)
                for household, facets in page.homes.items():
                    homes.setdefault(household, {}).update(facets)
                writing.take(page.blocks, page.joined)
            writing.finish(self.sums, now)

    def _homes_as_told(self, homes: Homes) -> Iterator[Unit]:
        """Every household as its members' states tell it. Takes ``homes`` apart."""
        for row in self._store.db["households"].find({}, batch_size=CHUNK):
            page = household_page(row)
            yield self._home(row["_id"], homes.pop(row["_id"], {}), page)
        for household, told in homes.items():
            yield self._home(household, told, HouseholdPage())

    def _home(self, household: str, told: dict[str, Facet], page: HouseholdPage) -> Unit:
        """Its page says the same facets, or is as wrong as one with another digest."""
        self._told[household] = HouseholdPage(facets=told, at=page.at)
        if page.facets != told:
            self.homes[household] = self._told[household]
        return Unit(household, int(page.digest), facets=told)

    def _take(self, page: CountedPage) -> None:
        for unit, total in page.digests.items():
            home = self._told.get(unit)
            if home is None:
                self.digests[unit] = total
            else:
                home.digest = total
                if unit in page.wrong:
                    self.homes[unit] = home
        self.wrong |= {unit: n for unit, n in page.wrong.items() if unit not in self._told}

    def mend(self) -> None:
        """Pages that claim something else than their facts come to under this plan."""
        store = self._store
        for digests in _chunks(self.wrong):
            self._pause.run(partial(store.set_digests, digests))
        for pages in _chunks(self.homes):
            self._pause.run(partial(store.write_households, pages))


def _chunks(items: Mapping[str, T]) -> Iterator[dict[str, T]]:
    walking = iter(items.items())
    while chunk := dict(islice(walking, CHUNK)):
        yield chunk


def _whole_milliseconds(moment: datetime) -> datetime:
    """As the database keeps it: lines and the end of their period must be the same moment."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _switch(store: Store, plan: Plan, number: int, session: ClientSession) -> None:
    store.db["generations"].replace_one(
        {"_id": number},
        generation_of(number, plan, datetime.now(UTC)),
        upsert=True,
        session=session,
    )
    store.db["head"].update_one(
        {"_id": "head"},
        {"$set": {"generation": number, "plan": plan.digest}, "$inc": {"batch": 1}},
        session=session,
    )
