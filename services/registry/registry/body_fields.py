"""Vocabularies of the bodies, and the fields and parts that several bodies have."""

from __future__ import annotations

from datetime import date
from typing import Any

from chassis.schemas import Body, Code, Day, Text, Vocabulary
from marshmallow import ValidationError, fields, pre_load, validates_schema

from registry.domain.birth_date import BirthDate
from registry.domain.national_id import is_well_formed
from registry.domain.phones import normal_phone

__all__ = [
    "ACCESS_NEEDS",
    "AMEND_REASONS",
    "CONSENT_FORMS",
    "EMPLOYMENT",
    "ERASURE_BASES",
    "FORMS",
    "LEVELS",
    "PROFESSIONAL_LEVELS",
    "PURPOSES",
    "SCHOOLING",
    "VOID_REASONS",
    "BirthDateField",
    "DisabilityBody",
    "IntervalBody",
    "NationalId",
    "NewBody",
    "Phone",
    "ResidenceBody",
]

LEVELS = ("under_3_months", "elementary", "intermediate", "college")
PROFESSIONAL_LEVELS = (
    "none",
    "skilled_without_certificate",
    *LEVELS,
    "university",
    "postgraduate",
)
SCHOOLING = ("none", "primary", "lower_secondary", "upper_secondary")
EMPLOYMENT = ("employed", "unemployed", "inactive")
DISABILITY_TYPES = ("mobility", "hearing_speech", "vision", "mental", "intellectual", "other")
DISABILITY_LEVELS = ("especially_severe", "severe", "mild")  # Law 51/2010 art 3
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
FORMS = ("at_school", "on_site", "mobile")
AMEND_REASONS = ("mistake", "changed", "paper", "request")
"""Why a record is amended. The code stands open; words beside it (``reason_note``) are sealed."""

VOID_REASONS = ("entered_by_mistake", "duplicate", "did_not_happen", "other")
PURPOSES = ("support",)
CONSENT_FORMS = ("paper", "recorded", "digital")
ERASURE_BASES = (  # Law 91/2025/QH15 art 14
    "request",
    "purpose_ended",
    "retention_ended",
    "authority_decision",
    "agreement",
)
EARLIEST_YEAR = 1900


class NewBody(Body):
    """A body in which a field that is null is a field that is not there."""

    @pre_load
    def without_nulls(self, data: Any, **_: Any) -> Any:
        if isinstance(data, dict):
            return {name: value for name, value in data.items() if value is not None}
        return data


class BirthDateField(fields.Field[BirthDate]):
    """``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``."""

    default_error_messages = {"required": "required", "null": "null"}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> BirthDate:
        try:
            if not isinstance(value, str):
                raise ValueError
            birth = BirthDate.parse(value)
        except ValueError:
            raise ValidationError("not_a_date") from None
        if birth.year < EARLIEST_YEAR:
            raise ValidationError("out_of_range")
        return birth


class NationalId(fields.Field[str | None]):
    """Exactly twelve digits, as text; blanks and dots between them are dropped."""

    default_error_messages = {"required": "required", "null": "null"}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str | None:
        text = "".join(value.split()).replace(".", "") if isinstance(value, str) else ""
        if value == "":
            return None
        if not is_well_formed(text):
            raise ValidationError("bad_national_id")
        return text


class Phone(fields.Field[str | None]):
    """A Vietnamese number in its national form: ``0`` and nine or ten digits more."""

    default_error_messages = {"required": "required", "null": "null"}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str | None:
        if value == "":
            return None
        phone = normal_phone(value) if isinstance(value, str) else None
        if phone is None:
            raise ValidationError("bad_phone")
        return phone


class IntervalBody(NewBody):
    """``from`` inclusive, ``to`` exclusive."""

    start = Day(data_key="from", required=True)
    end = Day(data_key="to", load_default=None)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        start: date | None = data.get("start")
        end: date | None = data.get("end")
        if start is not None and end is not None and end <= start:
            raise ValidationError({"to": ["not_after_from"]})


class ResidenceBody(NewBody):
    kind = Vocabulary(("permanent", "long_term_temporary"), required=True)
    commune = Code(required=True)
    start = Day(data_key="from", required=True)
    village = Text(longest=100)


class DisabilityBody(NewBody):
    type = Vocabulary(DISABILITY_TYPES, required=True)
    level = Vocabulary(DISABILITY_LEVELS, load_default=None)
