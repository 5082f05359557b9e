"""Counting everything again: what `rebuild` and `verify` do, by the events behind the states."""

from __future__ import annotations

import time
from collections.abc import Callable

from chassis.mongo import Transactions
from indicators.rebuilding import rebuild as build_anew
from indicators.store import Store
from indicators.verifying import verify

from benchmarks.measurements.setting import Setting
from benchmarks.noise import Window
from benchmarks.report import Section
from benchmarks.series import repeat
from benchmarks.servers import fresh
from benchmarks.workload.base import Batches
from benchmarks.workload.proof import NotDone

__all__ = ["rebuild"]

BATCH = 500


def rebuild(setting: Setting) -> Section:
    section = Section(title="Rebuild: events per second")
    told = setting.batched
    count = told.profile.position + len(told.events)
    with fresh("rebuild") as (db, _):
        told.base.put_into(db)
        batches = Batches(db, setting.plan)
        for start in range(0, len(told.events), BATCH):
            batches.take(told.events[start : start + BATCH])
        store, transactions = Store(db), Transactions(db, "bench")
        states = db["people"].count_documents({}) + db["households"].count_documents({})

        def anew() -> None:
            found = build_anew(store, setting.plan, transactions, switch=True)
            if found.difference or not found.switched:
                raise NotDone(f"the rebuild differs from what was live: {found.difference}")

        def proven() -> None:
            difference = verify(store, setting.plan, transactions).difference
            if difference:
                raise NotDone(f"verify finds {difference} differences")

        for name, work in (
            ("rebuild: a new generation from the states, compared, switched", anew),
            ("verify: everything recomputed and compared", proven),
        ):
            series = setting.series(name, "events/s")
            section.add(repeat(series, _timed(work, count), setting.patience))
    section.note(
        f"{count:,} events stand behind {states:,} states (persons and households); events a "
        "second are those divided by the time. A new generation must agree with what was live, "
        "cell by cell. From the logs instead of the states: see *catching up* above."
    )
    return section


def _timed(work: Callable[[], None], count: int) -> Callable[[Window], float]:
    def once(window: Window) -> float:
        window.begin()
        began = time.monotonic()
        work()
        seconds = time.monotonic() - began
        window.end()
        return count / seconds

    return once
