"""Every event comes out of the real desk and log, and is what its contract says."""

from __future__ import annotations

import json

from chassis.testing import published
from chassis.topology import Topology
from credit import publishing
from jsonschema import Draft202012Validator

from .bank import CONTRACTS, Bank

SCHEMAS = {
    (path.parent.name, path.name.removesuffix(".v1.json")): json.loads(path.read_text("utf-8"))
    for path in (CONTRACTS / "publishes").glob("*/*.v1.json")
}


def everything(bank: Bank) -> None:
    """One of each event, by way of the desk."""
    bank.told("person_referred")
    answer = {"answer": "declined", "reason_code": "anything"}
    bank.desk().answer_referral("0f3a", answer, bank.key())
    group = {"name": "Tổ Bưởi", "village": "Thôn Đoài", "on": "2026-01-05"}
    group_id = bank.desk().form_savings_group(group, bank.key())["id"]
    loan_id = bank.opened(savings_group_id=group_id)
    bank.stage("assess_loan", loan_id, "2026-03-10", eligible=False, reason_codes=["other"])
    bank.stage("assess_loan", loan_id, "2026-03-11")
    bank.stage("submit_loan", loan_id, "2026-03-12")
    bank.stage("decline_loan", loan_id, "2026-03-13", reason_code="anything")
    bank.stage("assess_loan", loan_id, "2026-03-14")
    bank.stage("approve_loan", loan_id, "2026-03-15")
    bank.stage("disburse_loan", loan_id, "2026-03-16")
    bank.stage("check_loan_use", loan_id, "2026-04-01")
    bank.stage("close_loan", loan_id, "2026-09-01")
    bank.amend("loans", loan_id, product="near_poor_household", disbursed_amount=1)
    bank.stage("withdraw_loan", bank.opened())
    note = {"reason_code": "other", "note": "nhập nhầm người"}
    bank.desk().void_record("loans", loan_id, note, bank.key())
    capital = {"year": 2026, "source": "commune", "amount": 1, "on": "2026-02-01"}
    bank.desk("commune_leader").allocate_capital(capital, bank.key())


def test_what_is_published_keeps_its_contract(bank: Bank) -> None:
    everything(bank)
    events = published(bank.runtime)

    told = {(event.feed, event.name) for event in events}
    assert told == {(feed, name) for feed, names in publishing.NAMES.items() for name in names}
    for event in events:
        Draft202012Validator(SCHEMAS[event.feed, event.name]).validate(event.data)
        assert event.occurred_on is not None


def test_there_is_a_contract_for_every_name_and_no_other() -> None:
    assert sorted(SCHEMAS) == [
        ("credit", "loan_approved"),
        ("credit", "loan_closed"),
        ("credit", "loan_declined"),
        ("credit", "loan_disbursed"),
        ("credit", "need_assessed"),
        ("credit", "need_withdrawn"),
        ("credit", "record_voided"),
        ("credit", "referral_answered"),
        ("credit", "use_checked"),
        ("credit.indicators", "loan_amount_recorded"),
        ("credit.indicators", "record_voided"),
    ]


def test_no_event_tells_a_name_a_place_or_a_note_and_credit_no_amount(bank: Bank) -> None:
    everything(bank)
    told = " ".join(json.dumps(e.data, ensure_ascii=False) for e in published(bank.runtime))
    for word in ("Thôn Đoài", "Tổ Bưởi", "nhập nhầm", "production"):
        assert word not in told
    assert all("amount" not in json.dumps(event.data) for event in bank.published())


def test_who_may_read_the_feeds_is_declared() -> None:
    topology = Topology.of_package("credit")
    assert topology.publishes == {
        "credit": ("indicators", "registry"),
        "credit.indicators": ("indicators",),
    }
    assert topology.consumes == ("registry.credit",)
