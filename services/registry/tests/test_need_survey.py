"""The yearly need survey: each person once in a row, voided and withdrawn needs left out."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid

from .given import Registry, caller


def need(registry: Registry, person_id: str, kind: str, **more: Any) -> str:
    body = {"kind": kind, "on": "2026-03-01"} | more
    return str(registry.desk().record_need(person_id, body, registry.meta())["id"])


def rows(registry: Registry, by: str, year: int = 2026) -> dict[Any, tuple[int, int]]:
    found = registry.desk().needs_summary(year, by)["items"]
    return {row["key"]: (row["needs"], row["people"]) for row in found}


def surveyed(registry: Registry) -> tuple[str, str]:
    one = registry.person(full_name="Lê Thị An", village="Thôn 1")
    other = registry.person(full_name="Lê Văn Cả", village="Thôn 2", ethnicity="Mường")
    need(
        registry,
        one,
        "training",
        level="elementary",
        form="mobile",
        occupation="May công nghiệp",
    )
    need(registry, one, "startup")
    need(registry, other, "training", occupation="Điện dân dụng")
    return one, other


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("village", {"Thôn 1": (2, 1), "Thôn 2": (1, 1)}),
        ("kind", {"training": (2, 2), "startup": (1, 1)}),
        ("occupation", {"May công nghiệp": (1, 1), "Điện dân dụng": (1, 1), None: (1, 1)}),
        ("level", {"elementary": (1, 1), None: (2, 2)}),
        ("form", {"mobile": (1, 1), None: (2, 2)}),
        ("group", {"rural": (3, 2), "ethnic_minority": (1, 1)}),
    ],
)
def test_needs_are_summed_by(either: Registry, by: str, expected: dict[Any, Any]) -> None:
    surveyed(either)
    assert rows(either, by) == expected


def test_a_need_stands_from_its_year_until_it_is_withdrawn(registry: Registry) -> None:
    person_id = registry.person()
    need_id = need(registry, person_id, "job", on="2025-06-01")
    registry.desk().withdraw_need(need_id, {"on": "2025-12-01"}, registry.meta())
    need(registry, person_id, "credit", on="2026-02-01")
    assert rows(registry, "kind", 2024) == {}
    assert rows(registry, "kind", 2025) == {"job": (1, 1)}
    assert rows(registry, "kind", 2026) == {"credit": (1, 1)}


def test_voided_needs_and_people_who_left_are_not_counted(registry: Registry) -> None:
    one, other = surveyed(registry)
    void = {"reason_code": "entered_by_mistake"}
    registry.desk().void_record("needs", need(registry, one, "job"), void, registry.meta())
    left = {"on": "2026-05-01", "reason": "moved_away"}
    registry.desk().record_person_left(other, left, registry.meta())
    assert rows(registry, "kind") == {"training": (1, 1), "startup": (1, 1)}


def test_small_cells_are_hidden_from_whoever_is_no_officer(registry: Registry) -> None:
    surveyed(registry)
    for number in range(5):
        need(registry, registry.person(full_name=f"Lê {'abcde'[number]}", village="Thôn 3"), "job")
    told = registry.desk(caller("commune_leader")).needs_summary(2026, "village")
    assert [(row["key"], row["people"]) for row in told["items"]] == [("Thôn 3", 5)]
    assert told["hidden"] == 2
    assert told["rounded"] and told["total"] == {"needs": 5, "people": 5}


def test_what_is_hidden_cannot_be_reckoned_from_what_is_shown(registry: Registry) -> None:
    people = [
        registry.person(full_name=f"Lê {name}", village="Thôn 3")
        for name in ("An", "Bình", "Chi", "Dung", "Em", "Giang")
    ]
    for person_id in people:
        need(registry, person_id, "job")
    for person_id in people[:2]:
        need(registry, person_id, "credit")
    told = registry.desk(caller("front")).needs_summary(2026)
    (row,) = told["items"]
    assert row["kinds"]["job"] == 6 and row["kinds"]["credit"] is None
    assert row["needs"] is None, "6 of 8 would tell the two"
    assert told["total"] == {"needs": 5, "people": 5} and told["hidden"] == 0
    whole = registry.desk().needs_summary(2026)
    assert whole["total"] == {"needs": 8, "people": 6} and not whole["rounded"]


def test_groups_are_the_officers_alone(registry: Registry) -> None:
    with pytest.raises(Forbidden):
        registry.desk(caller("front")).needs_summary(2026, "group")
    with pytest.raises(Forbidden):
        registry.desk(caller("school")).needs_summary(2026)
    with pytest.raises(Invalid):
        registry.desk().needs_summary(2026, "shoe_size")


def test_as_many_needs_stand_in_the_order_of_names(registry: Registry) -> None:
    in_order = ["Xóm 2", "Xóm 10", "Xóm Dâu", "Xóm Đào"]
    for each in reversed(in_order):
        somebody = registry.person(full_name=f"Lê {each}", village=each)
        need(registry, somebody, "training", occupation=f"Nghề {each}")
    assert list(rows(registry, "village")) == in_order
    listed = [each["name"] for each in registry.desk().list_occupations()["items"]]
    assert listed == [f"Nghề {each}" for each in in_order]
