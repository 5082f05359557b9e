"""How long a list of workers takes to come into the register, and whether it goes on.

    python benchmarks/registry_import.py --rows 20000 --mongodb mongodb://127.0.0.1:…/

Makes a list of invented people as a commune would send it (csv), reads it as a dry run,
carries it out, stops the importer in the middle and starts another (``--once`` does
not), then sends the same list again. Progress goes to stderr as an officer's page is told
it; stdout gets one JSON object. ``--profile`` prints where this process's time went.
"""

from __future__ import annotations

import argparse
import base64
import cProfile
import csv
import io
import json
import os
import pstats
import random
import sys
import threading
import time
from typing import Any

from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.mongo import Db, Transactions, connect, ensure_indexes
from chassis.mongo_log import MongoLog
from chassis.runtime import Call
from prometheus_client import CollectorRegistry
from registry.build import office_on
from registry.desk import Desk
from registry.imports.importer import Importer
from registry.indexes import INDEXES
from registry.office import Office
from registry.store import MongoFinder
from registry.vault import Vault
from registry_search import OFFICER, TODAY, people

HEADING = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Điện thoại",
    "Nhu cầu học nghề", "Nhu cầu việc làm",
)  # fmt: skip
LOOK_SECONDS = 1.0


def list_of(rows: int, rng: random.Random) -> bytes:
    """A third with a need, two thirds with a national id."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(HEADING)
    for number, person in enumerate(people(rows, rng), start=1):
        details = person.details
        born = details.birth_date
        lines.writerow(
            [
                number,
                details.full_name,
                f"{rng.randrange(1, 29):02}/{born.month:02}/{min(born.year, 2008)}",
                "Nữ" if details.gender == "female" else "Nam",
                details.national_id if number % 3 else "",
                person.home().village,
                details.phone,
                "May công nghiệp" if number % 3 == 1 else "",
                "x" if number % 3 == 2 else "",
            ]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


class Bench:
    def __init__(self, db: Db) -> None:
        ensure_indexes(db, INDEXES)
        transactions = Transactions(db, "bench")
        ledger = Ledger(MongoLog(db, transactions))
        metrics = CollectorRegistry()
        self.clock = Clock(TODAY)
        self.office: Office = office_on(
            db, transactions, ledger, MongoFinder(db), Vault.fresh(), metrics
        )

    def desk(self) -> Desk:
        return Desk(self.office, Call(caller=OFFICER, clock=self.clock))

    def take(self, content: bytes, name: str, *, dry_run: bool, stop_at: float = 1.0) -> Any:
        """One list from sending to the end; ``stop_at`` (a share) puts another importer on."""
        meta = {"key": f"bench-{name}", "if_match": None}
        begun, processor = time.perf_counter(), time.process_time()
        started = self.desk().start_import(
            "list.csv", base64.b64encode(content).decode(), dry_run, None, meta
        )
        resumed_at = None
        importer, thread = self._start()
        while True:
            told = self.desk().get_import(started["import_id"], with_rows=False)
            done, total = told["progress"]["done"], told["progress"]["total"]
            print(f"{name}: {told['status']} {done}/{total}", file=sys.stderr, flush=True)
            if told["status"] in ("done", "failed"):
                break
            if resumed_at is None and total and done / total >= stop_at:
                importer.stop()
                thread.join()
                told = self.desk().get_import(started["import_id"], with_rows=False)
                resumed_at = told["progress"]["done"]
                importer, thread = self._start()
            time.sleep(LOOK_SECONDS)
        seconds = time.perf_counter() - begun
        importer.stop()
        thread.join()
        return {
            "status": told["status"],
            "seconds": round(seconds, 1),
            "lines_a_second": round(total / seconds),
            "own_ms_a_line": round(1000 * (time.process_time() - processor) / total, 2),
            "resumed_at": resumed_at,
            "counts": told["counts"],
        }

    def _start(self) -> tuple[Importer, threading.Thread]:
        importer = Importer(self.office, self.clock)
        thread = threading.Thread(target=importer.run)
        thread.start()
        return importer, thread


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--mongodb", default=os.environ.get("VIECLAM_TEST_MONGODB_URI", ""))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--once", action="store_true", help="carry it out alone, in one go")
    parser.add_argument("--profile", action="store_true", help="with --once, in this thread")
    options = parser.parse_args()
    base, _, more = options.mongodb.partition("?")
    db = connect(f"{base.rstrip('/')}/bench_import_{os.getpid()}?{more}")
    content = list_of(options.rows, random.Random(options.seed))
    try:
        report = profiled(Bench(db), content) if options.profile else measure(db, content, options)
    finally:
        db.client.drop_database(db.name)
    json.dump(report, sys.stdout, indent=1)
    return 0


def measure(db: Db, content: bytes, options: argparse.Namespace) -> dict[str, Any]:
    bench = Bench(db)
    report: dict[str, Any] = {"rows": options.rows, "load_before": os.getloadavg()[0]}
    if options.once:
        return report | {"import": bench.take(content, "import", dry_run=False)}
    report["dry_run"] = bench.take(content, "dry run", dry_run=True)
    report["import"] = bench.take(content, "import", dry_run=False, stop_at=0.5)
    report["again"] = bench.take(content, "again", dry_run=False)
    report["people"] = db["person"].count_documents({})
    return report | {"load_after": os.getloadavg()[0]}


def profiled(bench: Bench, content: bytes) -> dict[str, Any]:
    meta = {"key": "bench-profile", "if_match": None}
    started = bench.desk().start_import(
        "list.csv", base64.b64encode(content).decode(), False, None, meta
    )
    profile = cProfile.Profile()
    begun = time.perf_counter()
    profile.runcall(Importer(bench.office, bench.clock).work)
    seconds = time.perf_counter() - begun
    pstats.Stats(profile, stream=sys.stderr).sort_stats("cumulative").print_stats(60)
    told = bench.desk().get_import(started["import_id"], with_rows=False)
    return {"seconds": round(seconds, 1), "counts": told["counts"]}


if __name__ == "__main__":
    sys.exit(main())
