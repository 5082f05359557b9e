"""Dated loan terms, savings groups, and entrusted capital."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid, Refused
from credit.domain.vocabulary import PRODUCTS
from credit.products import load_products

from .bank import Bank, codes


def terms(bank: Bank, on: str) -> dict[tuple[str, str], dict[str, Any]]:
    items = bank.desk("village_head").loan_products(on)["items"]
    return {(each["product"], each["source"]): each for each in items}


def test_the_job_creation_ceiling_doubled_in_2026(bank: Bank) -> None:
    before = terms(bank, "2025-12-31")["job_creation", "central"]
    after = terms(bank, "2026-01-01")["job_creation", "central"]

    assert (before["ceiling"], after["ceiling"]) == (100_000_000, 200_000_000)
    assert (before["until"], after["since"]) == ("2025-12-31", "2026-01-01")
    assert after["ceiling_status"] == "confirmed"
    # the rule was read, the base rate it starts from was not
    assert (after["annual_rate"], after["rate_status"]) == ("8.382", "unconfirmed")


def test_hanois_own_terms_are_empty_and_unconfirmed(bank: Bank) -> None:
    city = [each for each in load_products().terms if each.source == "city"]
    assert {each.product for each in city} == set(PRODUCTS)
    for each in city:
        assert "NQ 56/2025" in each.basis
        assert (each.ceiling, each.term_months, each.annual_rate) == (None, None, None)
        assert {each.ceiling_status, each.term_status, each.rate_status} == {"unconfirmed"}


def test_nothing_unknown_is_confirmed_and_one_row_holds_on_a_day() -> None:
    products = load_products()
    for each in products.terms:
        assert each.basis
        assert each.ceiling is not None or each.ceiling_status == "unconfirmed"
        assert each.term_months is not None or each.term_status == "unconfirmed"
        assert each.annual_rate is not None or each.rate_status == "unconfirmed"
    for day in (date(2025, 6, 1), date(2025, 12, 31), date(2026, 1, 1), date(2030, 12, 31)):
        keys = [(each.product, each.source) for each in products.on(day)]
        assert len(keys) == len(set(keys))
        assert {product for product, _ in keys} == set(PRODUCTS)


def test_the_day_must_be_one(bank: Bank) -> None:
    with pytest.raises(Invalid):
        bank.desk().loan_products("today")


@pytest.mark.parametrize(
    ("product", "on", "ceiling"),
    [
        ("job_creation", "2025-12-31", 100_000_000),
        ("job_creation", "2026-01-01", 200_000_000),
        ("ex_prisoner", "2026-03-02", 100_000_000),
    ],
)
def test_an_amount_above_the_days_ceiling_warns(
    bank: Bank, product: str, on: str, ceiling: int
) -> None:
    body = {"person_id": "p1", "product": product, "purpose": "trade", "on": on}

    def opened(amount: int) -> list[str]:
        return codes(bank.desk().open_loan(body | {"amount": amount}, bank.key()))

    assert opened(ceiling) == []
    assert opened(ceiling + 1) == ["amount_above_ceiling"]


def test_a_ceiling_nobody_knows_says_nothing(bank: Bank) -> None:
    loan_id = bank.opened(product="poor_household", amount=10**9)
    assert codes(bank.stage("disburse_loan", loan_id, amount=10**9 + 1)) == [
        "not_assessed",
        "not_approved",
        "amount_above_need",
    ]


def formed(bank: Bank, **changes: Any) -> dict[str, Any]:
    body = {"name": "Tổ 1", "village": "v1", "association": "women", "on": "2026-01-05"}
    return bank.desk().form_savings_group(body | changes, bank.key())


def test_a_savings_group_of_five_to_sixty_is_the_norm(bank: Bank) -> None:
    assert [codes(formed(bank, members=n)) for n in (4, 5, 60, 61)] == [
        ["group_size_outside_norm"],
        [],
        [],
        ["group_size_outside_norm"],
    ]
    group_id = formed(bank)["id"]
    receipt = bank.amend("savings_groups", group_id, members=70)
    assert (receipt["version"], codes(receipt)) == (2, ["group_size_outside_norm"])
    assert bank.desk("front").list_savings_groups(1, 2)["total"] == 5
    assert bank.published() == []


def test_a_kind_may_be_written_as_in_a_url(bank: Bank) -> None:
    group_id = formed(bank)["id"]
    assert bank.amend("savings-groups", group_id, members=9)["version"] == 2
    assert bank.desk().record_history("savings-groups", group_id)["total"] == 2
    bank.void("savings-groups", group_id)


def test_a_group_in_use_is_not_voided_and_a_voided_one_not_used(bank: Bank) -> None:
    group_id = formed(bank)["id"]
    loan_id = bank.opened(savings_group_id=group_id)
    with pytest.raises(Refused, match="in_use"):
        bank.void("savings_groups", group_id)

    bank.void("loans", loan_id)
    bank.void("savings_groups", group_id)
    assert bank.desk().list_savings_groups(1, 9) == {"items": [], "total": 0}
    with pytest.raises(Invalid) as invalid:
        bank.opened(savings_group_id=group_id)
    assert invalid.value.fact == {"fields": {"savings_group_id": ["unknown_savings_group"]}}


def test_the_leader_allocates_capital_amends_and_voids_it(bank: Bank) -> None:
    leader = bank.desk("commune_leader", agency="ubnd")
    body = {"year": 2026, "source": "city", "amount": 5_000_000_000, "on": "2026-02-01"}
    kept = leader.allocate_capital(body, bank.key())["id"]
    gone = leader.allocate_capital(body | {"year": 2025}, bank.key())["id"]

    more = {"amount": 6_000_000_000, "product": "job_creation"}
    assert leader.amend_record("capital_allocations", kept, more, bank.key())["version"] == 2
    leader.void_record("capital_allocations", gone, {"reason_code": "duplicate"}, bank.key())

    (listed,) = bank.desk().list_capital_allocations(None, 1, 9)["items"]
    assert (listed["id"], listed["amount"]) == (kept, 6_000_000_000)
    assert bank.desk().list_capital_allocations(2025, 1, 9)["total"] == 0
    assert bank.desk().list_capital_allocations(2026, 1, 9)["total"] == 1
    with pytest.raises(Forbidden):
        bank.amend("capital_allocations", kept, amount=1)
    elsewhere = bank.desk("commune_leader", commune="00001")
    with pytest.raises(Forbidden, match="commune"):
        elsewhere.amend_record("capital_allocations", kept, more, bank.key())
    assert elsewhere.list_capital_allocations(None, 1, 9)["total"] == 0
