"""A person's records through merges and erasure, and their way in the order of days."""

from __future__ import annotations

import pytest
from chassis.errors import Refused

from .answers import codes
from .office import Office


def test_an_undone_merge_parts_their_ways_again(office: Office) -> None:
    office.service(person_id="7c21")
    office.told("person_referred")
    office.told("person_merged")
    office.told("record_voided", record_kind="merges", person_id="7c21", into="91be")
    after = office.service(person_id="7c21", on="2026-03-20")

    assert codes(after) == []
    assert office.last().data["person_id"] == "7c21"
    assert office.desk().journey(person_id="91be")["items"] == []
    assert office.desk().matches(person_id="91be")["known"] is False
    assert office.desk().matches(person_id="7c21")["known"] is True


def test_new_facts_of_a_merged_duplicate_go_to_the_survivor(office: Office) -> None:
    before = office.service(person_id="7c21")
    office.told("person_referred")
    office.told("person_merged")
    after = office.service(person_id="7c21", on="2026-03-20")

    assert codes(before) == []
    assert codes(after) == ["person_merged"]
    assert office.last().data["person_id"] == "91be"
    for each in ("7c21", "91be"):
        steps = office.desk().journey(person_id=each)["items"]
        assert [step["event"] for step in steps] == [
            "referral_received",
            "service_given",
            "service_given",
        ]
        assert office.desk().list_services(person_id=each)["total"] == 2
        assert office.desk().matches(person_id=each)["known"] is True


def test_nothing_new_is_recorded_of_an_erased_person(office: Office) -> None:
    service_id = office.service(person_id="7c21")["id"]
    office.told("person_erased")

    with pytest.raises(Refused, match="person_erased"):
        office.service(person_id="7c21")
    assert office.desk().matches(person_id="7c21")["known"] is False
    assert [step["record_id"] for step in office.desk().journey(person_id="7c21")["items"]] == [
        service_id
    ]


def test_a_journey_tells_everything_in_the_order_of_days(office: Office) -> None:
    office.told("person_referred", person_id="p1")
    office.desk().answer_referral(
        referral_id="0f3a", body={"answer": "accepted", "on": "2026-03-03"}, meta=office.key()
    )
    placement_id = office.placement(on="2026-03-10")["id"]
    office.service(on="2026-03-05", service="introduction")
    office.desk("social_insurance").grant_contribution_support(
        placement_id=placement_id, body={"amount": 1, "on": "2026-03-21"}, meta=office.key()
    )
    office.desk("social_insurance").confirm_placement(
        placement_id=placement_id, body={"on": "2026-03-20"}, meta=office.key()
    )

    items = office.desk().journey(person_id="p1")["items"]
    assert [(step["on"], step["event"], step["record_kind"]) for step in items] == [
        ("2026-03-02", "referral_received", "referrals"),
        ("2026-03-03", "referral_answered", "referrals"),
        ("2026-03-05", "service_given", "services"),
        ("2026-03-10", "placement_started", "placements"),
        ("2026-03-20", "placement_confirmed", "placements"),
        ("2026-03-21", "contribution_support_granted", "contribution_supports"),
    ]
