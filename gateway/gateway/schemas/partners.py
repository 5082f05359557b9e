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

MODES = ("in_person", "online", "thematic", "mobile", "daily")
CONTRACTS = ("indefinite", "fixed_term", "seasonal", "none")


class OnBody(Schema):
    """The day it was true."""

    on = day(required=True)


class ReasonBody(OnBody):
    reason_code = text(required=True)


class WithdrawBody(OnBody):
    reason_code = text(allow_none=True)


class AnyBody(Schema):
    """Fields as the record has them."""


class VoidBody(Schema):
    reason_code = choice(VOID_REASONS, required=True)
    note = text(allow_none=True)


class OccupationBody(Schema):
    name = text(required=True)
    name_en = text(allow_none=True)
    code = text(allow_none=True)
    national_code = text(allow_none=True)
    farm = flag(allow_none=True)


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
    kind = choice(["enterprise", "cooperative", "household_business", "public", "other"])
    tax_code = text(allow_none=True)
    village = text(allow_none=True)
    address = text(allow_none=True)
    phone = text(allow_none=True)
    barrier_free = flag(allow_none=True)
    flexible_work = flag(allow_none=True)
    mentoring = flag(allow_none=True)


class VacancyBody(Schema):
    employer_id = ident(required=True)
    occupation = text(required=True)
    opens_on = day(allow_none=True)
    closes_on = day(allow_none=True)
    headcount = fields.Integer(allow_none=True)
    contract = choice(CONTRACTS, allow_none=True)
    village = text(allow_none=True)
    wage_from = dong(allow_none=True)
    wage_to = dong(allow_none=True)
    accommodates = fields.List(text("An access need that is met"))
    flexible_work = flag(allow_none=True)


class JobFairBody(OnBody):
    mode = choice(MODES, allow_none=True)
    topic = choice(TOPICS, allow_none=True)
    title = text(allow_none=True)
    village = text(allow_none=True)
    for_priority_groups = flag(allow_none=True)


class ServiceBody(OnBody):
    person_id = ident(required=True)
    service = choice(["counselling", "introduction", "job_fair"], required=True)
    mode = choice(MODES, allow_none=True)
    topic = choice(TOPICS, allow_none=True)
    job_fair_id = ident(allow_none=True)
    vacancy_id = ident(allow_none=True)
    referral_id = ident(allow_none=True)


class PlacementBody(OnBody):
    person_id = ident(required=True)
    kind = choice(["employer", "self_employment", "loan_supported", "work_abroad"], required=True)
    new_job = flag(required=True)
    suitable = flag(required=True)
    contract = choice(CONTRACTS, allow_none=True)
    mentored = flag(allow_none=True)
    vacancy_id = ident(allow_none=True)
    referral_id = ident(allow_none=True)
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
    savings_group_id = ident(allow_none=True)


class AssessBody(OnBody):
    eligible = flag(required=True)
    reason_codes = fields.List(choice(INELIGIBILITY), allow_none=True)


class DisburseBody(OnBody):
    amount = dong(required=True)


class UseBody(OnBody):
    as_declared = flag(required=True)


class PaidBody(OnBody):
    amount = dong(required=True)


class SupportBody(PaidBody):
    funding_source = choice(FUNDING, required=True)
    policy = text(required=True)


class SavingsGroupBody(OnBody):
    name = text(required=True)
    village = text(allow_none=True)
    association = text(allow_none=True)
    members = fields.Integer(allow_none=True)
    approval_document = text(allow_none=True)


class AllocationBody(OnBody):
    year = fields.Integer(required=True)
    source = text(required=True)
    amount = dong(required=True)
    product = choice(PRODUCTS, allow_none=True)
    savings_group_id = ident(allow_none=True)
    document = text(allow_none=True)


class ClosingBody(Schema):
    span = text("A span that has ended", required=True)


class SessionBody(Schema):
    username = text(required=True)
    password = text(required=True)
