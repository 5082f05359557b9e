"""The yearly plan as counts, and the dated rules."""

from __future__ import annotations

from datetime import date

import pytest
from chassis.errors import Invalid
from training.domain.policy import months_begun
from training.policies import load_policies

from .school import School


def test_the_yearly_plan_counts_classes_demand_and_money(school: School) -> None:
    first = school.opened(capacity=20)
    school.opened(capacity=15)
    school.opened(starts_on="2025-03-02", ends_on="2025-06-02")
    kept, left, never = school.enrolled(first, "p1", "p2", "p3")
    school.desk().complete_enrolment(kept, {"on": "2026-06-30"}, school.key())
    school.desk().withdraw_enrolment(left, {"on": "2026-04-01"}, school.key())
    school.void("enrolments", never)
    payment = {
        "amount": 1_500_000,
        "funding_source": "mobilised",
        "policy": "nd338_rural",
        "on": "2026-07-01",
    }
    school.desk().record_support_paid(kept, payment, school.key())
    school.told("person_referred", referral_id="r1")
    school.told("person_referred", referral_id="r2", person_id="p9")

    plan = school.desk("commune_leader").training_plan(2026)

    counted = {
        "classes": 2,
        "places": 35,
        "enrolled": 2,
        "completed": 1,
        "certified": 0,
        "withdrawn": 1,
    }
    row = {"occupation": "may_cong_nghiep", "level": "elementary", "form": "mobile"}
    assert plan == {
        "year": 2026,
        "rows": [row | counted],
        "demand": [
            {
                "occupation": "may_cong_nghiep",
                "level": "elementary",
                "status": "waiting",
                "referrals": 2,
            }
        ],
        "support": [{"funding_source": "mobilised", "amount": 1_500_000, "payments": 1}],
        "totals": counted,
    }


def test_another_communes_plan_is_not_this_ones(school: School) -> None:
    school.opened()
    elsewhere = school.desk("commune_leader", commune="00001").training_plan(2026)
    assert elsewhere["totals"]["classes"] == 0


def test_rules_are_shown_as_of_a_day_with_basis_and_status(school: School) -> None:
    def salary(on: str) -> int:
        rules = school.desk("commune_officer").training_policies(on)["items"]
        return int(next(each["amount"] for each in rules if each["table"] == "base_salary"))

    assert (salary("2026-06-30"), salary("2026-07-01")) == (2_340_000, 2_530_000)
    with pytest.raises(Invalid):
        salary("1/7/2026")


def test_every_rule_has_a_basis_and_an_empty_amount_is_never_confirmed() -> None:
    rules = load_policies().rules
    assert len(rules) > 20
    for rule in rules:
        assert rule.basis
        assert rule.amount is not None or rule.status == "unconfirmed"


def test_one_rule_of_a_code_and_level_holds_on_a_day() -> None:
    for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1), date(2030, 12, 31)):
        keys = [(rule.table, rule.code, rule.levels) for rule in load_policies().on(day)]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "months"),
    [
        (date(2026, 1, 15), date(2026, 1, 15), 1),
        (date(2026, 1, 15), date(2026, 2, 14), 1),
        (date(2026, 1, 15), date(2026, 2, 15), 2),
        (date(2025, 12, 1), date(2026, 2, 28), 3),
    ],
)
def test_a_begun_month_is_a_month(starts_on: date, ends_on: date, months: int) -> None:
    assert months_begun(starts_on, ends_on) == months
