"""Bodies of the writes of schools, the job centre and the bank, for OpenAPI."""

from __future__ import annotations

from marshmallow import fields

from gateway.schemas.vocabulary import (
    FORMS,
    FUNDING,
    INELIGIBILITY,
    LEVELS,
    PRODUCTS,
    SERVICES,
    TOPICS,
    VOID_REASONS,
    Body,
    Open,
    choice,
    code,
    count,
    day,
    dong,
    flag,
    ident,
    listed,
    reason,
    text,
)

MODES = ("in_person", "online", "thematic", "mobile", "daily")
CONTRACTS = ("indefinite", "fixed_term", "seasonal", "none")
EMPLOYERS = ("enterprise", "cooperative", "household_business", "public", "other")
PLACEMENTS = ("employer", "self_employment", "loan_supported", "work_abroad")
PURPOSES = ("production", "trade", "services", "job_creation", "other")
ASSOCIATIONS = ("women", "farmers", "veterans", "youth")
CAPITAL = ("central", "city", "commune")
UNIT = "Unit code; left out: the caller's"


class OnBody(Body):
    """The day it was true."""

    on = day(required=True)


class ReasonBody(OnBody):
    reason_code = code("From the office's list; another is taken with a warning", required=True)


class WithdrawBody(OnBody):
    reason_code = code("From the school's list; another is taken with a warning")


class VoidBody(Body):
    reason_code = choice(VOID_REASONS, required=True)
    note = text(longest=500)


class OccupationBody(Body):
    name = text(required=True, longest=120)
    name_en = text(longest=120)
    code = code("Of the commune's own list")
    national_code = ident("Of the national list")
    farm = flag()


class ClassBody(Body):
    occupation = text("Its code or name", required=True, longest=120)
    level = choice(LEVELS, required=True)
    form = choice(FORMS, required=True)
    village = text(longest=120)
    starts_on = day(required=True)
    ends_on = day(required=True)
    capacity = count(required=True, least=1, most=2_000)
    practice_group = count("Learners in a practice group", least=1, most=2_000)
    funding_source = choice(FUNDING, required=True)
    commune = code(UNIT)


class EnrolBody(OnBody):
    person_ids = listed(ident(), least=1, most=500, required=True)


class CertifyBody(OnBody):
    certificate_kind = code("Left out: what the level ends with")


class EmployerBody(Body):
    name = text(required=True)
    kind = choice(EMPLOYERS)
    tax_code = code()
    commune = code(UNIT)
    village = text(longest=100)
    address = text()
    phone = text(longest=30)
    barrier_free = flag()
    flexible_work = flag()
    mentoring = flag()


class VacancyBody(Body):
    employer_id = ident(required=True)
    occupation = text(required=True, longest=100)
    opens_on = day()
    closes_on = day()
    headcount = count(least=1, most=10_000)
    contract = choice(CONTRACTS)
    commune = code(UNIT)
    village = text(longest=100)
    wage_from = dong(least=0)
    wage_to = dong(least=0)
    accommodates = listed(code("An access need that is met"), most=50)
    flexible_work = flag()


class JobFairBody(OnBody):
    mode = choice(MODES)
    topic = choice(TOPICS)
    title = text()
    commune = code(UNIT)
    village = text(longest=100)
    for_priority_groups = flag()


class ServiceBody(OnBody):
    person_id = ident(required=True)
    service = choice(SERVICES, required=True)
    mode = choice(MODES)
    topic = choice(TOPICS)
    commune = code(UNIT)
    job_fair_id = ident()
    vacancy_id = ident()
    referral_id = ident()


class PlacementBody(OnBody):
    person_id = ident(required=True)
    kind = choice(PLACEMENTS, required=True)
    new_job = flag(required=True)
    suitable = flag(required=True)
    contract = choice(CONTRACTS)
    mentored = flag()
    commune = code(UNIT)
    employer_id = ident()
    vacancy_id = ident()
    loan_id = ident()
    referral_id = ident()


class EndBody(OnBody):
    reason_code = reason("From the office's list; another is taken with a warning", required=True)


class RetentionBody(OnBody):
    months = fields.Integer(required=True, metadata={"enum": [3, 6, 12]})
    still_employed = flag(required=True)


class LoanBody(OnBody):
    person_id = ident(required=True)
    product = choice(PRODUCTS, required=True)
    amount = dong(required=True)
    purpose = choice(PURPOSES, required=True)
    savings_group_id = ident()
    commune = code(UNIT)


class AssessBody(OnBody):
    eligible = flag(required=True)
    reason_codes = listed(choice(INELIGIBILITY), most=10)


class DisburseBody(OnBody):
    amount = dong(required=True)


class UseBody(OnBody):
    as_declared = flag(required=True)


class PaidBody(OnBody):
    amount = dong(required=True)


class SupportBody(PaidBody):
    funding_source = choice(FUNDING, required=True)
    policy = code("Of the training policies", required=True)


class SavingsGroupBody(OnBody):
    name = text(required=True, longest=120)
    village = text(longest=120)
    association = choice(ASSOCIATIONS)
    members = count(least=1, most=1000)
    approval_document = text(longest=120)
    commune = code(UNIT)


class AllocationBody(OnBody):
    year = count(required=True, least=2000, most=2100)
    source = choice(CAPITAL, required=True)
    amount = dong(required=True)
    product = choice(PRODUCTS)
    savings_group_id = ident()
    document = text(longest=120)


class SessionBody(Open):
    username = fields.String(required=True)
    password = fields.String(required=True)
