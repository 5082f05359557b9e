"""Corrections of loans: amended under the same id, voided for a reason, and read again."""

from __future__ import annotations

import pytest
from chassis.errors import Invalid, NotFound, Refused

from .bank import Bank, codes


def disbursed(bank: Bank, person_id: str = "p1") -> str:
    loan_id = bank.opened(person_id=person_id)
    bank.stage("assess_loan", loan_id, "2026-03-10")
    bank.stage("approve_loan", loan_id, "2026-03-16")
    bank.stage("disburse_loan", loan_id, "2026-03-20")
    return loan_id


def test_an_amended_need_date_is_published_with_the_assessment(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id, "2026-03-10")

    receipt = bank.amend("loans", loan_id, on="2026-02-15")

    assert receipt == {"id": loan_id, "version": 3, "warnings": []}
    first, again = bank.published()
    assert (first.data["need_on"], again.data["need_on"]) == ("2026-03-02", "2026-02-15")
    assert again.data == first.data | {"need_on": "2026-02-15"}


def test_an_amended_need_that_nobody_assessed_is_told_to_nobody(bank: Bank) -> None:
    bank.amend("loans", bank.opened(), on="2026-02-15")
    assert bank.published() == []


def test_only_what_changed_is_published_again(bank: Bank) -> None:
    loan_id = disbursed(bank)
    before = len(bank.published())

    bank.amend("loans", loan_id, disbursed_amount=70_000_000)
    assert len(bank.published()) == before
    amounts = [each.data["amount"] for each in bank.published(feed="credit.indicators")]
    assert amounts == [80_000_000, 70_000_000]

    bank.amend("loans", loan_id, disbursed_on="2026-03-21")
    assert [each.name for each in bank.published()[before:]] == ["loan_disbursed"]
    assert bank.published(feed="credit.indicators")[-1].data["on"] == "2026-03-21"

    bank.amend("loans", loan_id, product="poor_household")
    assert {each.name for each in bank.published()[before + 1 :]} == {
        "need_assessed",
        "loan_disbursed",
    }


def test_amending_to_the_same_says_nothing(bank: Bank) -> None:
    loan_id = disbursed(bank)
    before = len(bank.published())
    assert bank.amend("loans", loan_id, on="2026-03-02")["version"] == 4
    assert len(bank.published()) == before


def test_an_amended_finding_is_an_amendment_of_the_assessment(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id)
    bank.amend("loans", loan_id, eligible=False, reason_codes=["outstanding_debt"])
    assert bank.published()[-1].data["reason_codes"] == ["outstanding_debt"]
    with pytest.raises(Refused, match="reasons_contradict"):
        bank.amend("loans", loan_id, eligible=True)


def test_amended_days_out_of_order_warn_so_that_two_can_be_mended_in_turn(bank: Bank) -> None:
    loan_id = disbursed(bank)
    receipt = bank.amend("loans", loan_id, on="2026-03-18")
    assert [each["field"] for each in receipt["warnings"]] == ["assessed_on", "decided_on"]
    receipt = bank.amend("loans", loan_id, assessed_on="2026-03-18", decided_on="2026-03-19")
    assert receipt["warnings"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"submitted_on": "2026-03-12"}, "submitted_on"),
        ({"checked_on": "2026-03-22"}, "checked_on"),
        ({"closed_on": "2026-03-22"}, "closed_on"),
        ({"withdrawn_on": "2026-03-22"}, "withdrawn_on"),
    ],
)
def test_a_stage_not_recorded_is_recorded_and_not_amended_in(
    bank: Bank, changes: dict[str, str], field: str
) -> None:
    loan_id = disbursed(bank)
    with pytest.raises(Refused, match="not_recorded") as refused:
        bank.amend("loans", loan_id, **changes)
    assert refused.value.fact == {"field": field}


def test_no_day_is_amended_into_the_future(bank: Bank) -> None:
    with pytest.raises(Invalid) as invalid:
        bank.amend("loans", disbursed(bank), disbursed_on="2026-10-01")
    assert invalid.value.fact == {"fields": {"disbursed_on": ["in_future"]}}


def test_amended_amounts_are_held_against_the_ceiling(bank: Bank) -> None:
    loan_id = disbursed(bank)
    receipt = bank.amend("loans", loan_id, amount=200_000_001, disbursed_amount=200_000_001)
    assert [(w["code"], w["field"]) for w in receipt["warnings"]] == [
        ("amount_above_ceiling", "amount"),
        ("amount_above_ceiling", "disbursed_amount"),
    ]


def test_a_voided_loan_is_told_on_both_feeds_and_once(bank: Bank) -> None:
    loan_id = disbursed(bank)
    bank.void("loans", loan_id, "did_not_happen")

    told = bank.published()[-1]
    assert (told.name, told.subject) == ("record_voided", "p1")
    assert told.data == {
        "record_kind": "loans",
        "record_id": loan_id,
        "person_id": "p1",
        "reason_code": "did_not_happen",
        "on": "2026-03-02",
        "commune": "09931",
    }
    assert [each.name for each in bank.published(feed="credit.indicators")] == [
        "loan_amount_recorded",
        "record_voided",
    ]
    with pytest.raises(Refused, match="voided"):
        bank.void("loans", loan_id)
    with pytest.raises(Refused, match="voided"):
        bank.amend("loans", loan_id, amount=1)


def test_a_voided_loan_without_money_says_nothing_about_amounts(bank: Bank) -> None:
    bank.void("loans", bank.opened())
    assert [each.name for each in bank.published()] == ["record_voided"]
    assert bank.published(feed="credit.indicators") == []


def test_the_history_tells_every_version(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id)
    bank.void("loans", loan_id, "duplicate")
    items = bank.desk().record_history("loans", loan_id)["items"]
    assert [each["events"][0]["event"] for each in items] == [
        "NeedOpened",
        "NeedAssessed",
        "LoanVoided",
    ]
    assert [each["version"] for each in items] == [1, 2, 3]
    assert (items[2]["reason"], items[0]["occurred_on"]) == ("duplicate", "2026-03-02")
    with pytest.raises(NotFound):
        bank.desk().record_history("planets", loan_id)
    with pytest.raises(NotFound):
        bank.desk().record_history("loans", "nowhere")


def test_loans_are_listed_newest_need_first_by_stage_and_by_person(bank: Bank) -> None:
    first = bank.opened(on="2026-02-01")
    second = bank.opened(on="2026-04-01", person_id="p2")
    gone = bank.opened(on="2026-03-01")
    bank.void("loans", gone)
    bank.stage("assess_loan", first)
    bank.told("person_merged", person_id="p2", into="p1")

    def ids(status: str | None = None, person: str | None = None, page: int = 1) -> list[str]:
        listed = bank.desk().list_loans(status, person, page, 1 if page > 1 else 9)
        return [each["id"] for each in listed["items"]]

    assert ids() == [second, first]
    assert ids("assessed") == [first]
    assert ids("voided") == [gone]
    assert ids(person="p1") == [second, first]
    assert ids(person="p1", page=2) == [first]
    assert ids("need", "p1") == [second]
    assert bank.desk().get_loan(first)["assessment"] == {
        "eligible": True,
        "reason_codes": (),
        "on": "2026-03-20",
    }


def test_a_journey_holds_duplicates_records_and_neither_amount_nor_product(bank: Bank) -> None:
    bank.told("person_referred", referral_id="r1", person_id="p1", on="2026-02-02")
    loan_id = disbursed(bank, "p2")
    bank.void("loans", bank.opened())
    bank.told("person_merged", person_id="p2", into="p1")

    items = bank.desk("commune_officer").journey("p1")["items"]

    assert [(each["on"], each["event"]) for each in items] == [
        ("2026-02-02", "referral_received"),
        ("2026-03-02", "need_opened"),
        ("2026-03-10", "need_assessed"),
        ("2026-03-16", "loan_approved"),
        ("2026-03-20", "loan_disbursed"),
    ]
    assert {each["record_id"] for each in items[1:]} == {loan_id}
    assert all("amount" not in each["data"] and "product" not in each["data"] for each in items)


def test_a_journey_parts_again_when_the_merge_is_undone(bank: Bank) -> None:
    disbursed(bank, "p2")
    bank.told("person_merged", person_id="p2", into="p1")
    assert bank.desk("commune_officer").journey("p1")["items"]
    bank.told("record_voided", record_kind="merges", person_id="p2", into="p1")
    assert bank.desk("commune_officer").journey("p1")["items"] == []
    assert bank.desk("commune_officer").journey("p2")["items"]


def test_every_read_of_a_persons_file_counts_by_role(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.desk().get_loan(loan_id)
    bank.desk().list_loans(None, "p1", 1, 9)
    bank.desk("commune_officer").journey("p1")

    def reads(role: str) -> float | None:
        labels = {"compartment": "credit", "role": role}
        value: float | None = bank.runtime.registry.get_sample_value(
            "vieclam_sensitive_reads_total", labels
        )
        return value

    assert (reads("bank"), reads("commune_officer")) == (2, 1)


def test_if_a_need_above_the_ceiling_is_opened_the_basis_is_told(bank: Bank) -> None:
    receipt = bank.desk().open_loan(
        {
            "person_id": "p1",
            "product": "job_creation",
            "amount": 200_000_001,
            "purpose": "trade",
            "on": "2026-03-02",
        },
        bank.key(),
    )
    assert codes(receipt) == ["amount_above_ceiling"]
    assert "NĐ 338/2025" in receipt["warnings"][0]["fact"]["basis"]
