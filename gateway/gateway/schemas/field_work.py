"""Queries and bodies about lists, visits and the need survey, for OpenAPI."""

from __future__ import annotations

from marshmallow import fields, validate

from gateway.schemas.queries import OPAQUE, Page, Query, Year
from gateway.schemas.registry import ImportForm
from gateway.schemas.vocabulary import Body, Open, choice, day, text

__all__ = [
    "CarryOutBody",
    "ExportBody",
    "FeedbackList",
    "ImportRows",
    "MappingBody",
    "NeedSummary",
    "Recent",
    "RestrictedImportForm",
    "Round",
    "RowBody",
    "VisitList",
    "VisitPlanBody",
]

NEEDS_BY = ("village", "occupation", "group", "kind", "level", "form")
VERDICTS = ("accept", "accept_with_warning", "review", "duplicate", "reject")
LAYOUTS = ("list", "call", "invitation")


class NeedSummary(Year):
    by = fields.String(
        load_default="village", validate=validate.OneOf(NEEDS_BY, error="not_a_choice")
    )


class Round(Query):
    round = fields.String(
        required=True,
        validate=validate.Length(min=1, max=40, error="too_long"),
        error_messages={"required": "required"},
    )


class FeedbackList(Page):
    status = fields.String(
        load_default=None,
        validate=validate.OneOf(["", "open", "answered", "overdue"], error="not_a_choice"),
    )
    naming = fields.String(
        load_default=None,
        validate=validate.Regexp(OPAQUE, error="not_an_id"),
        metadata={"description": "A person whose whole name stands in its words"},
    )


class ImportRows(Page):
    verdict = fields.String(
        load_default=None, validate=validate.OneOf(["", *VERDICTS], error="not_a_choice")
    )


class Recent(Query):
    page_size = fields.Integer(
        load_default=20,
        validate=validate.Range(1, 100, error="out_of_range"),
        error_messages={"invalid": "not_a_number"},
    )


class VisitList(Query):
    layout = fields.String(
        load_default="call", validate=validate.OneOf(["call", "invitation"], error="not_a_choice")
    )


class VisitPlanBody(Body):
    round = text("What the round is called", required=True, longest=40)
    village = text(required=True, longest=100)
    from_ = fields.Date(data_key="from", required=True)
    to = day("The first day outside", required=True)
    visitors = text("Who goes", longest=200)


class ExportBody(Open):
    purpose = text("Why they are taken along; logged", required=True)
    form = choice(["xlsx", "csv"])
    layout = choice(LAYOUTS)
    q = text("As in a search")
    village = text()
    group = text("Officers only")
    title = text("Stands above the table")


class MappingBody(Open):
    """Which column is what; remembered for lists of the same layout."""

    columns = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Field → index of its column, from 0"},
    )
    header_row = fields.Integer(metadata={"description": "The last row of the heading, from 1"})
    sheet = fields.Integer()
    constants = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "What every line says, where no column does"},
    )


class CarryOutBody(Open):
    as_of = day("Date of the groups and needs the list states; left out: as previewed")


class RowBody(Open):
    """Field → text, as it should have stood; an empty text says that nothing stands there."""


class RestrictedImportForm(ImportForm):
    purpose = text("Why the list is used; logged", required=True)
