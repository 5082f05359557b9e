"""Command writes per second: the ledger against bare transactions of the same two documents."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.mongo import Db, Transactions
from chassis.mongo_log import MongoLog

from benchmarks.contenders.owner import record
from benchmarks.measurements.setting import Setting
from benchmarks.noise import Window
from benchmarks.report import Section
from benchmarks.series import Series, ratio, repeat
from benchmarks.servers import fresh
from benchmarks.workload.proof import NotDone

__all__ = ["commands"]

Json = dict[str, Any]
Step = Callable[[int, int], None]
THREADS = 8


def commands(setting: Setting) -> Section:
    section = Section(title="Command writes per second")
    found: dict[tuple[str, int], Series] = {}
    for threads, how in ((1, "one after another"), (THREADS, f"{THREADS} threads")):
        for name, once in (("ledger", _ledger), ("bare transaction", _bare)):
            series = setting.series(f"{name}, {how}", "commands/s")
            repeat(series, _runner(setting, once, threads), setting.patience)
            section.add(series)
            found[name, threads] = series
    for threads in (1, THREADS):
        one, other = found["ledger", threads], found["bare transaction", threads]
        section.row(f"{one.name} ÷ {other.name}", ratio(one, other), "times")
    section.note(
        f"{setting.sizes.commands:,} commands a run, each changing a known record and "
        "publishing one event. The ledger looks for an earlier receipt, loads, decides, writes "
        "log entry and state in one transaction; the bare transaction inserts and replaces the "
        "same two documents. Plain threads, each on records of its own. Versions are checked."
    )
    return section


Once = Callable[[Setting, Db], Step]


def _runner(setting: Setting, once: Once, threads: int) -> Callable[[Window], float]:
    def run(window: Window) -> float:
        each = setting.sizes.commands // threads
        with fresh("commands") as (db, _):
            MongoLog(db, Transactions(db, "bench")).prepare()
            step = once(setting, db)
            for thread in range(threads):
                step(thread, 0)  # the record is known
            workers = [
                threading.Thread(target=lambda n=n: [step(n, i) for i in range(1, each + 1)])
                for n in range(threads)
            ]
            window.begin()
            began = time.monotonic()
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
            seconds = time.monotonic() - began
            window.end()
            _prove(db, threads, each + 1)
        return threads * each / seconds

    return run


def _prove(db: Db, threads: int, version: int) -> None:
    if db["commits"].count_documents({}) != threads * version:
        raise NotDone("a command left no log entry")
    rows = {row["_id"]: row["version"] for row in db["fact"].find({})}
    if set(rows.values()) != {version} or len(rows) != threads:
        raise NotDone("a record has another version")


def _ledger(setting: Setting, db: Db) -> Step:
    ledger, clock = Ledger(MongoLog(db, Transactions(db, "bench"))), Clock()
    message = setting.load.messages[0]

    def step(thread: int, number: int) -> None:
        record(ledger, clock, f"{thread}", f"{thread}:{number}", message)

    return step


def _bare(setting: Setting, db: Db) -> Step:
    """The documents are those the ledger writes, made once."""
    _ledger(setting, db)(-1, 0)
    entry = db["commits"].find_one_and_delete({}) or {}
    state = db["fact"].find_one_and_delete({}) or {}

    def step(thread: int, number: int) -> None:
        log = {**entry, "_id": f"fact-{thread}/{number + 1}", "stream": f"fact-{thread}"}
        log |= {"command_id": f"{thread}:{number}", "version": number + 1}
        now = {**state, "_id": f"{thread}", "version": number + 1}
        with (
            db.client.start_session() as session,
            session.start_transaction(write_concern=db.write_concern),
        ):
            db["commits"].insert_one(log, session=session)
            db["fact"].replace_one({"_id": now["_id"]}, now, upsert=True, session=session)

    return step
