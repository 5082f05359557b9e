"""Bodies of what keeps the records right and the persons' rights."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from chassis.schemas import Count, Day, Flag, Id, Text, Vocabulary
from marshmallow import ValidationError, fields

from registry.body_fields import CONSENT_FORMS, NewBody
from registry.domain import breaches, data_requests
from registry.request_types import request_types

__all__ = [
    "AGE_DECISION",
    "BREACH",
    "BREACH_REPORT",
    "CONSENT",
    "ON",
    "REQUEST",
    "REQUEST_DONE",
    "RESTRICTION",
]


class Moment(fields.Field[datetime]):
    """An instant with its offset, ``2026-11-23T08:00:00+07:00``; aware UTC inside."""

    default_error_messages = {"required": "required", "null": "null"}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValidationError("not_a_moment") from None
        if moment.tzinfo is None:
            raise ValidationError("not_a_moment")
        return moment.astimezone(UTC)


class AgeDecision(NewBody):
    decision = Vocabulary(("yes", "no"), required=True)
    reason = Text(longest=1000, required=True)


class Request(NewBody):
    person_id = Id(required=True)
    type = Vocabulary(tuple(request_types()), required=True)
    received_on = Day(required=True)
    form = Vocabulary(CONSENT_FORMS, required=True)
    others_must_act = Flag(load_default=False)


class RequestDone(NewBody):
    on = Day(required=True)
    outcome = Vocabulary(data_requests.OUTCOMES, required=True)
    note = Text(longest=1000, load_default=None)


class On(NewBody):
    on = Day(required=True)
    note = Text(longest=1000, load_default=None)


class Consent(NewBody):
    person_id = Id(required=True)
    scope = Vocabulary(("referral", "share_with_employer", "media_story", "other"), required=True)
    text_version = Text(longest=50, required=True)
    channel = Vocabulary(CONSENT_FORMS, required=True)
    evidence = Text(longest=200, required=True)
    given_on = Day(required=True)


class Restriction(NewBody):
    on = Day(required=True)
    reason = Text(longest=1000, required=True)


class Breach(NewBody):
    kind = Vocabulary(breaches.KINDS, required=True)
    detected_at = Moment(required=True)
    nature = Text(longest=2000, required=True)
    measures = Text(longest=2000, required=True)
    people_affected = Count(most=10_000_000, load_default=None)
    must_report = Flag(load_default=True)


class BreachReport(NewBody):
    at = Moment(required=True)
    report_number = Text(longest=100, load_default=None)


AGE_DECISION, REQUEST, REQUEST_DONE, ON = AgeDecision(), Request(), RequestDone(), On()
CONSENT, RESTRICTION = Consent(), Restriction()
BREACH, BREACH_REPORT = Breach(), BreachReport()
