"""Bodies and queries of what keeps the records right and the persons' rights, for OpenAPI."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from gateway.schemas.queries import OPAQUE, Page, Query
from gateway.schemas.vocabulary import (
    Body,
    choice,
    count,
    day,
    flag,
    ident,
    listed,
    plain,
    text,
)

__all__ = [
    "BASES",
    "BREACH_KINDS",
    "CONSENT_SCOPES",
    "FORMS",
    "OUTCOMES",
    "REQUEST_TYPES",
    "BreachBody",
    "BreachReportBody",
    "ChangesQuery",
    "ConsentBody",
    "DayAndNoteBody",
    "DayAndReasonBody",
    "EraseBody",
    "Expiring",
    "ReceiveBody",
    "RequestDoneBody",
    "RequestList",
    "TaskBody",
    "TaskList",
    "UnmergeBody",
]

REQUEST_TYPES = ("withdraw_consent", "restrict", "object", "access", "correct", "delete")
OUTCOMES = ("done", "partly_done", "refused", "withdrawn")
FORMS = ("paper", "recorded", "digital")
CONSENT_SCOPES = ("referral", "share_with_employer", "media_story", "other")
BREACH_KINDS = ("disclosure", "loss", "theft", "alteration", "unauthorised_access", "other")
BASES = ("request", "purpose_ended", "retention_ended", "authority_decision", "agreement")
MOMENT = "An instant with its offset, 2026-11-23T08:00:00+07:00"
PURPOSE = "Why the record is read; opens sensitive fields and is logged"


class UnmergeBody(Body):
    reason = text(longest=1000, required=True)


class EraseBody(Body):
    basis = choice(BASES, required=True)
    request_id = ident()
    feedback_ids = listed(ident(), most=100)


class ReceiveBody(Body):
    person_id = ident(required=True)
    type = choice(REQUEST_TYPES, required=True)
    received_on = day(required=True)
    form = choice(FORMS, required=True)
    others_must_act = flag()


class DayAndNoteBody(Body):
    on = day(required=True)
    note = text(longest=1000)


class DayAndReasonBody(Body):
    on = day(required=True)
    reason = text(longest=1000, required=True)


class RequestDoneBody(Body):
    on = day(required=True)
    outcome = choice(OUTCOMES, required=True)
    note = text("Why, where it was refused or done in part", longest=1000)


class ConsentBody(Body):
    person_id = ident(required=True)
    scope = choice(CONSENT_SCOPES, required=True)
    text_version = text("Which text the person read", longest=50, required=True)
    channel = choice(FORMS, required=True)
    evidence = text("The paper or recording that proves it", longest=200, required=True)
    given_on = day(required=True)


class TaskBody(Body):
    decision = choice(["yes", "no"], required=True)
    reason = text(longest=1000, required=True)


class BreachBody(Body):
    kind = choice(BREACH_KINDS, required=True)
    detected_at = plain(MOMENT, required=True)
    nature = text("Systems and data, never persons by name", longest=2000, required=True)
    measures = text(longest=2000, required=True)
    people_affected = count(most=10_000_000)
    must_report = flag()


class BreachReportBody(Body):
    at = plain(MOMENT, required=True)
    report_number = text(longest=100)


class RequestList(Page):
    status = fields.String(
        load_default="open", validate=validate.OneOf(["open", "closed"], error="not_a_choice")
    )
    person_id = fields.String(
        load_default=None, validate=validate.Regexp(f"{OPAQUE}|^$", error="not_an_id")
    )


class TaskList(Page):
    status = fields.String(
        load_default="open", validate=validate.OneOf(["open", "decided"], error="not_a_choice")
    )


class Purposeful(Query):
    purpose = fields.String(
        load_default="",
        validate=validate.Length(max=40, error="too_long"),
        metadata={"description": PURPOSE},
    )

    @post_load
    def without_blanks(self, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        """No purpose is an empty one, not none at all."""
        kept = super().without_blanks(data, **more)
        return {**kept, "purpose": kept["purpose"] or ""}


class ChangesQuery(Purposeful):
    """Of a person's changes."""


class Expiring(Page, Purposeful):
    within_days = fields.Integer(
        load_default=60,
        validate=validate.Range(0, 366, error="out_of_range"),
        error_messages={"invalid": "not_a_number", "too_large": "out_of_range"},
    )
