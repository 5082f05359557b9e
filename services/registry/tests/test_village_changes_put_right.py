"""A change of villages entered by mistake is taken back to where each one was."""

from __future__ import annotations

import pytest
from chassis.errors import Refused

from .changing_villages import changed, decided, found_in, names, stays, voided
from .given import Registry


@pytest.mark.parametrize("kind", ["rename", "merge", "correction"])
def test_a_change_entered_by_mistake_is_taken_back_to_where_each_one_was(
    either: Registry, kind: str
) -> None:
    home = either.household({"status": "poor", "from": "2026-01-01"})
    here = either.person(household_id=home)
    either.person(full_name="Lê Văn Cả", village="Thôn 2")
    before = either.last_profile(here)
    into = "Thôn 2" if kind == "merge" else "Thôn Đồng Tâm"
    change_id = changed(either, kind, ["Thôn 1"], into)
    moved = either.person(full_name="Đỗ Thị Bình", village="Thôn 1")
    away = {"kind": "permanent", "commune": "09931", "from": "2026-09-01", "village": "Thôn 9"}
    either.desk().amend_person(moved, {"residence": away}, either.meta())
    voided(either, change_id)
    assert either.last_profile(here) == before
    assert either.desk().get_household(home)["village"] == "Thôn 1"
    assert stays(either, moved) == [
        ("Thôn 1", "2020-01-01", "2026-09-01"),
        ("Thôn 9", "2026-09-01", None),
    ]
    assert names(either) == ["Thôn 1", "Thôn 2", "Thôn 9"]
    assert either.desk().get_village_change(change_id)["status"] == "voided"
    last = either.desk().person_history(here)["items"][-1]
    assert last["events"] == ["SuccessionUndone"]
    assert last["reason"] == f"village_change_voided {change_id}"


def test_a_change_voided_before_anybody_followed_moves_nobody(either: Registry) -> None:
    here = either.person()
    change_id = decided(either, "rename", ["Thôn 1"], "Thôn Đồng Tâm")["id"]
    voided(either, change_id)
    assert stays(either, here) == [("Thôn 1", "2020-01-01", None)]
    assert len(either.desk().person_history(here)["items"]) == 1


def test_the_later_change_of_a_village_is_voided_first(registry: Registry) -> None:
    registry.person()
    first = changed(registry, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    second = changed(registry, "rename", ["Thôn Đồng Tâm"], "Thôn Hòa Bình")
    body = {"reason": "Nhập nhầm"}
    with pytest.raises(Refused, match="later_village_change"):
        registry.desk().void_village_change(first, body, registry.meta())
    voided(registry, second)
    voided(registry, first)
    assert names(registry) == ["Thôn 1"]
    with pytest.raises(Refused, match="voided"):
        registry.desk().void_village_change(first, body, registry.meta())


def test_a_village_renamed_back_has_one_name_all_the_time(registry: Registry) -> None:
    here = registry.person()
    changed(registry, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    changed(registry, "rename", ["Thôn Đồng Tâm"], "Thôn 1", on="2026-10-01")
    assert stays(registry, here) == [("Thôn 1", "2020-01-01", None)]
    assert found_in(registry, "Thôn Đồng Tâm") == [here]
