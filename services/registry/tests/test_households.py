"""A household's poverty reaches every member's own stream, in the same transaction."""

from __future__ import annotations

import pytest
from chassis.errors import NotFound, Refused

from .given import Registry

POOR = {"status": "poor", "from": "2026-01-01", "to": "2026-07-01"}


def of_poverty(registry: Registry, person_id: str) -> list[tuple[str, str, str | None]]:
    found = registry.last_profile(person_id)["groups"]
    return [(g["code"], g["from"], g["to"]) for g in found if g["code"].endswith("household")]


def test_a_member_is_poor_while_the_household_is(registry: Registry) -> None:
    household_id = registry.household(POOR)
    person_id = registry.person(household_id=household_id)
    assert of_poverty(registry, person_id) == [("poor_household", "2026-01-01", "2026-07-01")]
    profile = registry.last_profile(person_id)
    assert profile["households"] == [
        {"household_id": household_id, "village": "Thôn 1", "from": "2020-01-01", "to": None}
    ]


def test_poverty_counts_only_while_a_member(registry: Registry) -> None:
    household_id = registry.household(POOR)
    person_id = registry.person(household_id=household_id, household_from="2026-03-01")
    assert of_poverty(registry, person_id) == [("poor_household", "2026-03-01", "2026-07-01")]


def test_a_poverty_review_reaches_every_member_at_once(registry: Registry) -> None:
    household_id = registry.household(POOR)
    members = [
        registry.person(full_name=name, household_id=household_id) for name in ("Lê An", "Lê Bình")
    ]
    before = len(registry.messages(name="person_profiled"))
    reviewed = [POOR, {"status": "near_poor", "from": "2026-07-01"}]
    registry.desk().amend_household(household_id, {"poverty": reviewed}, registry.meta())
    assert len(registry.messages(name="person_profiled")) == before + 2
    for person_id in members:
        assert of_poverty(registry, person_id) == [
            ("near_poor_household", "2026-07-01", None),
            ("poor_household", "2026-01-01", "2026-07-01"),
        ]


def test_who_left_the_household_keeps_the_truth_of_their_time(registry: Registry) -> None:
    household_id = registry.household(POOR)
    person_id = registry.person(household_id=household_id)
    leaving = {"household_id": None, "household_from": "2026-03-01"}
    registry.desk().amend_person(person_id, leaving, registry.meta())
    corrected = [{"status": "poor", "from": "2026-02-01", "to": "2026-07-01"}]
    registry.desk().amend_household(household_id, {"poverty": corrected}, registry.meta())
    assert of_poverty(registry, person_id) == [("poor_household", "2026-02-01", "2026-03-01")]


def test_joining_another_household_leaves_the_first(registry: Registry) -> None:
    first, second = registry.household(code="H1"), registry.household(code="H2")
    person_id = registry.person(household_id=first)
    joining = {"household_id": second, "household_from": "2026-05-01"}
    registry.desk().amend_person(person_id, joining, registry.meta())
    assert registry.desk().get_household(first)["members"] == [
        {"person_id": person_id, "from": "2020-01-01", "to": "2026-05-01"}
    ]
    assert registry.desk().get_household(second)["members"] == [
        {"person_id": person_id, "from": "2026-05-01", "to": None}
    ]
    assert registry.desk().get_person(person_id, "support")["household_id"] == second


def test_overlapping_poverty_is_refused(registry: Registry) -> None:
    with pytest.raises(Refused, match="poverty_overlaps"):
        registry.household(POOR, {"status": "near_poor", "from": "2026-06-01"})


def test_poverty_in_the_future_is_refused(registry: Registry) -> None:
    with pytest.raises(Refused, match="in_future"):
        registry.household({"status": "poor", "from": "2027-01-01"})


def test_a_second_household_of_a_code_warns(registry: Registry) -> None:
    first = registry.household(code="QO-01")
    body = {"code": "qo 01", "village": "Thôn 2"}
    receipt = registry.desk().register_household(body, registry.meta())
    assert receipt["warnings"] == [
        {"code": "duplicate_household_code", "field": "code", "fact": {"household_id": first}}
    ]


def test_households_are_listed_by_village(registry: Registry) -> None:
    registry.household(code="H2")
    registry.desk().register_household({"code": "H1", "village": "Thôn 2"}, registry.meta())
    assert registry.desk().list_households()["total"] == 2
    listed = registry.desk().list_households(village="thôn 2")
    assert [each["code"] for each in listed["items"]] == ["H1"]


def test_no_household_is_not_found(registry: Registry) -> None:
    with pytest.raises(NotFound, match="no_such_household"):
        registry.desk().amend_household("nothing", {"code": "x"}, registry.meta())


def test_joining_a_household_that_waits_for_its_papers_warns(registry: Registry) -> None:
    header = "Họ tên;Năm sinh;Giới tính;Thôn;Hộ nghèo\n"
    line = "Lê An;1985;Nam;Thôn 1;x\n"
    answer = registry.sent_list((header + line).encode(), "ds.csv")
    alone = registry.desk().get_person(answer["rows"][0]["person_id"])
    body = {"household_id": alone["household_id"]}
    joined = registry.desk().amend_person(registry.person(), body, registry.meta())
    assert [w["code"] for w in joined["warnings"]] == ["household_to_complete"]
    completed = {"code": "QO-17"}
    registry.desk().amend_household(alone["household_id"], completed, registry.meta())
    assert registry.desk().get_household(alone["household_id"])["to_complete"] is False


def test_a_household_is_found_by_its_code_however_it_is_written(either: Registry) -> None:
    wanted, _other = either.household(code="HĐ-07"), either.household(code="HĐ-08")
    found = either.desk().list_households(code="hđ-07")
    assert [each["id"] for each in found["items"]] == [wanted]
    assert either.desk().list_households(code="HĐ-07", village="Thôn 9")["total"] == 0
