"""What queries on current states promise, kept by the real store and by its twin."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from chassis.commands import Aggregate, Ledger, Unit
from chassis.log import Json, Log
from chassis.memory_log import MemoryLog
from chassis.memory_store import MemoryStore
from chassis.mongo import Db
from chassis.store import MongoStore, Store
from tallies.domain import intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    name: str
    place: str


PARCEL: Aggregate[Parcel, Parcel] = Aggregate(
    "parcel",
    state=Parcel,
    events=[Parcel],
    evolve=lambda _state, event: event,
    fields=lambda state: {"order": state.name, "place": state.place},
)


@dataclass(frozen=True, slots=True)
class Stored:
    """``put`` stores a parcel by its name, or moves it."""

    log: Log
    store: Store

    def put(self, name: str, place: str) -> None:
        def work(unit: Unit) -> Json:
            unit.save(PARCEL, name, [Parcel(name=name, place=place)])
            return {}

        Ledger(self.log).run(intent(f"{name} to {place}"), work)


@pytest.fixture
def stored(log: Log, request: pytest.FixtureRequest) -> Stored:
    if isinstance(log, MemoryLog):
        return Stored(log, MemoryStore(log))
    db: Db = request.getfixturevalue("db")
    return Stored(log, MongoStore(db))


def names(stored: Stored, **where: str | list[str]) -> list[str]:
    return [row.state.name for row in stored.store.find(PARCEL, where)]


def test_a_page_is_newest_first_with_how_many_there_are(stored: Stored) -> None:
    for name in ("b", "c", "a"):
        stored.put(name, "here")
    rows, total = stored.store.page(PARCEL, {"place": "here"}, page=1, page_size=2)
    assert ([row.state.name for row in rows], total) == (["c", "b"], 3)
    rows, total = stored.store.page(PARCEL, {"place": "here"}, page=2, page_size=2)
    assert ([(row.state.name, row.version) for row in rows], total) == ([("a", 1)], 3)


def test_all_are_found_oldest_first_by_one_value_or_by_several(stored: Stored) -> None:
    for name, place in (("b", "here"), ("c", "there"), ("a", "here"), ("d", "elsewhere")):
        stored.put(name, place)
    assert names(stored, place="here") == ["a", "b"]
    assert names(stored, place=["here", "there", "nowhere"]) == ["a", "b", "c"]
    assert names(stored, place=[]) == []


def test_a_record_that_moved_is_found_where_it_is_in_its_new_version(stored: Stored) -> None:
    stored.put("a", "here")
    stored.put("a", "there")
    assert names(stored, place="here") == []
    (row,) = stored.store.find(PARCEL, {"place": "there"})
    assert (row.version, row.state) == (2, Parcel(name="a", place="there"))


def test_counting_stops_where_it_is_told_to(stored: Stored) -> None:
    for name in ("a", "b", "c"):
        stored.put(name, "here")
    assert stored.store.count(PARCEL, {"place": "here"}, most=2) == 2
    assert stored.store.count(PARCEL, {"place": "here"}, most=9) == 3
    assert stored.store.count(PARCEL, {"place": "nowhere"}, most=9) == 0
