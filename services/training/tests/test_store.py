"""What queries promise, kept by the real store and by its twin; and states from the log alone."""

from __future__ import annotations

import pytest
from chassis.commands import Ledger
from chassis.memory_log import MemoryLog
from chassis.memory_store import MemoryStore
from chassis.mongo import Transactions, ensure_indexes
from chassis.mongo_log import MongoLog
from chassis.store import MongoStore
from training.records import CLASS, ENROLMENT, INDEXES, KINDS, PERSON, REFERRAL

from .school import School
from .test_publishing import everything


@pytest.fixture(params=["mongo", "memory"])
def filled(request: pytest.FixtureRequest) -> School:
    if request.param == "memory":
        log = MemoryLog()
        return School(store=MemoryStore(log), ledger=Ledger(log))
    db = request.getfixturevalue("db")
    mongo = MongoLog(db, Transactions(db, "test"))
    mongo.prepare()
    ensure_indexes(db, INDEXES)
    return School(store=MongoStore(db), ledger=Ledger(mongo))


def test_pages_are_newest_first_and_count_all(filled: School) -> None:
    ids = [filled.opened(starts_on=on) for on in ("2026-03-02", "2026-05-02", "2026-04-02")]

    rows, total = filled.store.page(CLASS, {"listed": True}, page=1, page_size=2)
    assert ([row.state.id for row in rows], total) == ([ids[1], ids[2]], 3)
    rows, total = filled.store.page(CLASS, {"listed": True}, page=2, page_size=2)
    assert ([(row.state.id, row.version) for row in rows], total) == ([(ids[0], 1)], 3)


def test_a_filter_takes_one_value_or_several(filled: School) -> None:
    class_id = filled.opened()
    first, second, third = (
        filled.enrolled(class_id, person, on=on)[0]
        for person, on in (("p1", "2026-03-04"), ("p2", "2026-03-03"), ("p3", "2026-03-02"))
    )
    found = filled.store.find(ENROLMENT, {"person_id": ["p1", "p2", "nobody"]})
    assert [row.state.id for row in found] == [second, first]
    found = filled.store.find(ENROLMENT, {"person_id": "p3", "school": "s1"})
    assert [row.state.id for row in found] == [third]
    assert filled.store.find(ENROLMENT, {"person_id": []}) == []


def test_counting_stops_where_it_is_told_to(filled: School) -> None:
    class_id = filled.opened()
    filled.enrolled(class_id, "p1", "p2", "p3")
    assert filled.store.count(ENROLMENT, {"place_in": class_id}, most=2) == 2
    assert filled.store.count(ENROLMENT, {"place_in": class_id}, most=9) == 3
    assert filled.store.count(ENROLMENT, {"place_in": "nowhere"}, most=9) == 0


def test_a_change_moves_the_record_in_every_filter(filled: School) -> None:
    class_id = filled.opened()
    (enrolment_id,) = filled.enrolled(class_id, "p1")
    filled.desk().withdraw_enrolment(enrolment_id, {"on": "2026-03-09"}, filled.key())

    assert filled.store.find(ENROLMENT, {"place_in": class_id}) == []
    (row,) = filled.store.find(ENROLMENT, {"class_id": class_id})
    assert (row.version, row.state.status) == (2, "withdrawn")


def test_current_states_are_rebuilt_from_the_log_alone(filled: School) -> None:
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
