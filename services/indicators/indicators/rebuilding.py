"""A new generation of ledger and cells from the stored states: built beside, compared, switched.

The former generation stays: what was known before the switch is answered from it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from chassis.mongo import Transactions
from pymongo.client_session import ClientSession

from indicators.collecting import uncollected
from indicators.domain.book import HouseholdPage, Line
from indicators.domain.causes import cause_of
from indicators.domain.cells import Increments, add_up
from indicators.domain.deltas import digest
from indicators.domain.plan import Plan
from indicators.domain.shelves import AMOUNT, tally_up
from indicators.flattening import differing, stored
from indicators.generations import counted, drop, prepare_collections
from indicators.pausing import Pause, paused
from indicators.progress import Progress
from indicators.proving_logs import Logs
from indicators.recounting import Counted, recount
from indicators.rewriting import Rewriting
from indicators.shadow import Shadow
from indicators.store import Store, cells_name

__all__ = ["Rebuilt", "rebuild"]

CHUNK = 5_000


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
        mended = 0
        if logs is not None:
            logs.catch_up(shadow, done, lambda _: pause.renew())
            progress.begin("states", len(shadow))
            mended = logs.mend(shadow, transactions, pause.renew, progress)
        number = head["generation"] + 1
        found = Rebuilt(generation=number, mended=mended, events=sum(done.values()))
        progress.begin("ledger", store.db["people"].estimated_document_count())
        drop(store.db, number)
        prepare_collections(store.db, number)
        cells, wrong = _build(store, plan, pause, found, progress)
        found.difference = differing(cells, stored(store, cells_name(head["generation"])))
        if switch or mended or found.difference or wrong or head["plan"] != plan.digest:
            _mend(store, transactions, wrong, pause)
            transactions.run(lambda session: _switch(store, plan, number, session))
            found.switched = True
        else:
            drop(store.db, number)
            found.generation = head["generation"]
    progress.end()
    found.seconds = round(time.perf_counter() - began, 3)
    return found


def _build(
    store: Store, plan: Plan, pause: Pause, found: Rebuilt, progress: Progress
) -> tuple[Increments, list[Counted]]:
    """Write ledger and cells; the cells, and the pages whose digest must be mended."""
    now = _whole_milliseconds(datetime.now(UTC))
    cells: Increments = {}
    tallies: Increments = {}
    wrong: list[Counted] = []
    with Rewriting(store, found.generation) as writing:
        for unit in recount(store, plan, pause.renew):
            found.states += 1
            progress.step(1)
            found.entries += len(unit.entries)
            add_up(unit.entries, cells)
            tally_up(((unit.unit, entry) for entry in unit.entries), tallies)
            total = digest(unit.entries)
            if total != unit.digest or not unit.agrees:
                wrong.append(unit)
            writing.take(_lines(unit, now))
        writing.finish(cells, tallies, now)
    return cells, wrong


def _whole_milliseconds(moment: datetime) -> datetime:
    """As the database keeps it: lines and the end of their period must be the same moment."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _lines(unit: Counted, now: datetime) -> list[Line]:
    joined: set[str] = set()
    lines = []
    for n, entry in enumerate(unit.entries, 1):
        first = entry.d > 0 and entry.k not in joined and not entry.k.endswith(AMOUNT)
        if first:
            joined.add(entry.k)
        lines.append(
            Line(
                unit=unit.unit,
                entry=entry,
                cause=f"{cause_of(entry, unit.state)}/{unit.unit}",
                n=n,
                at=now,
                why="definition",
                joins=int(first),
            )
        )
    return lines


def _mend(store: Store, transactions: Transactions, wrong: list[Counted], pause: Pause) -> None:
    """Pages that claim something else than their facts come to under this plan."""
    for start in range(0, len(wrong), CHUNK):
        pause.renew()
        units = wrong[start : start + CHUNK]
        people = {each.unit: digest(each.entries) for each in units if each.facets is None}
        homes = {each.unit: each for each in units if each.facets is not None}
        known = store.households(homes)
        pages = {
            home: HouseholdPage(
                facets=each.facets or {},
                at=known.get(home, HouseholdPage()).at,
                digest=digest(each.entries),
            )
            for home, each in homes.items()
        }
        transactions.run(partial(_set, store, people, pages))


def _set(
    store: Store,
    people: Mapping[str, int],
    homes: Mapping[str, HouseholdPage],
    session: ClientSession,
) -> None:
    store.set_digests(people, session)
    store.write_households(homes, session)


def _switch(store: Store, plan: Plan, number: int, session: ClientSession) -> None:
    store.db["generations"].replace_one(
        {"_id": number},
        counted(number, plan, datetime.now(UTC)),
        upsert=True,
        session=session,
    )
    store.db["head"].update_one(
        {"_id": "head"},
        {"$set": {"generation": number, "plan": plan.digest}, "$inc": {"batch": 1}},
        session=session,
    )
