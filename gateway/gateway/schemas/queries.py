"""Queries: what stands behind the question mark, read and checked here."""

from __future__ import annotations

from typing import Any

from chassis.errors import Invalid
from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from gateway.parts import parts

__all__ = [
    "Ahead",
    "AsOf",
    "EnrolmentList",
    "FigureQuery",
    "FigureSet",
    "HouseholdList",
    "LoanList",
    "OfCommune",
    "OfPerson",
    "On",
    "Page",
    "PeopleBehind",
    "ReferralList",
    "Restatements",
    "ReviewList",
    "Span",
    "SpanOfCommune",
    "WhyNot",
    "Year",
    "read_query",
]

SPAN = r"^(plan|20\d\d(-(Q[1-4]|H[12]|9M|0[1-9]|1[0-2]))?)$"
DAY = r"^\d{4}-\d\d-\d\d$"
INSTANT = r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$"
OPAQUE = r"^[0-9A-Za-z_-]{1,64}$"
COMMUNE = r"^\d{0,5}$"
DIMENSION = r"^[a-z_]{0,30}$"
"""Which dimensions a figure has is the plan's to say; the indicators service refuses others."""


def _matches(pattern: str, reason: str) -> validate.Regexp:
    return validate.Regexp(pattern, error=reason)


def _integer(default: int, lowest: int, highest: int) -> fields.Integer:
    return fields.Integer(
        load_default=default,
        validate=validate.Range(lowest, highest, error="out_of_range"),
        error_messages={"invalid": "not_a_number", "too_large": "out_of_range"},
    )


class Query(Schema):
    """Unknown parameters are left alone: links carry them."""

    class Meta:
        unknown = EXCLUDE

    @post_load
    def without_blanks(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """An empty parameter is an absent one (forms send them)."""
        return {key: None if value == "" else value for key, value in data.items()}


class Page(Query):
    page = _integer(1, 1, 1_000_000)
    page_size = _integer(50, 1, 1000)


class ReferralList(Page):
    to = fields.String(
        load_default=None,
        validate=validate.OneOf(["", "training", "placement", "credit"], error="not_a_choice"),
    )
    status = fields.String(load_default=None, validate=_matches(r"^[a-z_]{0,40}$", "not_a_choice"))
    overdue = fields.Boolean(
        load_default=False,
        error_messages={"invalid": "not_a_flag"},
        metadata={"description": "Only those nobody acted on in time; the commune's list"},
    )


class OfPerson(Page):
    """A person's records; the id is opaque."""

    person_id = fields.String(load_default=None, validate=_matches(f"{OPAQUE}|^$", "not_an_id"))


class EnrolmentList(OfPerson):
    class_id = fields.String(load_default=None, validate=_matches(f"{OPAQUE}|^$", "not_an_id"))


class ReviewList(Page):
    status = fields.String(
        load_default="open", validate=validate.OneOf(["open", "decided"], error="not_a_choice")
    )


class HouseholdList(Page):
    village = fields.String(load_default=None, validate=validate.Length(max=100, error="too_long"))
    code = fields.String(load_default=None, validate=validate.Length(max=50, error="too_long"))


class LoanList(OfPerson):
    status = fields.String(load_default=None, validate=_matches(r"^[a-z_]{0,40}$", "not_a_choice"))


class On(Query):
    on = fields.String(load_default=None, validate=_matches(f"{DAY}|^$", "not_a_date"))

    @post_load
    def or_today(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "on": data["on"] or parts().today().isoformat()}


class Year(Query):
    year = fields.Integer(
        required=True,
        validate=validate.Range(2000, 2100, error="out_of_range"),
        error_messages={"required": "required", "invalid": "not_a_number"},
    )


class Span(Query):
    span = fields.String(load_default=None, validate=_matches(f"{SPAN}|^$", "not_a_span"))


class OfCommune(Query):
    """``commune``: of a city's plan."""

    commune = fields.String(load_default=None, validate=_matches(COMMUNE, "not_a_choice"))


class SpanOfCommune(Span, OfCommune):
    """A span, of the whole or of one commune."""


class AsOf(Span):
    as_of = fields.String(load_default=None, validate=_matches(f"{INSTANT}|^$", "not_an_instant"))


class ValuedOn(AsOf):
    """``as_of``: known when; ``on``: valid on which past day; ``commune``: of a city's plan."""

    on = fields.String(load_default=None, validate=_matches(f"{DAY}|^$", "not_a_date"))
    commune = fields.String(load_default=None, validate=_matches(COMMUNE, "not_a_choice"))


class FigureSet(ValuedOn):
    """``set``: the plan's own targets, what is counted beside them, or all."""

    set = fields.String(
        load_default="plan",
        validate=validate.OneOf(["plan", "further", "all"], error="not_a_choice"),
    )


class FigureQuery(ValuedOn):
    by = fields.String(load_default=None, validate=_matches(DIMENSION, "not_a_choice"))


class PeopleBehind(ValuedOn, Page):
    part = fields.String(
        load_default="num", validate=validate.OneOf(["num", "den"], error="not_a_choice")
    )


class WhyNot(AsOf):
    """Of one person, on both clocks."""

    on = fields.String(load_default=None, validate=_matches(f"{DAY}|^$", "not_a_date"))
    person = fields.String(
        required=True,
        validate=_matches(OPAQUE, "not_an_id"),
        error_messages={"required": "required"},
    )


class Restatements(Span):
    """``after``: go on where an earlier answer was read until."""

    since = fields.String(
        required=True,
        validate=_matches(INSTANT, "not_an_instant"),
        error_messages={"required": "required"},
    )
    after = fields.String(load_default=None, validate=_matches(f"{INSTANT}|^$", "not_an_instant"))
    commune = fields.String(load_default=None, validate=_matches(r"^\d{0,5}$", "not_a_choice"))


class Ahead(Query):
    """How many months ahead the forecasts are walked back; of one figure, or of all."""

    months = _integer(3, 1, 24)
    code = fields.String(load_default=None, validate=_matches(f"{OPAQUE}|^$", "not_an_id"))


def read_query(schema: type[Schema]) -> dict[str, Any]:
    """The query's parameters. Raises ``Invalid`` with a reason for each bad one."""
    try:
        return dict(schema().load(request.args.to_dict()))
    except ValidationError as error:
        problems = error.messages if isinstance(error.messages, dict) else {}
        raise Invalid("invalid", {"fields": problems}) from error
