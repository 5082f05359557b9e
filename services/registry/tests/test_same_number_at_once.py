"""Two people of one national id registered in the same moment: one of them is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from chassis.mongo import Db

from .given import Registry

ID = "001185000017"
Json = dict[str, Any]


def body(name: str, **changes: Any) -> Json:
    return {
        "full_name": name,
        "birth_date": "1985",
        "gender": "female",
        "village": "Thôn 1",
        "residence": {"kind": "permanent", "commune": "09931", "from": "2020-01-01"},
        "national_id": ID,
    } | changes


def codes(receipt: Json) -> list[str]:
    return [each["code"] for each in receipt["warnings"]]


def settled(registry: Registry) -> Registry:
    """The village's word is there: no new word makes the two commands meet by chance."""
    registry.person(full_name="Lê An")
    return registry


def at_once(registry: Registry, *works: Callable[[], Json]) -> list[Json]:
    """Do all of them with nobody's look-up after anybody's write: each, the first time it has
    looked for its number, waits until all have looked."""
    finder, looked = registry.office.finder, threading.Barrier(len(works))
    first, find = threading.local(), finder.find

    def meet(kind: str, where: Json, **page: Any) -> Any:
        found = find(kind, where, **page)
        if "terms" in where and not getattr(first, "done", False):
            first.done = True
            looked.wait(20)
        return found

    answers: list[Json] = []
    finder.find = meet  # type: ignore[method-assign]
    threads = [threading.Thread(target=lambda w=work: answers.append(w())) for work in works]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    finally:
        finder.find = find  # type: ignore[method-assign]
    assert len(answers) == len(works)
    return answers


def test_of_two_registered_at_once_one_is_warned_and_reviewed(
    reopen: Callable[[], Registry],
) -> None:
    registry = settled(reopen())
    metas = [registry.meta(), registry.meta()]
    answers = at_once(
        registry,
        lambda: registry.desk().register_person(body("Đào Thị Được"), metas[0]),
        lambda: registry.desk().register_person(body("Bùi Văn Tám"), metas[1]),
    )
    warned = [each for each in answers if "duplicate_national_id" in codes(each)]
    assert len(warned) == 1
    assert "review_id" in warned[0]
    assert registry.desk().list_reviews()["total"] == 1
    assert registry.desk().search_people(ID)["total"] == 2


def test_of_many_at_once_all_but_one_are_warned(reopen: Callable[[], Registry]) -> None:
    registry = settled(reopen())
    names = ["Đào Thị Được", "Bùi Văn Tám", "Kiều Thị Mơ", "Đỗ Quang Hưng"]
    metas = [registry.meta() for _ in names]

    def one(index: int) -> Callable[[], Json]:
        return lambda: registry.desk().register_person(body(names[index]), metas[index])

    answers = at_once(registry, *(one(index) for index in range(len(names))))
    assert sum("duplicate_national_id" in codes(each) for each in answers) == len(names) - 1


def test_a_number_corrected_while_another_registers_it_is_met(
    reopen: Callable[[], Registry],
) -> None:
    registry = reopen()
    other = registry.person(full_name="Lê An")
    metas = [registry.meta(), registry.meta()]
    answers = at_once(
        registry,
        lambda: registry.desk().register_person(body("Đào Thị Được"), metas[0]),
        lambda: registry.desk().amend_person(other, {"national_id": ID}, metas[1]),
    )
    assert sum("duplicate_national_id" in codes(each) for each in answers) == 1


def test_different_numbers_do_not_meet(reopen: Callable[[], Registry]) -> None:
    registry = reopen()
    metas = [registry.meta(), registry.meta()]
    other = body("Bùi Văn Tám", national_id="001085000018", birth_date="1970")
    answers = at_once(
        registry,
        lambda: registry.desk().register_person(body("Đào Thị Được"), metas[0]),
        lambda: registry.desk().register_person(other, metas[1]),
    )
    assert [codes(each) for each in answers if "duplicate_national_id" in codes(each)] == []


def test_a_list_meets_whoever_is_registered_at_a_desk_meanwhile(
    reopen: Callable[[], Registry], sample: bytes
) -> None:
    registry = settled(reopen())
    meanwhile: list[Json] = []
    keep_with = registry.office.imports.keep_with

    def first_a_desk(*batch: Any) -> None:
        """The batch is judged; before it is written the officer registers one of its people."""
        if not meanwhile:
            taken = body("Người Trùng Số", national_id="001303599344", birth_date="1950")
            meanwhile.append(registry.desk().register_person(taken, registry.meta()))
        keep_with(*batch)

    registry.office.imports.keep_with = first_a_desk  # type: ignore[method-assign]
    answer = registry.sent_list(sample)
    assert answer["status"] == "done"
    # by its number somebody known: the list made no second person of it
    assert registry.desk().search_people("001303599344")["total"] == 1
    assert "duplicate_national_id" not in codes(meanwhile[0]), "at the desk nobody had it yet"


def test_an_amended_number_that_somebody_has_warns(either: Registry) -> None:
    first = either.person(national_id=ID)
    second = either.person(full_name="Lê An")
    told = either.desk().amend_person(second, {"national_id": ID}, either.meta())
    (warned,) = [each for each in told["warnings"] if each["code"] == "duplicate_national_id"]
    assert warned["fact"] == {"person_id": first}
    again = either.desk().amend_person(second, {"phone": "0912345678"}, either.meta())
    assert "duplicate_national_id" not in codes(again)


@pytest.mark.parametrize("how", ["erased", "amended"])
def test_no_trace_of_a_number_is_kept_once_nobody_has_it(
    reopen: Callable[[], Registry], db: Db, how: str
) -> None:
    registry = reopen()
    person_id = registry.person(national_id=ID)
    assert db["guards"].count_documents({}) == 1
    assert ID not in str(list(db["guards"].find()))
    if how == "erased":
        registry.desk().erase_person(person_id, {"basis": "request"}, registry.meta())
    else:
        registry.desk().amend_person(person_id, {"national_id": None}, registry.meta())
    assert db["guards"].count_documents({}) == 0
