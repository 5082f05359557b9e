"""Money paid for an enrolment, against the ceilings in force on the day."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid, Refused

from .school import School, codes


def pay(school: School, enrolment_id: str, **changes: Any) -> dict[str, Any]:
    body = {
        "amount": 4_000_000,
        "funding_source": "state_budget",
        "policy": "nd338_rural",
        "on": "2026-07-01",
        **changes,
    }
    return school.desk().record_support_paid(enrolment_id, body, school.key())


def test_support_is_published_with_its_policy(school: School) -> None:
    learner = school.learner()
    receipt = pay(school, learner)

    assert receipt["warnings"] == []
    event = school.published()[-1]
    assert (event.name, event.subject) == ("support_paid", "p1")
    assert event.data == {
        "support_id": receipt["id"],
        "enrolment_id": learner,
        "person_id": "p1",
        "amount": 4_000_000,
        "funding_source": "state_budget",
        "policy": "nd338_rural",
        "on": "2026-07-01",
        "commune": "09931",
    }


def test_two_payments_under_one_policy_add_up_to_its_ceiling(school: School) -> None:
    learner = school.learner()
    assert codes(pay(school, learner, amount=3_000_000)) == []

    receipt = pay(school, learner, amount=1_000_001)
    (warning,) = receipt["warnings"]
    assert (warning["code"], warning["field"]) == ("support_above_ceiling", "amount")
    assert (warning["fact"]["ceiling"], warning["fact"]["paid"]) == (4_000_000, 4_000_001)
    assert "NĐ 338/2025" in warning["fact"]["basis"]


@pytest.mark.parametrize(
    ("on", "ceiling"), [("2026-06-30", 28_080_000), ("2026-07-01", 30_360_000)]
)
def test_a_ceiling_in_base_salaries_follows_the_salary_of_the_day(
    school: School, on: str, ceiling: int
) -> None:
    learner = school.learner()
    at = pay(school, learner, policy="nd338_youth", amount=ceiling, on=on)
    assert at["warnings"] == []

    above = pay(school, school.learner("p2"), policy="nd338_youth", amount=ceiling + 1, on=on)
    assert above["warnings"][0]["fact"]["ceiling"] == ceiling


def test_a_monthly_ceiling_counts_the_months_the_class_begins(school: School) -> None:
    learner = school.learner()  # 2 March to 30 June: four months begun
    policy = "ui374_three_months_or_more"
    assert codes(pay(school, learner, policy=policy, amount=6_000_000)) == []
    other = school.learner("p2")
    assert codes(pay(school, other, policy=policy, amount=6_000_001)) == ["support_above_ceiling"]


def test_who_was_supported_once_under_decision_46_is_pointed_out(school: School) -> None:
    policy = "qd46_near_poor"
    pay(school, school.learner("p1"), policy=policy, amount=1_000_000)
    school.told("person_merged", person_id="p1", into="p2")

    receipt = pay(school, school.learner("p2"), policy="qd46_poor", amount=1_000_000)
    assert codes(receipt) == ["supported_before"]


def test_a_voided_payment_counts_against_nobody(school: School) -> None:
    learner = school.learner()
    school.void("supports", pay(school, learner)["id"])

    assert school.published()[-1].data["record_kind"] == "supports"
    assert codes(pay(school, learner)) == []


def test_policies_nobody_confirmed_or_knows_are_said_to_be_so(school: School) -> None:
    learner = school.learner()
    assert codes(pay(school, learner, policy="made_up")) == ["policy_unknown"]
    assert codes(pay(school, learner, policy="qd12_land_recovered_long")) == ["policy_unconfirmed"]
    # a decree of 2026 covers nothing paid in 2025
    early = pay(school, learner, on="2025-12-31")
    assert codes(early) == ["before_enrolment", "policy_unknown"]


def test_an_amended_payment_is_checked_and_published_again(school: School) -> None:
    support_id = pay(school, school.learner())["id"]

    assert codes(school.amend("supports", support_id, amount=4_000_001)) == [
        "support_above_ceiling"
    ]
    assert school.published()[-1].data["amount"] == 4_000_001


def test_nothing_is_paid_tomorrow_or_for_an_enrolment_that_never_was(school: School) -> None:
    learner = school.learner()
    with pytest.raises(Invalid):
        pay(school, learner, on="2026-10-01")
    with pytest.raises(Invalid):
        pay(school, learner, amount=0)
    school.void("enrolments", learner)
    with pytest.raises(Refused, match="voided"):
        pay(school, learner)


def test_the_commune_decides_about_support_and_takes_its_decision_back(school: School) -> None:
    learner, officer = school.learner(), school.desk("commune_officer")
    body = {
        "amount": 4_000_000, "funding_source": "state_budget",
        "policy": "nd338_rural", "on": "2026-07-01",
    }  # fmt: skip
    support_id = officer.record_support_paid(learner, body, school.key())["id"]
    officer.amend_record("supports", support_id, {"amount": 3_000_000}, school.key())
    assert school.published()[-1].data["amount"] == 3_000_000
    officer.void_record("supports", support_id, {"reason_code": "other"}, school.key())
    assert school.published()[-1].name == "record_voided"


def test_school_and_commune_each_correct_what_they_recorded_themselves(school: School) -> None:
    """Decision 16: a school pays out, the commune decides; neither rewrites the other's."""
    learner, officer = school.learner(), school.desk("commune_officer")
    paid = pay(school, learner, amount=1_000_000)["id"]
    body = {
        "amount": 2_000_000, "funding_source": "state_budget",
        "policy": "nd338_rural", "on": "2026-07-01",
    }  # fmt: skip
    decided = officer.record_support_paid(learner, body, school.key())["id"]
    for desk, others in ((school.desk(), decided), (officer, paid)):
        with pytest.raises(Forbidden, match="not_own_record"):
            desk.amend_record("supports", others, {"amount": 5}, school.key())
        with pytest.raises(Forbidden, match="not_own_record"):
            desk.void_record("supports", others, {"reason_code": "other"}, school.key())


def test_an_officer_decides_about_the_own_commune_alone(school: School) -> None:
    elsewhere = school.desk("commune_officer", commune="00001")
    body = {
        "amount": 1, "funding_source": "state_budget", "policy": "nd338_rural", "on": "2026-07-01",
    }  # fmt: skip
    with pytest.raises(Forbidden):
        elsewhere.record_support_paid(school.learner(), body, school.key())
