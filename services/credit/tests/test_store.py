"""What queries promise, kept by the real store and by its twin; and states from the log alone."""

from __future__ import annotations

import pytest
from chassis.commands import Ledger
from chassis.memory_log import MemoryLog
from chassis.memory_store import MemoryStore
from chassis.mongo import Transactions, ensure_indexes
from chassis.mongo_log import MongoLog
from chassis.store import MongoStore
from credit.records import INDEXES, KINDS, LOAN, PERSON, REFERRAL

from .bank import Bank
from .test_publishing import everything


@pytest.fixture(params=["mongo", "memory"])
def filled(request: pytest.FixtureRequest) -> Bank:
    if request.param == "memory":
        log = MemoryLog()
        return Bank(store=MemoryStore(log), ledger=Ledger(log))
    db = request.getfixturevalue("db")
    mongo = MongoLog(db, Transactions(db, "test"))
    mongo.prepare()
    ensure_indexes(db, INDEXES)
    return Bank(store=MongoStore(db), ledger=Ledger(mongo))


def test_pages_are_newest_first_and_count_all(filled: Bank) -> None:
    ids = [filled.opened(on=on) for on in ("2026-03-02", "2026-05-02", "2026-04-02")]

    rows, total = filled.store.page(LOAN, {"listed": True}, page=1, page_size=2)
    assert ([row.state.id for row in rows], total) == ([ids[1], ids[2]], 3)
    rows, total = filled.store.page(LOAN, {"listed": True}, page=2, page_size=2)
    assert ([(row.state.id, row.version) for row in rows], total) == ([(ids[0], 1)], 3)


def test_a_filter_takes_one_value_or_several(filled: Bank) -> None:
    first = filled.opened(person_id="p1", on="2026-03-04")
    second = filled.opened(person_id="p2", on="2026-03-03")
    third = filled.opened(person_id="p3")
    found = filled.store.find(LOAN, {"person_id": ["p1", "p2", "nobody"]})
    assert [row.state.id for row in found] == [second, first]
    assert [row.state.id for row in filled.store.find(LOAN, {"person_id": "p3"})] == [third]
    assert filled.store.find(LOAN, {"person_id": []}) == []


def test_counting_stops_where_it_is_told_to(filled: Bank) -> None:
    for _ in range(3):
        filled.opened()
    assert filled.store.count(LOAN, {"person_id": "p1"}, most=2) == 2
    assert filled.store.count(LOAN, {"person_id": "p1"}, most=9) == 3
    assert filled.store.count(LOAN, {"person_id": "nobody"}, most=9) == 0


def test_a_stage_moves_the_loan_in_every_filter(filled: Bank) -> None:
    loan_id = filled.opened()
    filled.stage("assess_loan", loan_id)
    assert filled.store.find(LOAN, {"status": "need"}) == []
    (row,) = filled.store.find(LOAN, {"status": "assessed"})
    assert (row.version, row.state.id) == (2, loan_id)


def test_current_states_are_rebuilt_from_the_log_alone(filled: Bank) -> None:
    everything(filled)
    filled.told("person_merged")
    log = filled.runtime.ledger.log
    aggregates = {each.kind: each for each in (*KINDS.values(), REFERRAL, PERSON)}
    streams: dict[str, list[dict[str, object]]] = {}
    for commit in log.commits():
        streams.setdefault(commit.stream, []).extend(commit.events)

    assert {stream.partition("-")[0] for stream in streams} == set(aggregates)
    for stream, events in streams.items():
        kind, _, record_id = stream.partition("-")
        record = log.load(kind, record_id)
        assert record is not None
        assert aggregates[kind].replay(events) == aggregates[kind].load(record.body)
