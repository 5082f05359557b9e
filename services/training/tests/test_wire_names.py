"""Names that others hold on to, as literals: change one only beside the old."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

from training import errors, records
from training.domain import vocabulary
from training.service import TrainingService

PACKAGE = Path(errors.__file__).parent


def test_the_methods_and_their_arguments() -> None:
    methods = {
        name: list(inspect.signature(method).parameters)[1:]
        for name, method in inspect.getmembers(TrainingService, inspect.isfunction)
        if not name.startswith("_") and name in vars(TrainingService)
    }
    assert methods == {
        "amend_record": ["kind", "record_id", "body", "meta"],
        "answer_referral": ["referral_id", "body", "meta"],
        "certify_enrolment": ["enrolment_id", "body", "meta"],
        "complete_enrolment": ["enrolment_id", "body", "meta"],
        "define_occupation": ["body", "meta"],
        "enrol": ["class_id", "body", "meta"],
        "get_class": ["class_id"],
        "journey": ["person_id"],
        "list_classes": ["year", "page", "page_size"],
        "list_enrolments": ["class_id", "person_id", "page", "page_size"],
        "list_occupations": ["page", "page_size"],
        "list_referrals": ["status", "page", "page_size"],
        "open_class": ["body", "meta"],
        "record_history": ["kind", "record_id"],
        "record_support_paid": ["enrolment_id", "body", "meta"],
        "training_plan": ["year"],
        "training_policies": ["on"],
        "void_record": ["kind", "record_id", "body", "meta"],
        "withdraw_enrolment": ["enrolment_id", "body", "meta"],
    }


def test_the_kinds_of_records() -> None:
    assert {name: each.kind for name, each in records.KINDS.items()} == {
        "occupations": "occupation",
        "classes": "class",
        "enrolments": "enrolment",
        "supports": "support",
    }


def test_the_vocabularies() -> None:
    assert vocabulary.LEVELS == ("under_3_months", "elementary", "intermediate", "college")
    assert vocabulary.FORMS == ("at_school", "on_site", "mobile")
    assert vocabulary.FUNDING == (
        "state_budget",
        "unemployment_fund",
        "land_recovery",
        "mobilised",
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
