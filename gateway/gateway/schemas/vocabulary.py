"""Fields whose values are words of the plan; the services judge, this documents.

A field is either required or may be left out, and what may be left out may be ``null``,
which means absent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, fields, validate

__all__ = [
    "Body",
    "Open",
    "amendment",
    "choice",
    "code",
    "count",
    "day",
    "dong",
    "flag",
    "ident",
    "listed",
    "nested",
    "plain",
    "reason",
    "text",
]

GROUPS = (
    "disabled",
    "ex_prisoner",
    "post_rehab",
    "land_recovered",
    "unemployment_insurance",
    "priority_youth",
)
LEVELS = ("under_3_months", "elementary", "intermediate", "college")
SERVICES = ("counselling", "introduction", "job_fair")
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
AMEND_REASONS = ("mistake", "changed", "paper", "request")
LAND_KINDS = ("agricultural", "business")
VOID_REASONS = ("entered_by_mistake", "duplicate", "did_not_happen", "other")
PRODUCTS = ("job_creation", "ex_prisoner", "poor_household", "near_poor_household")
INELIGIBILITY = ("not_in_target_group", "purpose_not_covered", "outstanding_debt", "other")
SCHOOLING = ("none", "primary", "lower_secondary", "upper_secondary")
PROFESSIONAL_LEVELS = (
    "none",
    "skilled_without_certificate",
    *LEVELS,
    "university",
    "postgraduate",
)
EMPLOYMENT = ("employed", "unemployed", "inactive")
ACCESS_NEEDS = (
    "step_free",
    "wheelchair",
    "sign_language",
    "large_text",
    "screen_reader",
    "companion",
    "flexible_hours",
    "near_home",
)
DISABILITY_TYPES = ("mobility", "hearing_speech", "vision", "mental", "intellectual", "other")
DISABILITY_LEVELS = ("especially_severe", "severe", "mild")
ID = r"^[A-Za-z0-9_.-]{1,64}$"
REASON = r"^[a-z][a-z0-9_]{0,39}$"
LARGEST_AMOUNT = 10**13


class Body(Schema):
    """A body: other fields than these are refused."""

    class Meta:
        unknown = RAISE


class Open(Schema):
    """A body the gateway itself reads: other fields are left alone."""

    class Meta:
        unknown = EXCLUDE


def amendment(
    of: type[Body],
    *,
    clears: Sequence[str] = (),
    without: Sequence[str] = (),
    more: Mapping[str, fields.Field[Any]] | None = None,
    name: str = "",
) -> type[Body]:
    """The same fields, all of which may be left out; ``null`` empties those in ``clears``."""
    found = {key: deepcopy(each) for key, each in of._declared_fields.items() if key not in without}
    for key, each in found.items():
        each.required, each.allow_none = False, key in clears
    # marshmallow gathers fields from a class's own attributes
    return type(name or f"Amend{of.__name__}", (Body,), {**found, **(more or {})})


def _optional(kwargs: dict[str, Any]) -> dict[str, Any]:
    return {"allow_none": not kwargs.get("required", False), **kwargs}


def _about(about: str, **more: Any) -> dict[str, Any]:
    return {**({"description": about} if about else {}), **more}


def choice(values: Sequence[str], **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(values), **_optional(kwargs))


def day(about: str = "Local date, YYYY-MM-DD", **kwargs: Any) -> fields.Date:
    return fields.Date(metadata=_about(about), **_optional(kwargs))


def count(about: str = "", *, least: int = 0, most: int = 10**9, **kwargs: Any) -> fields.Integer:
    return fields.Integer(
        validate=validate.Range(least, most), metadata=_about(about), **_optional(kwargs)
    )


def dong(*, least: int = 1, **kwargs: Any) -> fields.Integer:
    return count("Whole đồng", least=least, most=LARGEST_AMOUNT, **kwargs)


def ident(about: str = "An opaque id", **kwargs: Any) -> fields.String:
    return fields.String(metadata=_about(about, pattern=ID), **_optional(kwargs))


def code(about: str = "", **kwargs: Any) -> fields.String:
    """A code kept as text, leading zeros included."""
    return ident(about, **kwargs)


def reason(about: str, **kwargs: Any) -> fields.String:
    """A reason code, never free text."""
    return fields.String(
        validate=validate.Length(max=40),
        metadata=_about(about, pattern=REASON),
        **_optional(kwargs),
    )


def listed(
    inner: fields.Field[Any], *, least: int = 0, most: int = 1000, **kwargs: Any
) -> fields.List[Any]:
    inner.allow_none = False
    bounds = validate.Length(min=least or None, max=most)
    return fields.List(inner, validate=bounds, **_optional(kwargs))


def nested(body: type[Body], **kwargs: Any) -> fields.Nested:
    return fields.Nested(body, **_optional(kwargs))


def text(about: str = "", *, longest: int = 200, **kwargs: Any) -> fields.String:
    return fields.String(
        validate=validate.Length(max=longest), metadata=_about(about), **_optional(kwargs)
    )


def plain(about: str, **kwargs: Any) -> fields.String:
    """Text whose form the service judges."""
    return fields.String(metadata=_about(about), **_optional(kwargs))


def flag(**kwargs: Any) -> fields.Boolean:
    return fields.Boolean(**_optional(kwargs))
