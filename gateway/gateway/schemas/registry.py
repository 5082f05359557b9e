"""Bodies of the registry's writes, for OpenAPI."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.vocabulary import GROUPS, LEVELS, TOPICS, choice, day, flag, ident, text


class Residence(Schema):
    kind = choice(["permanent", "long_term_temporary"], required=True)
    commune = text("Unit code", required=True)
    from_ = fields.Date(data_key="from", required=True)


class PersonBody(Schema):
    full_name = text(required=True)
    birth_date = text("YYYY-MM-DD, YYYY-MM or YYYY", required=True)
    gender = choice(["male", "female"], required=True)
    national_id = text("12 digits, as text", allow_none=True)
    ethnicity = text("A name or any official code", allow_none=True)
    village = text(required=True)
    residence = fields.Nested(Residence, required=True)
    household_id = ident(allow_none=True)
    phone = text(allow_none=True)
    schooling = text(allow_none=True)
    professional_level = text(allow_none=True)
    employment_status = text(allow_none=True)
    languages = fields.List(text())
    access_needs = fields.List(text())
    note = text(allow_none=True)


class PersonSearch(Schema):
    q = text("Name (accents may be missing), national id or phone")
    village = text(allow_none=True)
    group = text(allow_none=True)
    page = fields.Integer(load_default=1)
    page_size = fields.Integer(load_default=50, validate=validate.Range(1, 1000))


class Evidence(Schema):
    document = text(required=True)
    number = text(allow_none=True)
    issued_by = text(allow_none=True)
    issued_on = day(allow_none=True)


class GroupBody(Schema):
    code = choice(GROUPS, required=True)
    from_ = fields.Date(data_key="from", required=True)
    to = day(allow_none=True, about="The first day outside the group")
    evidence = fields.Nested(Evidence, required=True)


class AmendGroupBody(Schema):
    from_ = fields.Date(data_key="from")
    to = day(allow_none=True, about="The first day outside the group")
    evidence = fields.Nested(Evidence)


class Poverty(Schema):
    status = choice(["none", "poor", "near_poor"], required=True)
    from_ = fields.Date(data_key="from", required=True)
    to = day(allow_none=True)


class HouseholdBody(Schema):
    code = text(required=True)
    village = text(required=True)
    poverty = fields.List(fields.Nested(Poverty))


class NeedBody(Schema):
    kind = choice(["training", "job", "credit", "counselling", "startup"], required=True)
    able_to_work = flag()
    level = choice(LEVELS, allow_none=True)
    occupation = text(allow_none=True)
    on = day(required=True)


class MergeBody(Schema):
    into = ident(required=True)


class Consent(Schema):
    given_on = day(required=True)
    form = choice(["paper", "recorded", "digital"], required=True)


class ReferralBody(Schema):
    person_id = ident(required=True)
    to = choice(["training", "placement", "credit"], required=True)
    kind = choice(["training", "job", "counselling", "credit"], required=True)
    level = choice(LEVELS, allow_none=True)
    on = day(required=True)
    purpose = choice(["support"], required=True)
    consent = fields.Nested(Consent, required=True)


class AnswerBody(Schema):
    on = day(allow_none=True)
    answer = choice(["accepted", "declined"], required=True)
    reason_code = text(allow_none=True)


class OutreachBody(Schema):
    person_id = ident(allow_none=True)
    village = text(allow_none=True)
    channel = choice(
        ["door_to_door", "meeting", "loudspeaker", "online", "job_fair"], required=True
    )
    topic = choice(TOPICS, required=True)
    on = day(required=True)
    reached = fields.Integer(allow_none=True)


class FeedbackBody(Schema):
    source = text("citizen, front …")
    topic = choice(TOPICS)
    person_id = ident(allow_none=True)
    village = text(allow_none=True)
    on = day(required=True)
    text = text(required=True)


class FeedbackAnswerBody(Schema):
    on = day(required=True)
    text = text(required=True)


class LeftBody(Schema):
    on = day(required=True)
    reason = choice(["died", "moved_away"], required=True)


class DecisionBody(Schema):
    decision = choice(["distinct", "same"], required=True)
    same_as = ident(allow_none=True)
    note = text(allow_none=True)


class LabourSurveyBody(Schema):
    as_of = day(required=True)
    source_document = text(required=True)
    labour_force = fields.Integer(required=True)
    unemployed = fields.Integer(required=True)
    trained = fields.Integer(required=True)
    certified = fields.Integer(required=True)


class ImportForm(Schema):
    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    dry_run = flag()
    as_of = day(about="Date of the groups and needs the list states; default today")
