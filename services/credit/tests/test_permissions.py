"""Who may do what: each row is the rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from chassis.errors import Forbidden, ServiceError
from credit.desk import Desk

from .bank import NEED, Bank

ROLES = frozenset(
    {
        "commune_officer",
        "commune_leader",
        "village_head",
        "school",
        "job_centre",
        "social_insurance",
        "bank",
        "front",
        "city_viewer",
        "ops",
    }
)
META = {"key": "k", "if_match": None}
VOID = {"reason_code": "other"}
ON = {"on": "2026-03-20"}
BANK = {"bank"}
LEADER = {"commune_leader"}
Ask = Callable[[Desk], Any]

ALLOWED: dict[str, tuple[set[str], Ask]] = {
    "open": (BANK, lambda d: d.open_loan(NEED, META)),
    "assess": (BANK, lambda d: d.assess_loan("l", ON, META)),
    "submit": (BANK, lambda d: d.submit_loan("l", ON, META)),
    "approve": (BANK, lambda d: d.approve_loan("l", ON, META)),
    "decline": (BANK, lambda d: d.decline_loan("l", ON, META)),
    "disburse": (BANK, lambda d: d.disburse_loan("l", ON, META)),
    "check": (BANK, lambda d: d.check_loan_use("l", ON, META)),
    "withdraw": (BANK, lambda d: d.withdraw_loan("l", ON, META)),
    "close": (BANK, lambda d: d.close_loan("l", ON, META)),
    "loans": (BANK, lambda d: d.list_loans(None, None, 1, 9)),
    "loan": (BANK, lambda d: d.get_loan("l")),
    "amend": (BANK, lambda d: d.amend_record("loans", "l", {}, META)),
    "void": (BANK, lambda d: d.void_record("loans", "l", VOID, META)),
    "history": (BANK, lambda d: d.record_history("loans", "l")),
    "form": (BANK, lambda d: d.form_savings_group({}, META)),
    "answer": (BANK, lambda d: d.answer_referral("r", {"answer": "accepted"}, META)),
    "allocate": (LEADER, lambda d: d.allocate_capital({}, META)),
    "amend allocation": (LEADER, lambda d: d.amend_record("capital_allocations", "a", {}, META)),
    "void allocation": (LEADER, lambda d: d.void_record("capital_allocations", "a", VOID, META)),
    "referrals": (BANK | {"commune_officer"}, lambda d: d.list_referrals(None, 1, 9)),
    "journey": (BANK | {"commune_officer"}, lambda d: d.journey("p")),
    "groups": (
        {"bank", "commune_officer", "commune_leader", "front"},
        lambda d: d.list_savings_groups(1, 9),
    ),
    "allocations": (
        {"bank", "commune_officer", "commune_leader", "city_viewer"},
        lambda d: d.list_capital_allocations(None, 1, 9),
    ),
    "products": (set(ROLES), lambda d: d.loan_products("2026-03-02")),
}


@pytest.mark.parametrize("what", ALLOWED)
def test_only_these_roles_may(bank: Bank, what: str) -> None:
    allowed, ask = ALLOWED[what]
    may = set()
    for role in ROLES:
        try:
            ask(bank.desk(role))
        except Forbidden as error:
            assert error.code == "role"
        except ServiceError:
            may.add(role)  # let in, then told that there is no such record
        else:
            may.add(role)
    assert may == allowed


def test_an_officer_of_another_commune_sees_nobodys_credit(bank: Bank) -> None:
    bank.opened()
    bank.told("person_referred", person_id="p1")
    elsewhere = bank.desk("commune_officer", commune="00001")
    assert elsewhere.journey("p1")["items"] == []
    assert elsewhere.list_referrals(None, 1, 9)["total"] == 0
    assert bank.desk("commune_officer").journey("p1")["total"] == 2
