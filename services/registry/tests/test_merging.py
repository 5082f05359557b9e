"""A duplicate becomes the person it is, for every service and figure."""

from __future__ import annotations

import pytest
from chassis.errors import Forbidden, Invalid, NotFound, Refused

from .given import Registry, caller

GROUP = {"code": "disabled", "from": "2026-01-05", "evidence": {"document": "Giấy"}}
REFERRAL = {
    "to": "training",
    "kind": "training",
    "level": "elementary",
    "on": "2026-03-01",
    "purpose": "support",
    "consent": {"given_on": "2026-03-01", "form": "paper"},
}


def merged(registry: Registry) -> tuple[str, str]:
    survivor, duplicate = registry.person(), registry.person(ethnicity="Tày")
    registry.desk().add_group(duplicate, GROUP, registry.meta())
    registry.desk().make_referral(REFERRAL | {"person_id": duplicate}, registry.meta())
    registry.desk().merge_person(duplicate, {"into": survivor}, registry.meta())
    return survivor, duplicate


def test_everybody_who_knew_the_duplicate_is_told(registry: Registry) -> None:
    survivor, duplicate = merged(registry)
    told = registry.messages(name="person_merged")
    assert [m.feed for m in told] == ["registry.indicators", "registry.training"]
    for message in told:
        assert message.subject == message.data["person_id"] == duplicate
        assert message.data["into"] == survivor


def test_the_survivor_s_profile_holds_and_evidenced_groups_are_carried_over(
    registry: Registry,
) -> None:
    survivor, _ = merged(registry)
    codes = [group["code"] for group in registry.last_profile(survivor)["groups"]]
    assert codes == ["disabled", "rural"]


def test_a_later_merge_of_the_survivor_tells_the_duplicate_s_partners_too(
    registry: Registry,
) -> None:
    survivor, _ = merged(registry)
    third = registry.person(full_name="Lê An")
    registry.desk().merge_person(survivor, {"into": third}, registry.meta())
    told = [m.feed for m in registry.messages(name="person_merged") if m.subject == survivor]
    assert told == ["registry.indicators", "registry.training"]


def test_a_merged_person_is_not_found_and_takes_no_records(registry: Registry) -> None:
    survivor, duplicate = merged(registry)
    assert [p["id"] for p in registry.desk().search_people("duoc")["items"]] == [survivor]
    with pytest.raises(Refused) as refused:
        registry.desk().record_need(duplicate, {"kind": "job", "on": "2026-05-01"}, registry.meta())
    assert (refused.value.code, refused.value.fact) == ("person_merged", {"into": survivor})
    assert registry.desk().get_person(duplicate, "support")["merged_into"] == survivor


def test_nobody_is_merged_into_themselves_or_into_a_merged_person(registry: Registry) -> None:
    survivor, duplicate = merged(registry)
    with pytest.raises(Refused, match="same_person"):
        registry.desk().merge_person(survivor, {"into": survivor}, registry.meta())
    with pytest.raises(Refused, match="person_merged"):
        registry.desk().merge_person(survivor, {"into": duplicate}, registry.meta())


def test_a_review_decided_same_merges_the_newcomer(registry: Registry) -> None:
    first = registry.person()
    newcomer = registry.person()
    (question,) = registry.desk().list_reviews()["items"]
    decision = {"decision": "same", "same_as": first}
    registry.desk().decide_review(question["id"], decision, registry.meta())
    assert registry.desk().get_person(newcomer, "support")["merged_into"] == first
    assert registry.desk().list_reviews()["total"] == 0


def test_a_review_decided_distinct_keeps_both(registry: Registry) -> None:
    registry.person()
    registry.person()
    (question,) = registry.desk().list_reviews()["items"]
    registry.desk().decide_review(question["id"], {"decision": "distinct"}, registry.meta())
    assert registry.desk().search_people("duoc")["total"] == 2
    (decided,) = registry.desk().list_reviews("decided")["items"]
    assert decided["decision"]["decision"] == "distinct"
    with pytest.raises(Refused, match="decided"):
        registry.desk().decide_review(question["id"], {"decision": "distinct"}, registry.meta())


def test_same_as_must_be_a_candidate(registry: Registry) -> None:
    registry.person()
    registry.person()
    (question,) = registry.desk().list_reviews()["items"]
    with pytest.raises(Invalid):
        registry.desk().decide_review(question["id"], {"decision": "same"}, registry.meta())
    with pytest.raises(Refused, match="not_a_candidate"):
        registry.desk().decide_review(
            question["id"], {"decision": "same", "same_as": "somebody"}, registry.meta()
        )


def test_two_whom_nobody_suspects_are_seen_side_by_side(registry: Registry) -> None:
    one = registry.person(national_id="001185000017", ethnicity="Mường")
    other = registry.person(full_name="Đào Thị Được Em", birth_date="1985", village="Thôn 2")
    sides = registry.desk().compare_people(one, other)
    assert (sides["person"]["id"], sides["other"]["id"]) == (one, other)
    told = {line["field"]: line["verdict"] for line in sides["other"]["comparison"]}
    assert (told["birth_date"], told["village"], told["national_id"]) == (
        "alike", "differs", "unknown",
    )  # fmt: skip
    assert "001185000017" not in str(sides["other"]["comparison"]) and "muong" not in str(sides)
    assert registry.desk().list_accesses(other)["items"][-1]["what"] == "compare"
    with pytest.raises(Refused, match="same_person"):
        registry.desk().compare_people(one, one)
    with pytest.raises(NotFound, match="no_such_person"):
        registry.desk().compare_people(one, "nobody")
    with pytest.raises(Forbidden):
        registry.desk(caller("village_head", "Thôn 1")).compare_people(one, other)
