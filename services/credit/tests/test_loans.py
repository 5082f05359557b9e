"""A credit need and its stages: the order of papers is free, contradictions are not."""

from __future__ import annotations

import pytest
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, Refused

from .bank import NEED, Bank, codes

STAGES = [
    "assess_loan",
    "submit_loan",
    "approve_loan",
    "decline_loan",
    "disburse_loan",
    "withdraw_loan",
]


def test_a_need_is_published_only_when_it_is_assessed(bank: Bank) -> None:
    receipt = bank.desk().open_loan(NEED, bank.key())
    assert receipt == {"id": receipt["id"], "version": 1, "warnings": []}
    assert bank.published() == []

    assert bank.stage("assess_loan", receipt["id"])["version"] == 2
    (event,) = bank.published()
    assert (event.name, event.subject) == ("need_assessed", "p1")
    assert event.data == {
        "loan_id": receipt["id"],
        "person_id": "p1",
        "need_on": "2026-03-02",
        "product": "job_creation",
        "eligible": True,
        "reason_codes": [],
        "on": "2026-03-20",
        "commune": "09931",
    }


def test_a_loan_goes_through_its_stages(bank: Bank) -> None:
    loan_id = bank.opened()
    seen = [bank.status(loan_id)]
    for what, on in (
        ("assess_loan", "2026-03-10"),
        ("submit_loan", "2026-03-11"),
        ("approve_loan", "2026-03-16"),
        ("disburse_loan", "2026-03-20"),
        ("check_loan_use", "2026-04-10"),
        ("close_loan", "2026-09-01"),
    ):
        assert bank.stage(what, loan_id, on)["warnings"] == []
        seen.append(bank.status(loan_id))

    assert seen == [
        "need",
        "assessed",
        "submitted",
        "approved",
        "disbursed",
        "use_checked",
        "closed",
    ]
    assert [each.name for each in bank.published()] == [
        "need_assessed",
        "loan_approved",
        "loan_disbursed",
        "use_checked",
        "loan_closed",
    ]


def test_the_amount_goes_to_the_indicators_alone(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id, "2026-03-10")
    bank.stage("approve_loan", loan_id, "2026-03-11")
    bank.stage("disburse_loan", loan_id, amount=80_000_000)

    assert all("amount" not in each.data for each in bank.published())
    (amount,) = bank.published(feed="credit.indicators")
    assert (amount.name, amount.subject) == ("loan_amount_recorded", "p1")
    assert amount.data == {
        "loan_id": loan_id,
        "person_id": "p1",
        "amount": 80_000_000,
        "on": "2026-03-20",
        "commune": "09931",
    }
    (disbursed,) = bank.published("loan_disbursed")
    assert disbursed.data == {
        "loan_id": loan_id,
        "person_id": "p1",
        "product": "job_creation",
        "on": "2026-03-20",
        "commune": "09931",
    }


def test_the_latest_assessment_holds(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id, eligible=False, reason_codes=["outstanding_debt"])
    bank.stage("assess_loan", loan_id, on="2026-04-20")

    told = [(e.data["eligible"], e.data["on"]) for e in bank.published("need_assessed")]
    assert told == [(False, "2026-03-20"), (True, "2026-04-20")]
    # what is told last replaces, whatever its date; an older date is pointed out
    older = bank.stage("assess_loan", loan_id, on="2026-04-01", eligible=False)
    assert codes(older) == ["out_of_order"]
    assert bank.published()[-1].data["eligible"] is False


def test_an_eligible_need_has_no_reasons_against_it(bank: Bank) -> None:
    with pytest.raises(Refused, match="reasons_contradict"):
        bank.stage("assess_loan", bank.opened(), reason_codes=["other"])
    with pytest.raises(Invalid):
        bank.stage("assess_loan", bank.opened(), eligible=False, reason_codes=["too_old"])


@pytest.mark.parametrize("what", ["submit_loan", "approve_loan", "disburse_loan"])
def test_a_need_found_not_eligible_goes_no_further_without_a_newer_assessment(
    bank: Bank, what: str
) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id, "2026-03-10", eligible=False)
    with pytest.raises(Refused, match="not_eligible"):
        bank.stage(what, loan_id)

    bank.stage("assess_loan", loan_id, "2026-03-12")
    bank.stage(what, loan_id)


@pytest.mark.parametrize("what", ["submit_loan", "approve_loan", "disburse_loan"])
def test_a_declined_file_goes_no_further_without_a_newer_assessment(bank: Bank, what: str) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id, "2026-03-10")
    bank.stage("submit_loan", loan_id, "2026-03-11")
    bank.stage("decline_loan", loan_id, "2026-03-12")
    assert bank.status(loan_id) == "declined"
    with pytest.raises(Refused, match="declined"):
        bank.stage(what, loan_id)

    bank.stage("assess_loan", loan_id, "2026-03-13")
    assert bank.status(loan_id) == "assessed"
    bank.stage(what, loan_id)


def test_skipped_stages_only_warn(bank: Bank) -> None:
    assert codes(bank.stage("approve_loan", bank.opened())) == ["not_assessed"]
    assert codes(bank.stage("disburse_loan", bank.opened())) == ["not_assessed", "not_approved"]
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id, "2026-03-10")
    bank.stage("approve_loan", loan_id, "2026-03-11")
    assert codes(bank.stage("disburse_loan", loan_id)) == []


def test_the_banks_paper_may_come_after_the_money_but_not_be_of_a_later_day(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id, "2026-03-10")
    bank.stage("disburse_loan", loan_id, "2026-03-20")

    for what in ("submit_loan", "approve_loan"):
        with pytest.raises(Refused, match="already_disbursed"):
            bank.stage(what, loan_id, "2026-03-21")
        assert bank.stage(what, loan_id, "2026-03-20")["warnings"] == []
    assert bank.status(loan_id) == "disbursed"
    assert bank.published()[-1].name == "loan_approved"


@pytest.mark.parametrize(
    ("first", "then", "code"),
    [
        ("submit_loan", "submit_loan", "already_submitted"),
        ("approve_loan", "approve_loan", "already_approved"),
        ("decline_loan", "decline_loan", "declined"),
        ("disburse_loan", "disburse_loan", "already_disbursed"),
        ("disburse_loan", "decline_loan", "already_disbursed"),
        ("disburse_loan", "withdraw_loan", "already_disbursed"),
        ("withdraw_loan", "withdraw_loan", "withdrawn"),
        ("withdraw_loan", "assess_loan", "withdrawn"),
        ("withdraw_loan", "disburse_loan", "withdrawn"),
        ("assess_loan", "check_loan_use", "not_disbursed"),
        ("assess_loan", "close_loan", "not_disbursed"),
    ],
)
def test_what_contradicts_the_file_is_refused(bank: Bank, first: str, then: str, code: str) -> None:
    loan_id = bank.opened()
    bank.stage(first, loan_id)
    with pytest.raises(Refused, match=code):
        bank.stage(then, loan_id)


def test_an_approval_may_be_taken_back_before_the_money_goes_out(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id, "2026-03-10")
    bank.stage("approve_loan", loan_id, "2026-03-11")
    receipt = bank.stage("decline_loan", loan_id, reason_code="flood")

    assert codes(receipt) == ["code_unlisted"]
    assert bank.published()[-1].data["reason_code"] == "other"
    assert bank.status(loan_id) == "declined"


def test_a_closed_loan_takes_a_late_check_and_nothing_else(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("disburse_loan", loan_id)
    bank.stage("close_loan", loan_id, "2026-08-01")
    bank.stage("check_loan_use", loan_id, "2026-04-01", as_declared=False)
    assert bank.published()[-1].data["as_declared"] is False
    for what in [*STAGES, "close_loan"]:
        with pytest.raises(Refused, match="closed"):
            bank.stage(what, loan_id, "2026-08-02")


@pytest.mark.parametrize("what", STAGES)
def test_nothing_happens_before_the_need_after_today_or_to_a_voided_loan(
    bank: Bank, what: str
) -> None:
    loan_id = bank.opened()
    with pytest.raises(Refused, match="before_need"):
        bank.stage(what, loan_id, "2026-03-01")
    with pytest.raises(Invalid) as invalid:
        bank.stage(what, loan_id, "2026-10-01")
    assert invalid.value.fact == {"fields": {"on": ["in_future"]}}
    with pytest.raises(NotFound):
        bank.stage(what, "nowhere")
    bank.void("loans", loan_id)
    with pytest.raises(Refused, match="voided"):
        bank.stage(what, loan_id)


def test_a_loan_is_neither_checked_nor_closed_before_it_was_paid_out(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("disburse_loan", loan_id, "2026-03-20")
    for what in ("check_loan_use", "close_loan"):
        with pytest.raises(Refused, match="before_disbursement"):
            bank.stage(what, loan_id, "2026-03-19")


def test_a_late_use_check_warns_after_thirty_days(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("disburse_loan", loan_id, "2026-03-20")
    assert codes(bank.stage("check_loan_use", loan_id, "2026-04-19")) == []
    (warning,) = bank.stage("check_loan_use", loan_id, "2026-04-20")["warnings"]
    assert (warning["code"], warning["fact"]["days"]) == ("use_check_late", 30)
    assert warning["fact"]["status"] == "unconfirmed"


def test_a_withdrawn_need_is_published_assessed_or_not(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("withdraw_loan", loan_id)
    (event,) = bank.published()
    assert (event.name, event.data["on"]) == ("need_withdrawn", "2026-03-20")
    assert bank.status(loan_id) == "withdrawn"


def test_a_need_of_tomorrow_is_refused_and_one_from_before_the_plan_is_taken(bank: Bank) -> None:
    with pytest.raises(Invalid):
        bank.opened(on="2026-10-01")
    bank.opened(on="2025-06-01")


def test_a_repeated_key_opens_one_loan(bank: Bank) -> None:
    meta = bank.key()
    first = bank.desk().open_loan(NEED, meta)
    assert bank.desk().open_loan(NEED, meta) == first
    with pytest.raises(Conflict, match="key_reused"):
        bank.desk().open_loan(NEED | {"amount": 1}, meta)
    assert bank.desk().list_loans(None, None, 1, 9)["total"] == 1


def test_one_key_is_one_stage_of_one_loan(bank: Bank) -> None:
    first, second, meta = bank.opened(), bank.opened(), bank.key()
    bank.desk().submit_loan(first, {"on": "2026-03-20"}, meta)
    with pytest.raises(Conflict, match="key_reused"):
        bank.desk().submit_loan(second, {"on": "2026-03-20"}, meta)


def test_a_moved_version_is_a_conflict(bank: Bank) -> None:
    loan_id = bank.opened()
    bank.stage("assess_loan", loan_id)
    with pytest.raises(Conflict, match="version_moved"):
        bank.desk().submit_loan(loan_id, {"on": "2026-03-20"}, bank.key(if_match=1))
    bank.desk().submit_loan(loan_id, {"on": "2026-03-20"}, bank.key(if_match=2))


def test_a_person_erased_borrows_no_more_and_a_merged_one_is_pointed_out(bank: Bank) -> None:
    bank.told("person_merged", person_id="p1", into="p2")
    bank.told("person_erased", person_id="p3")
    receipt = bank.desk().open_loan(NEED, bank.key())
    assert receipt["warnings"] == [
        {"code": "person_merged", "field": "person_id", "fact": {"into": "p2"}}
    ]
    with pytest.raises(Refused, match="person_erased"):
        bank.opened(person_id="p3")


def test_a_loan_belongs_to_the_commune_stated_or_the_callers_or_the_referred_persons(
    bank: Bank,
) -> None:
    unbound = bank.desk(commune=None)
    with pytest.raises(Invalid) as invalid:
        unbound.open_loan(NEED, bank.key())
    assert invalid.value.fact == {"fields": {"commune": ["required"]}}

    bank.told("person_referred", person_id="p1", commune="00002")
    of_referral = unbound.open_loan(NEED, bank.key())["id"]
    stated = unbound.open_loan(NEED | {"commune": "00001"}, bank.key())["id"]
    assert unbound.get_loan(of_referral)["commune"] == "00002"
    assert unbound.get_loan(stated)["commune"] == "00001"
    with pytest.raises(NotFound):
        bank.desk().get_loan(stated)
    with pytest.raises(Forbidden, match="commune"):
        bank.stage("submit_loan", stated)


def test_an_office_touches_its_own_loans_only(bank: Bank) -> None:
    loan_id = bank.opened()
    other = bank.desk(agency="b2")
    with pytest.raises(Forbidden, match="not_own_record"):
        other.submit_loan(loan_id, {"on": "2026-03-20"}, bank.key())
    with pytest.raises(Forbidden, match="not_own_record"):
        other.void_record("loans", loan_id, {"reason_code": "other"}, bank.key())
    with pytest.raises(Forbidden, match="not_own_record"):
        other.record_history("loans", loan_id)
