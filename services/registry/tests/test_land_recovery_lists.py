"""The list of land recoveries sets the decision at the household that a line names."""

from __future__ import annotations

from typing import Any

from .given import Registry
from .test_land_recovery import held, papers
from .test_list_variants import xlsx

LAND = ["STT", "Mã hộ", "Họ và tên", "Ngày sinh", "Giới tính", "Thôn"]
LAND += ["Số quyết định", "Ngày quyết định", "Diện tích"]


def test_the_list_sets_it_at_the_household_for_all_it_names(either: Registry) -> None:
    def line(number: int, name: str, birth: str) -> list[Any]:
        return [
            number, "H-07", name, birth, "Nữ", "Thôn 1", "45/QĐ-UBND", "12/03/2026", "1.250,4 m²",
        ]  # fmt: skip

    lines = [line(1, "Đào Thị Được", "15/06/1985"), line(2, "Đào Thị Hai", "1990")]
    answer = either.sent_list(xlsx([LAND, *lines]), kind="land_recovery")
    assert [row["verdict"] for row in answer["rows"]] == ["accept", "accept"], answer["rows"]
    people = [row["person_id"] for row in answer["rows"]]
    (household,) = either.desk().list_households(code="H-07")["items"]
    (decision,) = either.desk().get_household(household["id"])["land"]
    assert (decision["number"], decision["area"], decision["held_by"]) == (
        "45/QĐ-UBND", 1250, people,
    )  # fmt: skip
    for person_id in people:
        assert [each["household_id"] for each in papers(either, person_id)] == [household["id"]]
        assert held(either, person_id) == [("2026-03-12", None)]
    before = len(either.messages())
    again = either.sent_list(xlsx([LAND, *lines]), kind="land_recovery")
    assert [row["verdict"] for row in again["rows"]] == ["duplicate", "duplicate"]
    assert len(either.messages()) == before


def test_an_area_that_is_no_number_is_left_out_with_a_warning(registry: Registry) -> None:
    line = [1, "H-07", "Đào Thị Được", "15/06/1985", "Nữ", "Thôn 1", "45/QĐ", "12/03/2026", "nhiều"]
    answer = registry.sent_list(xlsx([LAND, line]), kind="land_recovery")
    assert [(p["column"], p["reason"]) for p in answer["rows"][0]["problems"]] == [
        ("area", "not_a_number")
    ]


def test_a_list_reaches_those_who_lived_there_and_are_known(registry: Registry) -> None:
    household_id = registry.household(code="H-07")
    known = registry.person(full_name="Lê An", household_id=household_id)
    line = [1, "H-07", "Đào Thị Được", "15/06/1985", "Nữ", "Thôn 1", "45/QĐ", "12/03/2026", None]
    registry.sent_list(xlsx([LAND, line]), kind="land_recovery")
    assert held(registry, known) == [("2026-03-12", None)]
