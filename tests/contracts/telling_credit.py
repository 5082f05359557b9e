"""The bank at work, until it has told everything it can tell."""

from __future__ import annotations

from .agency import Agency
from .files import Json
from .telling_registry import VOID, Told


def tell(credit: Agency, told: Told) -> None:
    def ask(method: str, **arguments: object) -> Json:
        return credit.ask("bank", method, **arguments)

    def need(person: str) -> str:
        body = {
            "person_id": person,
            "product": "job_creation",
            "amount": 50_000_000,
            "purpose": "production",
            "on": "2026-03-06",
        }
        loan_id = str(ask("open_loan", body=body)["id"])
        found = {"eligible": True, "reason_codes": [], "on": "2026-03-10"}
        ask("assess_loan", loan_id=loan_id, body=found)
        return loan_id

    def day(on: str) -> Json:
        return {"on": on}

    accepted = {"answer": "accepted", "on": "2026-03-05"}
    ask("answer_referral", referral_id=told.referrals["credit"], body=accepted)
    paid = need(told.person)
    ask("submit_loan", loan_id=paid, body=day("2026-03-12"))
    ask("approve_loan", loan_id=paid, body=day("2026-03-20"))
    ask("disburse_loan", loan_id=paid, body={"amount": 40_000_000, **day("2026-04-01")})
    ask("check_loan_use", loan_id=paid, body={"as_declared": True, **day("2026-05-01")})
    ask("amend_record", kind="loans", record_id=paid, body={"disbursed_amount": 45_000_000})
    ask("close_loan", loan_id=paid, body=day("2026-11-01"))
    refused = need(told.other)
    ask("decline_loan", loan_id=refused, body={"reason_code": "no_ba_lan", **day("2026-03-20")})
    unwanted = need(told.other)
    ask("withdraw_loan", loan_id=unwanted, body=day("2026-03-21"))
    mistaken = need("walked-in")
    ask("approve_loan", loan_id=mistaken, body=day("2026-03-20"))
    ask("disburse_loan", loan_id=mistaken, body={"amount": 1_000_000, **day("2026-04-02")})
    ask("void_record", kind="loans", record_id=mistaken, body=VOID)
