"""Villages renamed and merged: everybody comes along, plans of visits and heads too."""

from __future__ import annotations

import pytest
from chassis.errors import Forbidden, Invalid

from .changing_villages import DAY, changed, decided, found_in, names, stays, voided
from .given import Registry, caller


def test_a_renamed_village_keeps_its_history_under_one_name(either: Registry) -> None:
    here = either.person()
    was_here = either.person(full_name="Lê Văn Cả")
    either.desk().amend_person(
        was_here,
        {
            "residence": {
                "kind": "permanent", "commune": "09931", "from": "2025-05-01", "village": "Thôn 9"
            }
        },
        either.meta(),
    )  # fmt: skip
    changed(either, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    assert stays(either, here) == [("Thôn Đồng Tâm", "2020-01-01", None)]
    assert stays(either, was_here) == [
        ("Thôn Đồng Tâm", "2020-01-01", "2025-05-01"),
        ("Thôn 9", "2025-05-01", None),
    ]
    assert names(either) == ["Thôn 9", "Thôn Đồng Tâm"]


def test_who_lives_in_a_merged_village_lived_under_its_name_until_the_day_before(
    either: Registry,
) -> None:
    one, other = either.person(), either.person(full_name="Lê Văn Cả", village="Thôn 2")
    late = either.person(
        full_name="Lê Thị Bé",
        village="Thôn 2",
        residence={"kind": "permanent", "commune": "09931", "from": "2026-08-01"},
    )
    changed(either, "merge", ["Thôn 1", "Thôn 2"], "Thôn Đồng Tâm")
    assert stays(either, one) == [
        ("Thôn 1", "2020-01-01", DAY),
        ("Thôn Đồng Tâm", DAY, None),
    ]
    assert stays(either, other)[0] == ("Thôn 2", "2020-01-01", DAY)
    assert stays(either, late) == [("Thôn Đồng Tâm", "2026-08-01", None)]
    assert found_in(either, "Thôn Đồng Tâm") == sorted([one, other, late])


def test_a_village_merged_into_another_that_goes_on_leaves_that_one_as_it_was(
    either: Registry,
) -> None:
    joins, stayed = either.person(village="Thôn 2"), either.person(full_name="Lê Văn Cả")
    before = len(either.messages(name="person_profiled"))
    changed(either, "merge", ["Thôn 1", "Thôn 2"], "Thôn 1")
    assert stays(either, joins) == [("Thôn 2", "2020-01-01", DAY), ("Thôn 1", DAY, None)]
    assert stays(either, stayed) == [("Thôn 1", "2020-01-01", None)]
    assert len(either.messages(name="person_profiled")) == before + 1
    assert names(either) == ["Thôn 1"]


def test_two_spellings_of_one_village_become_one(either: Registry) -> None:
    person_id = either.person(village="Cộng Hòa")
    either.person(full_name="Lê Văn Cả", village="Thôn Cộng Hòa")
    done = decided(either, "correction", ["Cộng Hòa"], "Thôn Cộng Hòa", decision=None)
    assert done["warnings"] == []
    either.opened.importer.work()
    assert stays(either, person_id) == [("Thôn Cộng Hòa", "2020-01-01", None)]
    assert names(either) == ["Thôn Cộng Hòa"]


def test_a_village_typed_without_marks_gets_them(either: Registry) -> None:
    person_id = either.person(village="Thon Cong Hoa")
    change_id = changed(either, "correction", ["Thon Cong Hoa"], "Thôn Cộng Hòa")
    assert stays(either, person_id) == [("Thôn Cộng Hòa", "2020-01-01", None)]
    assert names(either) == ["Thôn Cộng Hòa"]
    later = either.person(full_name="Lê Văn Cả", village="thon cong hoa")
    assert stays(either, later) == [("Thôn Cộng Hòa", "2020-01-01", None)]
    voided(either, change_id)
    assert stays(either, person_id) == [("Thon Cong Hoa", "2020-01-01", None)]


def test_households_go_with_their_members(either: Registry) -> None:
    home = either.household({"status": "poor", "from": "2026-01-01"})
    person_id = either.person(household_id=home)
    either.person(full_name="Lê Văn Cả", village="Thôn 2")
    changed(either, "merge", ["Thôn 1"], "Thôn 2")
    assert either.desk().get_household(home)["village"] == "Thôn 2"
    told = either.last_profile(person_id)
    assert [(each["village"], each["from"], each["to"]) for each in told["households"]] == [
        ("Thôn 1", "2020-01-01", DAY),
        ("Thôn 2", DAY, None),
    ]
    poor = [each for each in told["groups"] if each["code"] == "poor_household"]
    assert poor == [{"code": "poor_household", "from": "2026-01-01", "to": None}]


def test_a_later_review_of_poverty_leaves_the_time_before_the_merger_where_it_was(
    registry: Registry,
) -> None:
    home = registry.household()
    person_id = registry.person(household_id=home)
    registry.person(full_name="Lê Văn Cả", village="Thôn 2")
    changed(registry, "merge", ["Thôn 1"], "Thôn 2")
    poverty = [{"status": "near_poor", "from": "2026-01-01"}]
    registry.desk().amend_household(home, {"poverty": poverty}, registry.meta())
    told = registry.last_profile(person_id)
    assert [each["village"] for each in told["households"]] == ["Thôn 1", "Thôn 2"]
    groups = [each for each in told["groups"] if each["code"] == "near_poor_household"]
    assert groups == [{"code": "near_poor_household", "from": "2026-01-01", "to": None}]


def test_the_history_of_a_person_says_who_decided_when_and_by_which_document(
    either: Registry,
) -> None:
    person_id = either.person()
    change_id = changed(either, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    last = either.desk().person_history(person_id)["items"][-1]
    assert (last["actor"], last["on"]) == ("commune_officer:officer-1", DAY)
    assert last["events"] == ["VillageSucceeded"]
    assert last["reason"] == f"village_change {change_id}"
    (line,) = last["changes"]
    assert line["before"]["village"] == "Thôn 1"
    assert line["after"]["village"] == "Thôn Đồng Tâm"
    assert last["village_change"]["decision"]["number"] == "12/NQ-HĐND"
    assert last["village_change"]["kind"] == "rename"
    assert "reason" not in last["village_change"]


def test_a_round_of_visits_follows_a_new_name_and_stays_with_the_doors_of_a_merged_one(
    either: Registry,
) -> None:
    one, other = either.person(), either.person(full_name="Lê Văn Cả", village="Thôn 2")
    for village in ("Thôn 1", "Thôn 2"):
        body = {"round": "2026-2", "village": village, "from": "2026-09-01", "to": "2026-10-01"}
        either.desk().plan_visits(body, either.meta())
    changed(either, "rename", ["Thôn 2"], "Thôn Hòa Bình")
    body = {"round": "2026-2", "village": "Thôn 2", "from": "2026-09-01", "to": "2026-11-01"}
    either.desk().plan_visits(body, either.meta())  # the same plan, called as it was
    changed(either, "merge", ["Thôn 1"], "Thôn Hòa Bình")
    told = either.desk().outreach_coverage("2026-2")["items"]
    assert {each["village"]: each["people"] for each in told} == {
        "Thôn 1": 1,
        "Thôn Hòa Bình": 2,
    }
    merged = next(each for each in told if each["village"] == "Thôn 1")
    missed = either.desk().not_reached(merged["id"])["items"]
    assert [each["id"] for each in missed] == [one]
    assert other != one


def test_a_head_sees_what_the_own_village_became(either: Registry) -> None:
    one, other = either.person(), either.person(full_name="Lê Văn Cả", village="Thôn 2")
    heads = [either.desk(caller("village_head", village=each)) for each in ("Thôn 1", "Thôn 2")]
    changed(either, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    for _ in range(2):
        heads = [either.desk(caller("village_head", village=each)) for each in ("Thôn 1", "Thôn 2")]
        assert heads[0].get_person(one)["id"] == one
    with pytest.raises(Forbidden):
        heads[0].get_person(other)
    changed(either, "merge", ["Thôn 2"], "Thôn Đồng Tâm")
    for village in ("Thôn 1", "Thôn 2", "Thôn Đồng Tâm"):
        head = either.desk(caller("village_head", village=village))
        assert {each["id"] for each in head.search_people()["items"]} == {one, other}
        assert set(head.names([one, other])["people"]) == {one, other}
        (listed,) = head.list_villages()["items"]
        assert (listed["name"], listed["own"]) == ("Thôn Đồng Tâm", True)
        head.record_outreach(
            {
                "village": village, "channel": "meeting", "topic": "other", "on": "2026-11-01",
                "reached": 3,
            },
            either.meta(),
        )  # fmt: skip


def test_a_head_whose_villages_name_another_has_now_sees_nobody_until_the_account_says_which(
    either: Registry,
) -> None:
    merged = either.person(village="Thôn 2")
    renamed = either.person(full_name="Lê Văn Cả", village="Thôn 3")
    either.person(full_name="Lê Thị Bé", village="Thôn 1")
    changed(either, "merge", ["Thôn 2"], "Thôn 1", on="2026-07-01")
    changed(either, "rename", ["Thôn 3"], "Thôn 2", on="2026-07-01")
    head = either.desk(caller("village_head", village="Thôn 2"))
    with pytest.raises(Forbidden, match="village_name_given_anew"):
        head.search_people()
    old = either.desk(caller("village_head", village="Thôn 2@2026-06-30"))
    assert old.get_person(merged)["id"] == merged
    with pytest.raises(Forbidden):
        old.get_person(renamed)
    new = either.desk(caller("village_head", village="Thôn 2@2026-07-01"))
    assert [each["id"] for each in new.search_people()["items"]] == [renamed]
    with pytest.raises(Forbidden):
        either.desk(caller("village_head", village="Thôn 2@hôm qua")).search_people()


def test_outreach_recorded_before_stays_the_heads_to_put_right(registry: Registry) -> None:
    registry.person()
    head = caller("village_head", village="Thôn 1")
    body = {
        "village": "Thôn 1", "channel": "meeting", "topic": "other", "on": "2026-05-01",
        "reached": 9,
    }  # fmt: skip
    outreach_id = registry.desk(head).record_outreach(body, registry.meta())["id"]
    changed(registry, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    registry.desk(head).amend_record("outreach", outreach_id, {"reached": 8}, registry.meta())


def test_who_is_taken_apart_from_a_duplicate_later_comes_after(either: Registry) -> None:
    one, duplicate = either.person(), either.person(full_name="Đào Thị Đượcc")
    either.desk().merge_person(duplicate, {"into": one}, either.meta())
    changed(either, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    either.desk().unmerge_person(duplicate, {"reason": "Hai người"}, either.meta())
    either.opened.importer.movers.gather()
    assert found_in(either, "Thôn Đồng Tâm") == sorted([one, duplicate])


def test_a_village_without_a_name_is_named_by_its_place(registry: Registry) -> None:
    with pytest.raises(Invalid) as refused:
        decided(registry, "merge", ["Thôn 1", " "], "Thôn 1")
    assert refused.value.fact["fields"] == {"villages.1": ["blank"]}


def test_villages_stand_in_vietnamese_order_and_by_their_numbers(either: Registry) -> None:
    in_order = ["Thôn Dâu", "Thôn Đào", "Xóm 2", "Xóm 10"]
    for each in reversed(in_order):
        either.person(full_name=f"Lê {each}", village=each)
    assert names(either) == in_order
    told = either.desk().list_village_changes()["villages"]
    assert [each["name"] for each in told] == in_order
    changed(either, "rename", ["Xóm 10"], "Thôn Đoài")
    assert names(either) == ["Thôn Dâu", "Thôn Đào", "Thôn Đoài", "Xóm 2"]
