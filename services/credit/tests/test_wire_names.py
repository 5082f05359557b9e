"""Names that others hold on to, as literals: change one only beside the old."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

from credit import errors, records
from credit.domain import vocabulary
from credit.service import CreditService

PACKAGE = Path(errors.__file__).parent


def test_the_methods_and_their_arguments() -> None:
    methods = {
        name: list(inspect.signature(method).parameters)[1:]
        for name, method in inspect.getmembers(CreditService, inspect.isfunction)
        if not name.startswith("_") and name in vars(CreditService)
    }
    stages = ("assess", "submit", "approve", "decline", "disburse", "withdraw", "close")
    assert methods == {
        **{f"{stage}_loan": ["loan_id", "body", "meta"] for stage in stages},
        "allocate_capital": ["body", "meta"],
        "amend_record": ["kind", "record_id", "body", "meta"],
        "answer_referral": ["referral_id", "body", "meta"],
        "check_loan_use": ["loan_id", "body", "meta"],
        "form_savings_group": ["body", "meta"],
        "get_loan": ["loan_id"],
        "journey": ["person_id"],
        "list_capital_allocations": ["year", "page", "page_size"],
        "list_loans": ["status", "person_id", "page", "page_size"],
        "list_referrals": ["status", "page", "page_size"],
        "list_savings_groups": ["page", "page_size"],
        "loan_products": ["on"],
        "open_loan": ["body", "meta"],
        "record_history": ["kind", "record_id"],
        "void_record": ["kind", "record_id", "body", "meta"],
    }


def test_the_kinds_of_records() -> None:
    assert {name: each.kind for name, each in records.KINDS.items()} == {
        "loans": "loan",
        "savings_groups": "savings_group",
        "capital_allocations": "capital_allocation",
    }


def test_the_vocabularies() -> None:
    assert vocabulary.PRODUCTS == (
        "job_creation",
        "ex_prisoner",
        "poor_household",
        "near_poor_household",
    )
    assert vocabulary.PURPOSES == ("production", "trade", "services", "job_creation", "other")
    assert vocabulary.INELIGIBILITY == (
        "not_in_target_group",
        "purpose_not_covered",
        "outstanding_debt",
        "other",
    )
    assert vocabulary.VOID_REASONS == (
        "entered_by_mistake",
        "duplicate",
        "did_not_happen",
        "other",
    )


def test_every_code_that_is_spoken_is_listed_and_every_listed_one_spoken() -> None:
    spoken: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if path.name == "errors.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                spoken |= _codes(node)
    assert spoken - {"out_of_range", "not_a_date", "required", "version_moved"} == set(errors.CODES)


def _codes(call: ast.Call) -> set[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    values: list[ast.expr] = []
    if name in {"Refusal", "Refused", "NotFound", "Forbidden", "Conflict"}:
        values = call.args[:1]
    elif name == "Remark":
        values = [each.value for each in call.keywords if each.arg == "code"]
    elif name == "of":
        values = [each.value for each in call.keywords if each.arg]
    texts = (str(value.value) for value in values if isinstance(value, ast.Constant))
    return {text for text in texts if re.fullmatch("[a-z_]+", text)}
