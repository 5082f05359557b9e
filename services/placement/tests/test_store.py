"""What queries promise, kept by the real store and by its twin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.memory_log import MemoryLog
from chassis.mongo import Transactions, ensure_indexes
from chassis.mongo_log import MongoLog
from chassis.testing import call_as
from placement.desk import Desk, build
from placement.store import INDEXES, MongoStore, Store

from .given import TODAY
from .memory_store import MemoryStore
from .office import Office


class Filled(Office):
    """An office over the given log and store."""

    def __init__(self, log: Any, store: Store) -> None:
        super().__init__()
        self.runtime.ledger = Ledger(log)
        self.store = store  # type: ignore[assignment]


@pytest.fixture(params=["mongo", "memory"])
def office(request: pytest.FixtureRequest) -> Office:
    if request.param == "memory":
        log = MemoryLog()
        return Filled(log, MemoryStore(log))
    db = request.getfixturevalue("db")
    mongo = MongoLog(db, Transactions(db, "test"))
    mongo.prepare()
    ensure_indexes(db, INDEXES)
    return Filled(mongo, MongoStore(db))


def ids(rows: Any) -> list[str]:
    return [row.id for row in rows]


def test_pages_hold_standing_records_in_order_and_count_all(office: Office) -> None:
    days = {on: office.service(on=on)["id"] for on in ("2026-03-02", "2026-03-05", "2026-03-03")}
    gone = office.service(on="2026-03-04")["id"]
    office.desk().void_record(
        kind="services", record_id=gone, body={"reason_code": "other"}, meta=office.key()
    )

    rows, total = office.store.page("service", {}, page=1, page_size=2)
    assert (ids(rows), total) == ([days["2026-03-05"], days["2026-03-03"]], 3)
    rows, total = office.store.page("service", {}, page=2, page_size=2)
    assert (ids(rows), total) == ([days["2026-03-02"]], 3)
    rows, _ = office.store.page("service", {}, page=1, page_size=1, falling=False)
    assert ids(rows) == [days["2026-03-02"]]
    assert rows[0].version == 1
    assert rows[0].body["contact"]["on"] == "2026-03-02"
    assert rows[0].fields["person_id"] == "p1"


def test_pages_are_filtered_by_what_is_indexed(office: Office) -> None:
    here = office.service()["id"]
    office.desk(commune="00001").give_service(
        body={"person_id": "p1", "service": "counselling", "on": "2026-03-02"}, meta=office.key()
    )

    rows, total = office.store.page("service", {"commune": "09931"}, page=1, page_size=9)
    assert (ids(rows), total) == ([here], 1)


def test_the_records_of_a_person_are_those_of_all_their_ids(office: Office) -> None:
    first = office.placement(person_id="p1", on="2026-03-02")["id"]
    second = office.placement(person_id="p2", on="2026-03-03")["id"]
    office.placement(person_id="p3")

    assert ids(office.store.of_persons("placement", ["p1", "p2"])) == [second, first]
    assert office.store.of_persons("placement", ["nobody"]) == []


def test_a_vacancy_is_open_on_its_last_day(office: Office) -> None:
    always = office.vacancy()
    until = office.vacancy(closes_on="2026-03-30")

    assert set(ids(office.store.open_vacancies(date(2026, 3, 30)))) == {always, until}
    assert ids(office.store.open_vacancies(date(2026, 3, 31))) == [always]


def test_only_standing_placements_fill_a_vacancy(office: Office) -> None:
    vacancy_id, other = office.vacancy(headcount=9), office.vacancy()
    _, ended, voided = (office.placement(vacancy_id=vacancy_id)["id"] for _ in range(3))
    office.placement(vacancy_id=other)
    office.desk().end_placement(
        placement_id=ended,
        body={"on": "2026-03-09", "reason_code": "resigned"},
        meta=office.key(),
    )
    office.desk().void_record(
        kind="placements", record_id=voided, body={"reason_code": "other"}, meta=office.key()
    )

    assert office.store.filled([vacancy_id]) == {vacancy_id: 1}
    assert office.store.filled([]) == {}


def test_the_service_builds_its_desk_on_the_real_store(request: pytest.FixtureRequest) -> None:
    db = request.getfixturevalue("db")
    ledger = Ledger(MongoLog(db, Transactions(db, "test")))
    runtime: Any = SimpleNamespace(db=db, ledger=ledger, clock=Clock(TODAY))
    make: Callable[[Any], Desk] = build(runtime)

    assert make(call_as("job_centre", today=TODAY)).list_employers() == {"items": [], "total": 0}
