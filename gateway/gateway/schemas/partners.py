"""Bodies of the writes of schools, the job centre and the bank, for OpenAPI."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.vocabulary import (
    FORMS,
    FUNDING,
    INELIGIBILITY,
    LEVELS,
    PRODUCTS,
    TOPICS,
    VOID_REASONS,
    choice,
    day,
    dong,
    flag,
    ident,
    ids,
    text,
)


class OnBody(Schema):
    """The day it was true."""

    on = day(required=True)


class ReasonBody(OnBody):
    reason_code = text(required=True)


class AnyBody(Schema):
    """Fields as the record has them."""


class VoidBody(Schema):
    reason_code = choice(VOID_REASONS, required=True)
    note = text(allow_none=True)


class OccupationBody(Schema):
    code = text(required=True)
    name = text(required=True)


class ClassBody(Schema):
    occupation = text(required=True)
    level = choice(LEVELS, required=True)
    form = choice(FORMS, required=True)
    village = text(allow_none=True)
    starts_on = day(required=True)
    ends_on = day(required=True)
    capacity = fields.Integer(required=True)
    funding_source = choice(FUNDING, required=True)


class EnrolBody(OnBody):
    person_ids = ids(required=True)


class CertifyBody(OnBody):
    certificate_kind = text(allow_none=True)


class EmployerBody(Schema):
    name = text(required=True)


class VacancyBody(Schema):
    employer_id = ident(required=True)


class JobFairBody(OnBody):
    mode = choice(["in_person", "online", "thematic", "mobile", "daily"], required=True)


class ServiceBody(OnBody):
    person_id = ident(required=True)
    service = choice(["counselling", "introduction", "job_fair"], required=True)
    mode = choice(["in_person", "online", "thematic", "mobile", "daily"], required=True)
    topic = choice(TOPICS, required=True)


class PlacementBody(OnBody):
    person_id = ident(required=True)
    kind = choice(["employer", "self_employment", "loan_supported", "work_abroad"], required=True)
    new_job = flag(required=True)
    suitable = flag(required=True)
    contract = choice(["indefinite", "fixed_term", "seasonal", "none"], required=True)
    employer_id = ident(allow_none=True)
    loan_id = ident(allow_none=True)


class RetentionBody(OnBody):
    months = fields.Integer(required=True, metadata={"enum": [3, 6, 12]})
    still_employed = flag(required=True)


class LoanBody(OnBody):
    person_id = ident(required=True)
    product = choice(PRODUCTS, required=True)
    amount = dong(required=True)
    purpose = choice(["production", "trade", "services", "job_creation", "other"], required=True)


class AssessBody(OnBody):
    eligible = flag(required=True)
    reason_codes = fields.List(choice(INELIGIBILITY), required=True)


class DisburseBody(OnBody):
    amount = dong(required=True)


class UseBody(OnBody):
    as_declared = flag(required=True)


class SupportBody(OnBody):
    amount = dong(required=True)


class SavingsGroupBody(Schema):
    village = text(required=True)


class AllocationBody(OnBody):
    amount = dong(required=True)


class ClosingBody(Schema):
    span = text("A span that has ended", required=True)


class SessionBody(Schema):
    username = text(required=True)
    password = text(required=True)
