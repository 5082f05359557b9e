"""Land is recovered from a household: who lived there that day holds the group by the decision."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Conflict, Refused

from .given import Json, Registry

DECISION = {
    "number": "45/QĐ-UBND",
    "on": "2026-03-12",
    "issued_by": "UBND xã Hưng Đạo",
    "land": "agricultural",
    "area": 360,
}


def recover(registry: Registry, household_id: str, **more: Any) -> Json:
    return registry.desk().record_land_recovery(household_id, DECISION | more, registry.meta())


def held(registry: Registry, person_id: str) -> list[tuple[str, str | None]]:
    """The days of land-recovered as the indicators are told them."""
    groups = registry.last_profile(person_id)["groups"]
    return [(g["from"], g["to"]) for g in groups if g["code"] == "land_recovered"]


def papers(registry: Registry, person_id: str) -> list[Json]:
    return [
        each
        for each in registry.desk().get_person(person_id)["groups"]
        if each["code"] == "land_recovered"
    ]


def family(registry: Registry) -> tuple[str, list[str]]:
    household_id = registry.household()
    members = [
        registry.person(full_name=name, household_id=household_id) for name in ("Lê An", "Lê Bình")
    ]
    return household_id, members


def test_everybody_who_lived_there_that_day_holds_the_group_by_the_decision(
    either: Registry,
) -> None:
    household_id, members = family(either)
    before = len(either.messages(name="person_profiled"))
    receipt = recover(either, household_id)
    assert receipt["warnings"] == []
    assert len(either.messages(name="person_profiled")) == before + 2
    for person_id in members:
        assert held(either, person_id) == [("2026-03-12", None)]
        (paper,) = papers(either, person_id)
        assert paper["evidence"] == {
            "document": "land_recovery_decision",
            "number": "45/QĐ-UBND",
            "issued_by": "UBND xã Hưng Đạo",
            "issued_on": "2026-03-12",
            "verified_by": None,
        }
        assert paper["household_id"] == household_id
    (shown,) = either.desk().get_household(household_id)["land"]
    assert shown["held_by"] == members
    assert (shown["number"], shown["on"], shown["area"], shown["land"]) == (
        "45/QĐ-UBND", "2026-03-12", 360, "agricultural",
    )  # fmt: skip
    (ends,) = {each["ends_on"] for each in either.desk().list_expiring(366)["items"]} or {None}
    assert ends is None  # five years on, by the policy: not within a year


def test_the_household_and_all_its_members_are_written_together_or_not_at_all(
    registry: Registry,
) -> None:
    household_id, members = family(registry)
    with pytest.raises(Conflict, match="version_moved"):
        registry.desk().record_land_recovery(household_id, DECISION, registry.meta(if_match=1))
    assert [held(registry, each) for each in members] == [[], []]
    assert registry.desk().get_household(household_id)["land"] == []


def test_who_came_later_or_had_left_does_not_hold_it(registry: Registry) -> None:
    household_id = registry.household()
    later = registry.person(household_id=household_id, household_from="2026-03-13")
    gone = registry.person(household_id=household_id)
    out = {"household_id": None, "household_from": "2026-03-12"}
    registry.desk().amend_person(gone, out, registry.meta())
    away = registry.person(household_id=household_id)
    left = {"on": "2026-02-01", "reason": "moved_away"}
    registry.desk().record_person_left(away, left, registry.meta())
    receipt = recover(registry, household_id)
    assert [w["code"] for w in receipt["warnings"]] == ["land_recovery_reaches_nobody"]
    newcomer = registry.person(household_id=household_id, household_from="2026-04-01")
    assert [held(registry, each) for each in (later, gone, away, newcomer)] == [[]] * 4


def test_who_is_found_to_have_lived_there_that_day_holds_it_too(registry: Registry) -> None:
    household_id = registry.household()
    recover(registry, household_id)
    registered_late = registry.person(household_id=household_id, household_from="2025-01-01")
    joined_late = registry.person()
    joining = {"household_id": household_id, "household_from": "2026-01-01"}
    registry.desk().amend_person(joined_late, joining, registry.meta())
    assert [held(registry, each) for each in (registered_late, joined_late)] == [
        [("2026-03-12", None)]
    ] * 2
    leaving = {"household_id": None, "household_from": "2026-02-01"}
    registry.desk().amend_person(joined_late, leaving, registry.meta())
    assert held(registry, joined_late) == []


def test_who_was_too_young_then_does_not_and_an_age_nobody_can_tell_is_the_officers(
    registry: Registry,
) -> None:
    household_id = registry.household()
    child = registry.person(birth_date="2011-03-13", household_id=household_id)
    of_age = registry.person(birth_date="2011-03-12", household_id=household_id)
    unsure = registry.person(birth_date="2011", household_id=household_id)
    receipt = recover(registry, household_id)
    assert receipt["warnings"] == [
        {"code": "age_not_decidable", "field": "birth_date", "fact": {"person_id": unsure}}
    ]
    assert [bool(held(registry, each)) for each in (child, of_age, unsure)] == [False, True, False]
    body = {"include": [unsure], "reason": "paper"}
    recovery = receipt["recovery_id"]
    registry.desk().amend_land_recovery(household_id, recovery, body, registry.meta())
    assert held(registry, unsure) == [("2026-03-12", None)]
    better = {"birth_date": "2011-05-01"}
    registry.desk().amend_person(unsure, better, registry.meta())
    assert held(registry, unsure) == [("2026-03-12", None)]  # the officer said so


def test_a_better_birth_date_decides(registry: Registry) -> None:
    household_id = registry.household()
    unsure = registry.person(birth_date="2011", household_id=household_id)
    recover(registry, household_id)
    registry.desk().amend_person(unsure, {"birth_date": "2011-02-01"}, registry.meta())
    assert held(registry, unsure) == [("2026-03-12", None)]


def test_the_officer_leaves_out_who_has_no_part_in_the_land(registry: Registry) -> None:
    household_id, (one, other) = family(registry)
    receipt = recover(registry, household_id, leave_out=[other])
    assert (bool(held(registry, one)), held(registry, other)) == (True, [])
    with pytest.raises(Refused, match="contradictory"):
        body = {"include": [other]}
        recovery = receipt["recovery_id"]
        registry.desk().amend_land_recovery(household_id, recovery, body, registry.meta())


def test_a_correction_reaches_all_members_at_once(either: Registry) -> None:
    household_id, members = family(either)
    newcomer = either.person(household_id=household_id, household_from="2026-05-01")
    recovery = recover(either, household_id)["recovery_id"]
    body = {"on": "2026-06-01", "number": "54/QĐ-UBND", "reason": "mistake"}
    either.desk().amend_land_recovery(household_id, recovery, body, either.meta())
    for person_id in (*members, newcomer):
        assert held(either, person_id) == [("2026-06-01", None)]
        assert papers(either, person_id)[0]["evidence"]["number"] == "54/QĐ-UBND"
    before = len(either.messages())
    either.desk().amend_land_recovery(household_id, recovery, body, either.meta())
    assert len(either.messages()) == before


def test_a_voided_decision_takes_the_group_from_everybody(either: Registry) -> None:
    household_id, members = family(either)
    recovery = recover(either, household_id)["recovery_id"]
    void = {"reason_code": "entered_by_mistake", "note": "nhầm hộ ông Lê An"}
    either.desk().void_land_recovery(household_id, recovery, void, either.meta())
    assert [held(either, each) for each in members] == [[], []]
    (shown,) = either.desk().get_household(household_id)["land"]
    assert (shown["voided"], shown["held_by"]) == ("entered_by_mistake", [])
    history = either.desk().record_history("households", household_id)["items"]
    assert history[-1]["reason"] == "nhầm hộ ông Lê An"
    again = recover(either, household_id)["recovery_id"]
    assert again != recovery
    assert held(either, members[0]) == [("2026-03-12", None)]
    with pytest.raises(Refused, match="voided"):
        either.desk().void_land_recovery(household_id, recovery, void, either.meta())


def test_one_decision_is_recorded_once_and_a_second_is_another(registry: Registry) -> None:
    household_id, (one, _) = family(registry)
    recover(registry, household_id)
    with pytest.raises(Refused, match="land_recovery_known"):
        recover(registry, household_id, number="45/qđ-ubnd")
    recover(registry, household_id, number="99/QĐ-UBND", on="2026-08-01")
    assert len(papers(registry, one)) == 2
    assert held(registry, one) == [("2026-03-12", None)]  # one time, two papers


def test_what_is_the_households_is_not_corrected_with_one_member(registry: Registry) -> None:
    household_id, (one, _) = family(registry)
    recovery = recover(registry, household_id)["recovery_id"]
    void = {"reason_code": "entered_by_mistake"}
    for refused in (
        lambda: registry.desk().void_group(one, recovery, void, registry.meta()),
        lambda: registry.desk().amend_group(one, recovery, {"to": "2026-09-01"}, registry.meta()),
    ):
        with pytest.raises(Refused, match="group_of_household"):
            refused()


def test_the_decision_takes_the_place_of_the_same_paper_of_a_person(registry: Registry) -> None:
    household_id, (one, _) = family(registry)
    body = {"code": "land_recovered", "from": "2026-03-12"}
    body["evidence"] = {"document": "land_recovery_decision", "number": "45/QĐ-UBND"}
    registry.desk().add_group(one, body, registry.meta())
    recover(registry, household_id)
    (paper,) = papers(registry, one)
    assert paper["household_id"] == household_id


def test_a_member_who_was_away_keeps_the_days_of_their_absence_out(registry: Registry) -> None:
    household_id, (one, _) = family(registry)
    recovery = recover(registry, household_id)["recovery_id"]
    left = {"on": "2026-05-01", "reason": "moved_away"}
    registry.desk().record_person_left(one, left, registry.meta())
    back = {"residence": {"kind": "permanent", "commune": "09931", "from": "2026-08-01"}}
    registry.desk().amend_person(one, {**back, "village": "Thôn 1"}, registry.meta())
    assert held(registry, one) == [("2026-03-12", "2026-05-01"), ("2026-08-01", None)]
    registry.desk().amend_land_recovery(
        household_id, recovery, {"issued_by": "UBND thành phố"}, registry.meta()
    )
    assert held(registry, one) == [("2026-03-12", "2026-05-01"), ("2026-08-01", None)]
    assert {each["evidence"]["issued_by"] for each in papers(registry, one)} == {"UBND thành phố"}


def test_a_merge_and_its_undoing_carry_it_along(registry: Registry) -> None:
    household_id, (one, _) = family(registry)
    survivor = registry.person(full_name="Lê An Hai")
    recovery = recover(registry, household_id)["recovery_id"]
    registry.desk().merge_person(one, {"into": survivor}, registry.meta())
    assert held(registry, survivor) == [("2026-03-12", None)]
    registry.desk().amend_land_recovery(
        household_id, recovery, {"on": "2026-04-01"}, registry.meta()
    )
    assert held(registry, survivor) == [("2026-04-01", None)]
    registry.desk().unmerge_person(one, {"reason": "hai người"}, registry.meta())
    assert held(registry, survivor) == []
    assert held(registry, one) == [("2026-04-01", None)]


def test_both_histories_tell_it(registry: Registry) -> None:
    household_id, (one, _) = family(registry)
    recover(registry, household_id)
    events = registry.desk().record_history("households", household_id)["items"][-1]["events"]
    assert [each["event"] for each in events] == ["LandRecovered"]
    change = registry.desk().person_history(one)["items"][-1]["changes"][0]
    assert change["after"]["code"] == "land_recovered"
    assert change["after"]["household_id"] == household_id
