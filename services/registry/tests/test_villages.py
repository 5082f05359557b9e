"""Villages renamed and merged: everybody comes along, and back when it was a mistake."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid, NotFound, Refused

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


# -- names that ended ---------------------------------------------------------------------


def test_a_former_name_leads_to_the_village_of_today(either: Registry) -> None:
    here = either.person()
    changed(either, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    assert found_in(either, "thon 1") == found_in(either, "Thôn Đồng Tâm") == [here]
    done = either.desk().register_person(
        {
            "full_name": "Lê Văn Cả",
            "birth_date": "1990",
            "gender": "male",
            "village": "Thôn 1",
            "residence": {"kind": "permanent", "commune": "09931", "from": "2019-03-01"},
        },
        either.meta(),
    )
    assert {"code": "former_village_name", "field": "village"} in done["warnings"]
    assert stays(either, done["id"]) == [("Thôn Đồng Tâm", "2019-03-01", None)]
    (village,) = either.desk().list_villages()["items"]
    assert (village["name"], village["former_names"]) == ("Thôn Đồng Tâm", ["Thôn 1"])


def test_a_village_called_by_either_name_among_the_words_of_a_question_narrows_it(
    either: Registry,
) -> None:
    here = either.person()
    either.person(birth_date="1990", village="Thôn 2")
    changed(either, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    for q in ("dao thon dong tam", "Thôn 1 đào", "thôn đồng tâm được"):
        found = either.desk().search_people(q)["items"]
        assert [each["id"] for each in found] == [here], q


def test_who_is_registered_late_under_a_merged_village_lived_there_until_the_day_before(
    registry: Registry,
) -> None:
    registry.person(village="Thôn 2")
    registry.person(full_name="Lê Văn Cả")
    changed(registry, "merge", ["Thôn 1"], "Thôn 2")
    late = registry.person(full_name="Lê Thị Bé", village="Thôn 1")
    assert stays(registry, late) == [("Thôn 1", "2020-01-01", DAY), ("Thôn 2", DAY, None)]


def test_who_is_said_to_live_there_since_earlier_lived_in_the_village_of_then(
    either: Registry,
) -> None:
    either.person(full_name="Lê Văn Cả", village="Thôn 2")
    here = either.person()
    changed(either, "merge", ["Thôn 1", "Thôn 2"], "Thôn Đồng Tâm")
    earlier = {"kind": "permanent", "commune": "09931", "from": "2018-05-01"}
    either.desk().amend_person(here, {"residence": earlier}, either.meta())
    assert stays(either, here) == [
        ("Thôn 1", "2018-05-01", DAY),
        ("Thôn Đồng Tâm", DAY, None),
    ]


def test_a_list_that_uses_a_former_name_is_remarked_and_doubles_nobody(
    either: Registry, sample: bytes
) -> None:
    either.sent_list(sample)
    people = either.desk().search_people()["total"]
    village = names(either)[0]
    here = len(found_in(either, village))
    assert here > 0
    changed(either, "rename", [village], "Thôn Đồng Tâm")
    again = either.sent_list(sample)
    assert again["counts"].get("accept", 0) == 0
    assert either.desk().search_people()["total"] == people
    remarked = {problem["reason"] for row in again["rows"] for problem in row["problems"]}
    assert "former_village_name" in remarked
    assert len(found_in(either, "Thôn Đồng Tâm")) == here


def test_a_name_given_anew_is_the_village_that_has_it_now(either: Registry) -> None:
    """After a merger those that are left are often numbered again."""
    first, third = (
        either.person(village="Thôn 2"),
        either.person(full_name="Lê Văn Cả", village="Thôn 3"),
    )
    either.person(full_name="Lê Thị Bé", village="Thôn 1")
    changed(either, "merge", ["Thôn 2"], "Thôn 1")
    changed(either, "rename", ["Thôn 3"], "Thôn 2")
    assert stays(either, first) == [("Thôn 2", "2020-01-01", DAY), ("Thôn 1", DAY, None)]
    # the name was another village's until then: it cannot stand for the time before
    assert stays(either, third) == [("Thôn 3", "2020-01-01", DAY), ("Thôn 2", DAY, None)]
    assert found_in(either, "Thôn 2") == found_in(either, "Thôn 3") == [third]
    either.opened.importer.movers.gather()
    assert found_in(either, "Thôn 2") == [third]
    new = either.person(full_name="Đỗ Thị Bình", village="Thôn 2")
    assert stays(either, new) == [("Thôn 2", "2020-01-01", None)]


# -- put right ----------------------------------------------------------------------------


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


# -- refused and remarked -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "villages", "into", "more", "code"),
    [
        ("rename", ["Thôn 8"], "Thôn Đồng Tâm", {}, "no_such_village"),
        ("rename", ["Thôn 1"], "Thôn 2", {}, "village_exists"),
        ("rename", ["Thôn 1"], "Thôn 1", {}, "same_village"),
        ("rename", ["Thôn 1", "Thôn 2"], "Thôn Đồng Tâm", {}, "same_village"),
        ("merge", ["Thôn 1"], "Thôn 1", {}, "same_village"),
        ("merge", ["Thôn 1"], "Thôn Đồng Tâm", {}, "same_village"),
        ("rename", ["Thôn 1"], "Thôn Đồng Tâm", {"on": "2027-01-01"}, "in_future"),
    ],
)
def test_what_contradicts_itself_is_refused(
    registry: Registry, kind: str, villages: list[str], into: str, more: Any, code: str
) -> None:
    registry.person()
    registry.person(full_name="Lê Văn Cả", village="Thôn 2")
    with pytest.raises((Refused, NotFound), match=code):
        decided(registry, kind, villages, into, **more)
    assert names(registry) == ["Thôn 1", "Thôn 2"]


def test_one_change_after_the_other(registry: Registry) -> None:
    registry.person()
    registry.person(full_name="Lê Văn Cả", village="Thôn 2")
    decided(registry, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    with pytest.raises(Refused, match="villages_moving"):
        decided(registry, "rename", ["Thôn 2"], "Thôn Hòa Bình")
    registry.opened.importer.work()
    changed(registry, "rename", ["Thôn 2"], "Thôn Hòa Bình")
    assert names(registry) == ["Thôn Đồng Tâm", "Thôn Hòa Bình"]


def test_a_change_without_a_document_is_remarked(registry: Registry) -> None:
    registry.person()
    done = decided(registry, "rename", ["Thôn 1"], "Thôn Đồng Tâm", decision=None)
    assert done["warnings"] == [{"code": "decision_missing", "field": "decision"}]


def test_only_officers_change_villages(registry: Registry) -> None:
    registry.person()
    for role in ("village_head", "front", "commune_leader", "school"):
        desk = registry.desk(caller(role, village="Thôn 1"))
        with pytest.raises(Forbidden):
            desk.change_villages({}, registry.meta())
        with pytest.raises(Forbidden):
            desk.void_village_change("0" * 32, {}, registry.meta())
        with pytest.raises(Forbidden):
            desk.list_village_changes()


# -- looked at ----------------------------------------------------------------------------


def test_a_preview_counts_what_would_be_touched_and_writes_nothing(either: Registry) -> None:
    either.person(household_id=either.household())
    either.person(full_name="Lê Văn Cả", village="Thôn 2")
    either.desk().plan_visits(
        {"round": "2026-1", "village": "Thôn 1", "from": "2026-03-01", "to": "2026-04-01"},
        either.meta(),
    )
    body = {
        "kind": "rename", "villages": ["thôn 1"], "into": "Thôn Đồng Tâm", "on": DAY,
        "reason": "Theo nghị quyết",
    }  # fmt: skip
    told = either.desk().preview_village_change(body)
    assert (told["people"], told["households"], told["visit_plans"]) == (1, 1, 1)
    assert told["villages"] == [{"name": "Thôn 1", "people": 1, "households": 1, "visit_plans": 1}]
    assert (told["whole"], told["into_exists"]) == (True, False)
    assert [each["code"] for each in told["warnings"]] == ["decision_missing"]
    assert names(either) == ["Thôn 1", "Thôn 2"]
    assert either.desk().list_village_changes()["items"] == []


def test_the_list_tells_what_became_of_each_village(either: Registry) -> None:
    either.person(household_id=either.household())
    either.person(full_name="Lê Văn Cả", village="Tổ dân phố 2")
    change_id = changed(either, "merge", ["Tổ dân phố 2", "Thôn 1"], "Thôn 1")
    told = either.desk().list_village_changes()
    (village,) = told["villages"]
    assert (village["name"], village["kind"], village["since"]) == ("Thôn 1", "thon", DAY)
    assert (village["people"], village["households"]) == (2, 1)
    assert village["former"] == [
        {"name": "Tổ dân phố 2", "change_id": change_id, "kind": "merge", "on": DAY}
    ]
    (change,) = told["items"]
    assert change["decision"]["number"] == "12/NQ-HĐND"
    assert (change["status"], change["progress"]) == ("done", {"done": 1, "total": 1})
    assert change["touched"] == {"people": 1, "households": 0, "visit_plans": 0}


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


# -- whose village ------------------------------------------------------------------------


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
