"""Bodies of the registry's writes, for OpenAPI."""

from __future__ import annotations

from marshmallow import fields, validate

from gateway.schemas.vocabulary import (
    ACCESS_NEEDS,
    AMEND_REASONS,
    DISABILITY_LEVELS,
    DISABILITY_TYPES,
    EMPLOYMENT,
    FORMS,
    GROUPS,
    LAND_KINDS,
    LEVELS,
    PROFESSIONAL_LEVELS,
    SCHOOLING,
    TOPICS,
    VOID_REASONS,
    Body,
    Open,
    amendment,
    choice,
    code,
    count,
    day,
    flag,
    ident,
    listed,
    nested,
    plain,
    text,
)

BIRTH_DATE = r"^\d{4}(-\d\d(-\d\d)?)?$"
UNTIL = "The first day outside"
WHY = "In the officer's words: sealed, shown in the history, gone when the person is erased"
CHANNELS = ("door_to_door", "meeting", "loudspeaker", "online", "job_fair")
NEEDS = ("training", "job", "credit", "counselling", "startup")
PARTNERS = ("training", "placement", "credit")
REFERRALS = ("training", "job", "counselling", "credit")


class Residence(Body):
    kind = choice(["permanent", "long_term_temporary"], required=True)
    commune = code("Unit code", required=True)
    from_ = fields.Date(data_key="from", required=True)
    village = text(longest=100)


class Disability(Body):
    type = choice(DISABILITY_TYPES, required=True)
    level = choice(DISABILITY_LEVELS)


class PersonBody(Body):
    full_name = text(required=True, longest=100)
    birth_date = fields.String(
        required=True,
        metadata={"description": "YYYY-MM-DD, YYYY-MM or YYYY", "pattern": BIRTH_DATE},
    )
    gender = choice(["male", "female"], required=True)
    national_id = plain("12 digits, as text")
    ethnicity = text("A name or any official code", longest=50)
    village = text(required=True, longest=100)
    residence = nested(Residence, required=True)
    household_id = ident()
    household_from = day("In the household since; left out: since the residence began")
    phone = plain("Vietnamese, in national or international form")
    schooling = choice(SCHOOLING)
    professional_level = choice(PROFESSIONAL_LEVELS)
    employment_status = choice(EMPLOYMENT)
    disability = nested(Disability)
    languages = listed(text(longest=30), most=10)
    access_needs = listed(choice(ACCESS_NEEDS), most=len(ACCESS_NEEDS))
    note = text(longest=1000)


AmendPersonBody = amendment(
    PersonBody,
    clears=(
        "national_id",
        "ethnicity",
        "household_id",
        "phone",
        "schooling",
        "professional_level",
        "employment_status",
        "disability",
        "note",
    ),
    more={
        "left": fields.Raw(metadata={"type": "null", "description": "null: has not left"}),
        "reason": choice(AMEND_REASONS, allow_none=False),
        "reason_note": text(WHY, longest=1000, allow_none=False),
    },
)


class PersonSearch(Open):
    q = text("Name (accents may be missing), national id or phone")
    village = text()
    group = text()
    page = fields.Integer(load_default=1)
    page_size = fields.Integer(load_default=50, validate=validate.Range(1, 1000))


class Evidence(Body):
    document = text(required=True)
    number = text(longest=100)
    issued_by = text()
    issued_on = day()
    verified_by = text("Who held it against the original", longest=100)


class GroupBody(Body):
    code = choice(GROUPS, required=True)
    from_ = fields.Date(data_key="from", required=True)
    to = day(UNTIL)
    evidence = nested(Evidence, required=True)


class AmendGroupBody(Body):
    from_ = fields.Date(data_key="from", allow_none=True)
    to = day(UNTIL)
    evidence = nested(Evidence)
    reason = choice(AMEND_REASONS)
    reason_note = text(WHY, longest=1000)


class Poverty(Body):
    status = choice(["none", "poor", "near_poor"], required=True)
    from_ = fields.Date(data_key="from", required=True)
    to = day(UNTIL)


class HouseholdBody(Body):
    code = text(required=True, longest=50)
    village = text(required=True, longest=100)
    poverty = listed(nested(Poverty), most=50)


class AmendHouseholdBody(Body):
    code = text(longest=50)
    village = text(longest=100)
    poverty = listed(nested(Poverty), most=50)


class LandRecoveryBody(Body):
    number = text("The decision's number", longest=100, required=True)
    on = day("The decision's day", required=True)
    issued_by = text()
    verified_by = text("Who held it against the original", longest=100)
    land = choice(LAND_KINDS)
    area = count("Whole square metres", most=100_000_000)
    include = listed(ident(), most=100)
    leave_out = listed(ident(), most=100)


AmendLandRecoveryBody = amendment(
    LandRecoveryBody,
    clears=("issued_by", "verified_by", "land", "area"),
    more={
        "reason": choice(AMEND_REASONS, allow_none=False),
        "reason_note": text(WHY, longest=1000, allow_none=False),
    },
)


class NeedBody(Body):
    kind = choice(NEEDS, required=True)
    able_to_work = flag()
    level = choice(LEVELS)
    form = choice(FORMS)
    occupation = text(longest=80)
    on = day(required=True)


class MergeBody(Body):
    into = ident(required=True)
    reason = text(WHY, longest=1000)


class Consent(Body):
    given_on = day(required=True)
    form = choice(["paper", "recorded", "digital"], required=True)


class ReferralBody(Body):
    person_id = ident(required=True)
    to = choice(PARTNERS, required=True)
    kind = choice(REFERRALS, required=True)
    level = choice(LEVELS)
    occupation = text(longest=80)
    on = day(required=True)
    purpose = choice(["support"], required=True)
    consent = nested(Consent, required=True)


class AnswerBody(Body):
    answer = choice(["accepted", "declined"], required=True)
    reason_code = code("Why it was declined")
    on = day()


class OutreachBody(Body):
    person_id = ident()
    village = text(longest=100)
    channel = choice(CHANNELS, required=True)
    topic = choice(TOPICS, required=True)
    on = day(required=True)
    reached = count("How many people", most=1_000_000)


class FeedbackBody(Body):
    source = choice(["citizen", "front_supervision"])
    topic = choice(TOPICS)
    text = text(required=True, longest=5000)
    person_id = ident()
    village = fields.String(validate=validate.Length(max=100), allow_none=True)
    on = day(required=True)


class FeedbackAnswerBody(Body):
    text = text(required=True, longest=5000)
    on = day(required=True)


class LeftBody(Body):
    on = day(required=True)
    reason = choice(["died", "moved_away"], required=True)
    reason_note = text(WHY, longest=1000)


class VoidEntryBody(Body):
    reason_code = choice(VOID_REASONS, required=True)
    note = text(longest=1000)


class DecisionBody(Body):
    decision = choice(["distinct", "same"], required=True)
    same_as = ident()
    note = text(longest=1000)


class LabourSurveyBody(Body):
    as_of = day(required=True)
    source_document = text(required=True)
    labour_force = count(required=True, least=1, most=10_000_000)
    unemployed = count(required=True, most=10_000_000)
    trained = count(required=True, most=10_000_000)
    certified = count(required=True, most=10_000_000)


class ImportForm(Open):
    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    dry_run = flag()
    as_of = day("Date of the groups and needs the list states; default today")
