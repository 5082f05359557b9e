"""Fields whose values are words of the plan; the services judge, this documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import fields, validate

__all__ = ["choice", "day", "dong", "flag", "ident", "ids", "text"]

GROUPS = (
    "disabled",
    "ex_prisoner",
    "post_rehab",
    "land_recovered",
    "unemployment_insurance",
    "priority_youth",
)
LEVELS = ("under_3_months", "elementary", "intermediate", "college")
FORMS = ("at_school", "on_site", "mobile")
TOPICS = (
    "training_policy",
    "credit_policy",
    "job_search",
    "start_up",
    "digital_skills",
    "other",
)
FUNDING = ("state_budget", "unemployment_fund", "land_recovery", "mobilised")
VOID_REASONS = ("entered_by_mistake", "duplicate", "did_not_happen", "other")
PRODUCTS = ("job_creation", "ex_prisoner", "poor_household", "near_poor_household")
INELIGIBILITY = ("not_in_target_group", "purpose_not_covered", "outstanding_debt", "other")


def choice(values: Sequence[str], **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(values), **kwargs)


def day(*, about: str = "Local date, YYYY-MM-DD", **kwargs: Any) -> fields.Date:
    return fields.Date(metadata={"description": about}, **kwargs)


def dong(**kwargs: Any) -> fields.Integer:
    return fields.Integer(metadata={"description": "Whole đồng"}, **kwargs)


def ident(**kwargs: Any) -> fields.String:
    return fields.String(metadata={"description": "An opaque id"}, **kwargs)


def ids(**kwargs: Any) -> fields.List[Any]:
    return fields.List(ident(), **kwargs)


def text(about: str = "", **kwargs: Any) -> fields.String:
    return fields.String(metadata={"description": about} if about else {}, **kwargs)


def flag(**kwargs: Any) -> fields.Boolean:
    return fields.Boolean(**kwargs)
