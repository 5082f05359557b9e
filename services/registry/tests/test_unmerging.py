"""A merge that was a mistake: two people again, and everybody told of the merge is told so."""

from __future__ import annotations

import pytest
from chassis.errors import Conflict, Forbidden, Invalid, Refused

from .given import Registry, caller

LAND = {
    "code": "land_recovered",
    "from": "2026-01-05",
    "evidence": {"document": "QĐ", "number": "7", "issued_by": "UBND", "issued_on": "2026-01-04"},
}
WHY = {"reason": "hai chị em sinh đôi"}


def merged(registry: Registry) -> tuple[str, str]:
    """A duplicate with a group, merged into a survivor."""
    survivor, duplicate = registry.person(), registry.person()
    registry.desk().add_group(duplicate, LAND, registry.meta())
    registry.desk().merge_person(duplicate, {"into": survivor}, registry.meta())
    return duplicate, survivor


def codes(registry: Registry, person_id: str) -> list[str]:
    return [g["code"] for g in registry.desk().get_person(person_id, "support")["groups"]]


def test_both_are_as_they_were(registry: Registry) -> None:
    duplicate, survivor = merged(registry)
    assert codes(registry, survivor) == ["land_recovered"]
    registry.desk().unmerge_person(duplicate, WHY, registry.meta())
    assert registry.desk().get_person(duplicate, "support")["merged_into"] is None
    assert codes(registry, duplicate) == ["land_recovered"]
    assert codes(registry, survivor) == []
    assert registry.desk().search_people("duoc")["total"] == 2


def test_what_was_corrected_on_the_survivor_goes_back_corrected(registry: Registry) -> None:
    duplicate, survivor = merged(registry)
    group_id = registry.desk().get_person(survivor, "support")["groups"][0]["group_id"]
    registry.desk().amend_group(survivor, group_id, {"to": "2026-06-01"}, registry.meta())
    registry.desk().unmerge_person(duplicate, WHY, registry.meta())
    assert registry.desk().get_person(duplicate, "support")["groups"][0]["to"] == "2026-06-01"


def test_what_was_voided_on_the_survivor_stays_voided(registry: Registry) -> None:
    duplicate, survivor = merged(registry)
    group_id = registry.desk().get_person(survivor, "support")["groups"][0]["group_id"]
    void = {"reason_code": "entered_by_mistake"}
    registry.desk().void_group(survivor, group_id, void, registry.meta())
    registry.desk().unmerge_person(duplicate, WHY, registry.meta())
    assert codes(registry, duplicate) == []


def test_the_household_s_review_of_meanwhile_is_caught_up_with(registry: Registry) -> None:
    household = registry.household()
    survivor, duplicate = registry.person(), registry.person(household_id=household)
    desk = registry.desk()
    desk.merge_person(duplicate, {"into": survivor}, registry.meta())
    poor = {"poverty": [{"status": "poor", "from": "2026-01-01"}]}
    desk.amend_household(household, poor, registry.meta())
    desk.unmerge_person(duplicate, WHY, registry.meta())
    groups = [g["code"] for g in registry.last_profile(duplicate)["groups"]]
    assert "poor_household" in groups


def test_figures_and_partners_learn_that_it_never_was(registry: Registry) -> None:
    survivor, duplicate = registry.person(), registry.person()
    desk = registry.desk()
    referral = {
        "person_id": duplicate,
        "to": "training",
        "kind": "training",
        "on": "2026-11-01",
        "purpose": "support",
        "consent": {"given_on": "2026-11-01", "form": "paper"},
    }
    desk.make_referral(referral, registry.meta())
    desk.merge_person(duplicate, {"into": survivor}, registry.meta())
    before = len(registry.messages())
    desk.unmerge_person(duplicate, WHY, registry.meta())
    told = registry.messages()[before:]
    assert [(m.feed, m.name, m.subject) for m in told] == [
        ("registry.indicators", "record_voided", duplicate),
        ("registry.training", "record_voided", duplicate),
        ("registry.indicators", "person_profiled", duplicate),
        ("registry.indicators", "person_profiled", survivor),
    ]
    assert told[1].data["into"] == survivor
    assert {m.data.get("record_kind") for m in told[:2]} == {"merges"}
    assert "sinh đôi" not in str(told)


def test_they_can_be_merged_again_the_other_way_round(registry: Registry) -> None:
    duplicate, survivor = merged(registry)
    registry.desk().unmerge_person(duplicate, WHY, registry.meta())
    registry.desk().merge_person(survivor, {"into": duplicate}, registry.meta())
    assert registry.desk().get_person(survivor, "support")["merged_into"] == duplicate


def test_the_later_of_two_merges_is_undone_first(registry: Registry) -> None:
    duplicate, survivor = merged(registry)
    third = registry.person()
    desk = registry.desk()
    desk.merge_person(survivor, {"into": third}, registry.meta())
    with pytest.raises(Refused) as refused:
        desk.unmerge_person(duplicate, WHY, registry.meta())
    assert refused.value.code == "person_merged"
    desk.unmerge_person(survivor, WHY, registry.meta())
    assert codes(registry, third) == []
    desk.unmerge_person(duplicate, WHY, registry.meta())
    assert codes(registry, duplicate) == ["land_recovered"]


def test_only_a_duplicate_is_taken_apart_by_an_officer_with_a_reason(registry: Registry) -> None:
    alone = registry.person()
    with pytest.raises(Refused, match="not_merged"):
        registry.desk().unmerge_person(alone, WHY, registry.meta())
    duplicate, _ = merged(registry)
    with pytest.raises(Invalid):
        registry.desk().unmerge_person(duplicate, {}, registry.meta())
    with pytest.raises(Forbidden):
        registry.desk(caller("front")).unmerge_person(duplicate, WHY, registry.meta())
    with pytest.raises(Conflict):
        registry.desk().unmerge_person(duplicate, WHY, registry.meta(if_match=1))


def test_the_journey_of_a_survivor_holds_the_duplicate_s_part(registry: Registry) -> None:
    duplicate, survivor = merged(registry)
    need = {"kind": "job", "on": "2026-11-01"}
    other = registry.person(full_name="Lê An")
    registry.desk().record_need(other, need, registry.meta())
    registry.desk().merge_person(other, {"into": survivor}, registry.meta())
    kinds = [each["kind"] for each in registry.desk().journey(survivor)["items"]]
    assert "need" in kinds
    registry.desk().unmerge_person(other, WHY, registry.meta())
    assert "need" not in [each["kind"] for each in registry.desk().journey(survivor)["items"]]
    assert duplicate
