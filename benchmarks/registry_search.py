"""How long the registry's desk takes to find people, by kind of question.

    python benchmarks/registry_search.py --people 50000 --mongodb mongodb://127.0.0.1:…/

Makes a database of its own with invented people (the real folding, sealing and index
fields, written in bulk without the log), takes the census, then asks as an officer
does. Prints one JSON object; the database is dropped unless ``--keep``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.identity import Caller
from chassis.mongo import Db, Transactions, connect, ensure_indexes
from chassis.mongo_log import MongoLog
from chassis.runtime import Call
from prometheus_client import CollectorRegistry
from registry.build import office_on
from registry.census import CensusTaker
from registry.desk import Desk
from registry.domain import terms
from registry.domain.birth_date import BirthDate
from registry.domain.intervals import Interval
from registry.domain.people import Details, Person, Residence
from registry.indexes import INDEXES
from registry.office import Office
from registry.store import MongoFinder
from registry.vault import Vault

TODAY = date(2026, 11, 23)
OFFICER = Caller(id="bench", role="commune_officer", commune="09931")
VILLAGES = [f"Thôn {number}" for number in range(1, 31)]
# family names by their share in percent, as commonly reported; the tail is evened out
FAMILIES = {
    "Nguyễn": 38, "Trần": 12, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Phan": 4, "Vũ": 4,
    "Đặng": 2, "Bùi": 2, "Đỗ": 2, "Hồ": 1, "Ngô": 1, "Dương": 1, "Lý": 1, "Đào": 1,
    "Đoàn": 1, "Vương": 1, "Trịnh": 1, "Đinh": 1, "Lâm": 1, "Phùng": 1, "Mai": 1, "Tô": 1, "Hà": 1,
}  # fmt: skip
MIDDLES = {
    "Thị": 40, "Văn": 25, "Đức": 3, "Hữu": 3, "Ngọc": 5, "Minh": 4, "Quang": 3, "Thanh": 4,
    "Xuân": 3, "Thu": 2, "Đình": 2, "Công": 2, "Bích": 1, "Kim": 2, "Hồng": 1,
}  # fmt: skip
GIVEN = (  # noqa: SIM905 - a list of names reads as one
    "An Anh Ánh Bắc Bảo Bình Cảnh Chi Chiến Chung Cường Cúc Dũng Dung Duy Duyên Đạt Đông Được "
    "Đức Giang Hà Hạnh Hải Hằng Hiền Hiếu Hoa Hoà Hoàn Hoàng Hồng Huệ Hùng Huy Huyền Hương Hường "
    "Khánh Khoa Kiên Lan Lâm Liên Linh Loan Long Lợi Lương Ly Mai Mạnh Minh My Nam Nga Ngà Ngân "
    "Nghĩa Ngọc Nguyệt Nhàn Nhung Oanh Phong Phú Phúc Phương Phượng Quang Quân Quý Quyên Quỳnh "
    "Sơn Tâm Tân Thái Thanh Thành Thảo Thắm Thắng Thịnh Thoa Thơm Thu Thuận Thúy Thủy Thư Thương "
    "Tiến Toàn Trang Trâm Trí Trung Trường Tú Tuấn Tuyết Tùng Uyên Vân Việt Vinh Vũ Xuân Yến Ý"
).split()


def people(count: int, rng: random.Random) -> Iterator[Person]:
    for number in range(count):
        middle = rng.choices(list(MIDDLES), list(MIDDLES.values()))[0]
        family = rng.choices(list(FAMILIES), list(FAMILIES.values()))[0]
        born = rng.randrange(1945, 2011)
        name = " ".join((family, middle, rng.choice(GIVEN)))
        yield Person(
            person_id=f"{rng.getrandbits(128):032x}",
            details=Details(
                full_name=name,
                birth_date=BirthDate(year=born, month=rng.randrange(1, 13), day=1),
                gender="female" if middle == "Thị" else "male",
                national_id=f"0010{born % 100:02}{number:06}",
                phone=f"09{number:08}",
            ),
            registered_on=TODAY,
            residences=(
                Residence(
                    commune="09931",
                    unit_kind="xa",
                    village=rng.choice(VILLAGES),
                    kind="permanent",
                    time=Interval(start=date(2020, 1, 1)),
                ),
            ),
        )


def fill(db: Db, office: Office, count: int, rng: random.Random) -> list[Person]:
    """The documents as the log writes them. Returns a sample to ask for."""
    aggregate = office.records.person
    sample: list[Person] = []
    batch: list[dict[str, Any]] = []
    for person in people(count, rng):
        if rng.random() < 0.02:
            sample.append(person)
        batch.append(
            {
                "_id": person.person_id,
                "version": 1,
                "recorded_at": datetime.now(UTC),
                "state": aggregate.dump(person),
                **aggregate.fields(person),
            }
        )
        if len(batch) == 1_000:
            db["person"].insert_many(batch)
            batch = []
    if batch:
        db["person"].insert_many(batch)
    words = office.records.term
    for village in VILLAGES:
        (added,) = terms.add("village", "09931", village)
        term = terms.evolve(None, added)
        document = {"_id": term.term_id, "version": 1, "recorded_at": datetime.now(UTC)}
        db["term"].insert_one({**document, "state": words.dump(term), **words.fields(term)})
    return sample


def questions(sample: list[Person], rng: random.Random) -> dict[str, Callable[[], dict[str, Any]]]:
    """Each kind gives the arguments of one question."""

    def name() -> str:
        return rng.choice(sample).details.full_name

    def one_of(*choices: str) -> Callable[[], dict[str, Any]]:
        return lambda: {"q": rng.choice(choices)}

    return {
        "full name": lambda: {"q": name()},
        "family and given": lambda: {"q": " ".join(name().split()[:1] + name().split()[-1:])},
        "given name": lambda: {"q": name().split()[-1]},
        "nguyen": one_of("nguyen", "Nguyễn"),
        "common word": one_of("tran", "le", "thi", "van", "pham", "hoang"),
        "nguyen thi": one_of("nguyen thi", "nguyễn văn", "tran thi", "le van"),
        "beginning": lambda: {"q": name()[:3].strip()},
        "national id": lambda: {"q": rng.choice(sample).details.national_id or ""},
        "phone": lambda: {"q": rng.choice(sample).details.phone or ""},
        "village": lambda: {"village": rng.choice(VILLAGES)},
        "village and word": lambda: {"village": rng.choice(VILLAGES), "q": name().split()[-1]},
        "village called": lambda: {"q": f"{rng.choice(VILLAGES)} {name().split()[-1]}"},
        "nguyen, village called": lambda: {"q": f"nguyen {rng.choice(VILLAGES)}"},
        "village and nguyen": lambda: {"village": rng.choice(VILLAGES), "q": "nguyen"},
        "everybody, page 3": lambda: {"page": 3},
        "group rural": lambda: {"group": "rural"},
        "group elderly": lambda: {"group": "elderly"},
        "nobody": one_of("zzz", "uoc", "nguyen zzz"),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--each", type=int, default=30, help="questions of each kind")
    parser.add_argument("--mongodb", default=os.environ.get("VIECLAM_TEST_MONGODB_URI", ""))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    base, _, more = options.mongodb.partition("?")
    db = connect(f"{base.rstrip('/')}/bench_search_{os.getpid()}?{more}")
    try:
        # told before the database is dropped: that may take longer than a caller waits
        json.dump(measure(db, options.people, options.each, rng), sys.stdout, indent=1, default=str)
        sys.stdout.flush()
    finally:
        if not options.keep:
            db.client.drop_database(db.name)
    return 0


def measure(db: Db, count: int, each: int, rng: random.Random) -> dict[str, Any]:
    ensure_indexes(db, INDEXES)
    vault = Vault.fresh()
    finder = MongoFinder(db)
    transactions = Transactions(db, "bench")
    ledger = Ledger(MongoLog(db, transactions))
    office = office_on(db, transactions, ledger, finder, vault, CollectorRegistry())
    started = time.perf_counter()
    sample = fill(db, office, count, rng)
    filled = time.perf_counter()
    CensusTaker(db, finder.use_census).look()
    taken = time.perf_counter()
    desk = Desk(office, Call(caller=OFFICER, clock=Clock(TODAY)))
    rows: dict[str, Any] = {}
    everything: list[float] = []
    for kind, ask in questions(sample, rng).items():
        times = []
        for _ in range(each):
            arguments = ask()
            begun = time.perf_counter()
            answer = desk.search_people(**arguments)
            times.append((time.perf_counter() - begun) * 1000)
        everything += times
        rows[kind] = {
            "p50_ms": round(statistics.median(times), 1),
            "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
            "last_total": answer["total"],
            "exact": answer["exact"],
        }
    return {
        "people": count,
        "fill_seconds": round(filled - started, 1),
        "census_seconds": round(taken - filled, 1),
        "all_p95_ms": round(statistics.quantiles(everything, n=20)[-1], 1),
        "load": os.getloadavg()[0],
        "questions": rows,
    }


if __name__ == "__main__":
    sys.exit(main())
