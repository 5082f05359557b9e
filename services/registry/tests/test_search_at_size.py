"""A common word is read range by range: the same people, in the same order."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from chassis.mongo import Db
from registry.census import CensusTaker, ranges, take
from registry.store import MongoFinder

from .given import Registry, caller

Reopen = Callable[[], Registry]
FAMILIES = ("Nguyễn", "Trần", "Đào")
GIVEN = ("An", "Ánh", "Bình", "Được", "Hoà", "Lan", "Ý")


@pytest.fixture
def crowd(reopen: Reopen) -> Registry:
    registry = reopen()
    for number, (family, given, middle) in enumerate(
        itertools.product(FAMILIES, GIVEN, ("Thị", "Văn"))
    ):
        born = "1950" if number % 3 else "1990"
        name = f"{family} {middle} {given}"
        registry.person(full_name=name, birth_date=born, village=f"Thôn {1 + number % 2}")
    return registry


def finder_of(registry: Registry) -> MongoFinder:
    finder = registry.office.finder
    if not isinstance(finder, MongoFinder):
        raise TypeError
    return finder


QUESTIONS: list[dict[str, Any]] = [
    {},
    {"q": "nguyen"},
    {"q": "thi nguyen"},
    {"q": "an"},
    {"q": "dao thi duoc"},
    {"village": "Thôn 1"},
    {"q": "tran", "village": "Thôn 2"},
    {"group": "rural"},
    {"group": "elderly", "q": "van"},
    {"q": "nguyen", "page": 2, "page_size": 5},
    {"page": 3, "page_size": 15},
    {"q": "zz"},
]


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_a_census_changes_the_way_and_not_the_answer(
    crowd: Registry, db: Db, asked: dict[str, Any]
) -> None:
    without = crowd.desk().search_people(**asked)
    finder_of(crowd).use_census(take(db, common=5, in_range=4))
    assert crowd.desk().search_people(**asked)["items"] == without["items"]


def test_page_after_page_shows_everybody_once(crowd: Registry, db: Db) -> None:
    finder_of(crowd).use_census(take(db, common=5, in_range=4))
    seen: list[str] = []
    for page in itertools.count(1):
        answer = crowd.desk().search_people("nguyen", page=page, page_size=3)
        if not answer["items"]:
            break
        seen += [each["full_name"] for each in answer["items"]]
    assert len(seen) == len(GIVEN) * 2 and all(name.startswith("Nguyễn") for name in seen)
    assert len(set(seen)) == len(seen)


def test_who_came_after_the_census_is_found_in_their_place(crowd: Registry, db: Db) -> None:
    finder_of(crowd).use_census(take(db, common=5, in_range=4))
    crowd.person(full_name="Nguyễn Thị Bảo")
    names = [each["full_name"] for each in crowd.desk().search_people("nguyen thi")["items"]]
    assert names[2] == "Nguyễn Thị Bảo"


def test_a_total_that_was_not_counted_says_so(crowd: Registry, db: Db) -> None:
    finder_of(crowd).use_census(take(db, common=5, in_range=4))
    answer = crowd.desk().search_people("nguyen", page_size=2)
    assert (answer["total"], answer["exact"]) == (14, False)
    assert crowd.desk().search_people("nguyen", page_size=50)["exact"] is True
    assert crowd.desk().search_people("dao thi duoc")["exact"] is True


def test_a_village_head_sees_the_own_village_through_the_census(crowd: Registry, db: Db) -> None:
    finder_of(crowd).use_census(take(db, common=5, in_range=4))
    head = crowd.desk(caller("village_head", village="Thôn 1"))
    people = head.search_people("nguyen")["items"]
    assert people and {each["village"] for each in people} == {"Thôn 1"}


def test_the_ranges_leave_nobody_out(crowd: Registry, db: Db) -> None:
    bounds = list(ranges(take(db, common=5, in_range=4)))
    assert len(bounds) > 5
    assert all(one[1] == other[0] for one, other in itertools.pairwise(bounds))
    assert bounds[0][0] == "" and bounds[-1][1] > "z"


def test_a_census_is_taken_anew_when_many_have_come(crowd: Registry, db: Db) -> None:
    taker = CensusTaker(db, finder_of(crowd).use_census)
    taker.stop()
    assert taker.look() is True
    assert taker.look() is False
    crowd.person(full_name="Lê Thị Mới")
    assert taker.look() is True
