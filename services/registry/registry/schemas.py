"""Bodies at the edge: JSON in, values of the domain out. ``null`` means absent."""

from __future__ import annotations

from typing import Any

from chassis.schemas import Body, Count, Day, Flag, Id, Nested, Text, Vocabulary, listed
from marshmallow import ValidationError, fields, validates_schema

from registry.body_fields import (
    ACCESS_NEEDS,
    AMEND_REASONS,
    CONSENT_FORMS,
    EMPLOYMENT,
    ERASURE_BASES,
    FORMS,
    LEVELS,
    PROFESSIONAL_LEVELS,
    PURPOSES,
    SCHOOLING,
    VOID_REASONS,
    BirthDateField,
    DisabilityBody,
    IntervalBody,
    NationalId,
    NewBody,
    Phone,
    ResidenceBody,
)
from registry.domain import feedback, needs, outreach, referrals

__all__ = [
    "AMEND_FEEDBACK",
    "AMEND_GROUP",
    "AMEND_HOUSEHOLD",
    "AMEND_NEED",
    "AMEND_OUTREACH",
    "AMEND_PERSON",
    "AMEND_REFERRAL",
    "AMEND_SURVEY",
    "ANSWER",
    "DECISION",
    "ERASE",
    "FEEDBACK",
    "GROUP",
    "HOUSEHOLD",
    "LEFT",
    "MERGE",
    "NEED",
    "OUTREACH",
    "PERSON",
    "REFERRAL",
    "SURVEY",
    "UNMERGE",
    "VOID",
    "WITHDRAW",
]


class Person(NewBody):
    full_name = Text(required=True, longest=100)
    birth_date = BirthDateField(required=True)
    gender = Vocabulary(("male", "female"), required=True)
    national_id = NationalId()
    ethnicity = Text(longest=50)
    village = Text(longest=100, required=True)
    residence = Nested(ResidenceBody, required=True)
    household_id = Id()
    household_from = Day()
    phone = Phone()
    schooling = Vocabulary(SCHOOLING)
    professional_level = Vocabulary(PROFESSIONAL_LEVELS)
    employment_status = Vocabulary(EMPLOYMENT)
    disability = Nested(DisabilityBody)
    languages = listed(Text(longest=30, required=True), most=10)
    access_needs = listed(Vocabulary(ACCESS_NEEDS), most=len(ACCESS_NEEDS))
    note = Text(longest=1000)


class AmendPerson(Body):
    """Every field optional; ``null`` clears the clearable ones."""

    full_name = Text(longest=100)
    birth_date = BirthDateField()
    gender = Vocabulary(("male", "female"))
    national_id = NationalId(allow_none=True)
    ethnicity = Text(longest=50, allow_none=True)
    village = Text(longest=100)
    residence = Nested(ResidenceBody)
    household_id = Id(allow_none=True)
    household_from = Day()
    phone = Phone(allow_none=True)
    schooling = Vocabulary(SCHOOLING, allow_none=True)
    professional_level = Vocabulary(PROFESSIONAL_LEVELS, allow_none=True)
    employment_status = Vocabulary(EMPLOYMENT, allow_none=True)
    disability = Nested(DisabilityBody, allow_none=True)
    languages = listed(Text(longest=30, required=True), most=10)
    access_needs = listed(Vocabulary(ACCESS_NEEDS), most=len(ACCESS_NEEDS))
    note = Text(longest=1000, allow_none=True)
    left = fields.Field[Any](allow_none=True)
    reason = Vocabulary(AMEND_REASONS)
    reason_note = Text(longest=1000)

    @validates_schema
    def coming_back_only(self, data: dict[str, Any], **_: Any) -> None:
        """``left: null`` takes a leaving back; a leaving itself has its own command."""
        if data.get("left") is not None:
            raise ValidationError({"left": ["out_of_range"]})


class _Evidence(NewBody):
    document = Text(longest=200, required=True)
    number = Text(longest=100, load_default=None)
    issued_by = Text(longest=200, load_default=None)
    issued_on = Day(load_default=None)
    verified_by = Text(longest=100, load_default=None)


class Group(IntervalBody):
    code = Text(longest=50, required=True)
    evidence = Nested(_Evidence, required=True)


class AmendGroup(NewBody):
    start = Day(data_key="from")
    end = Day(data_key="to")
    evidence = Nested(_Evidence)
    reason = Vocabulary(AMEND_REASONS, load_default="")
    reason_note = Text(longest=1000, load_default=None)


class _Poverty(IntervalBody):
    status = Vocabulary(("none", "poor", "near_poor"), required=True)


class Household(NewBody):
    code = Text(longest=50, required=True)
    village = Text(longest=100, required=True)
    poverty = listed(Nested(_Poverty), most=50, load_default=list)


class AmendHousehold(NewBody):
    code = Text(longest=50)
    village = Text(longest=100)
    poverty = listed(Nested(_Poverty), most=50)


class Need(NewBody):
    kind = Vocabulary(needs.KINDS, required=True)
    able_to_work = Flag(load_default=False)
    level = Vocabulary(LEVELS, load_default=None)
    form = Vocabulary(FORMS, load_default=None)
    occupation = Text(longest=80, load_default=None)
    on = Day(required=True)


class AmendNeed(Body):
    kind = Vocabulary(needs.KINDS)
    able_to_work = Flag()
    level = Vocabulary(LEVELS, allow_none=True)
    form = Vocabulary(FORMS, allow_none=True)
    occupation = Text(longest=80, allow_none=True)
    on = Day()


class Withdraw(NewBody):
    on = Day(required=True)


class _Consent(NewBody):
    given_on = Day(required=True)
    form = Vocabulary(CONSENT_FORMS, required=True)


class Referral(NewBody):
    person_id = Id(required=True)
    to = Vocabulary(referrals.PARTNERS, required=True)
    kind = Vocabulary(referrals.KINDS, required=True)
    level = Vocabulary(LEVELS, load_default=None)
    occupation = Text(longest=80, load_default=None)
    on = Day(required=True)
    purpose = Vocabulary(PURPOSES, required=True)
    consent = Nested(_Consent, required=True)


class AmendReferral(Body):
    to = Vocabulary(referrals.PARTNERS)
    kind = Vocabulary(referrals.KINDS)
    level = Vocabulary(LEVELS, allow_none=True)
    occupation = Text(longest=80, allow_none=True)
    on = Day()
    purpose = Vocabulary(PURPOSES)
    consent = Nested(_Consent)


class Outreach(NewBody):
    person_id = Id(load_default=None)
    village = Text(longest=100, load_default=None)
    channel = Vocabulary(outreach.CHANNELS, required=True)
    topic = Vocabulary(outreach.TOPICS, required=True)
    on = Day(required=True)
    reached = Count(most=1_000_000)


class AmendOutreach(Body):
    """To somebody else is another outreach: void the one, record the other."""

    village = Text(longest=100, allow_none=True)
    channel = Vocabulary(outreach.CHANNELS)
    topic = Vocabulary(outreach.TOPICS)
    on = Day()
    reached = Count(most=1_000_000)


class Feedback(NewBody):
    source = Vocabulary(feedback.SOURCES, load_default="citizen")
    topic = Vocabulary(outreach.TOPICS, load_default="other")
    text = Text(longest=5000, required=True)
    person_id = Id(load_default=None)
    village = Text(longest=100, load_default=None)
    on = Day(required=True)


class AmendFeedback(Body):
    source = Vocabulary(feedback.SOURCES)
    topic = Vocabulary(outreach.TOPICS)
    text = Text(longest=5000)
    person_id = Id(allow_none=True)
    village = Text(longest=100, allow_none=True)
    on = Day()


class Answer(NewBody):
    text = Text(longest=5000, required=True)
    on = Day(required=True)


class Survey(NewBody):
    as_of = Day(required=True)
    source_document = Text(longest=200, required=True)
    labour_force = Count(least=1, most=10_000_000, required=True)
    unemployed = Count(most=10_000_000, required=True)
    trained = Count(most=10_000_000, required=True)
    certified = Count(most=10_000_000, required=True)


class AmendSurvey(NewBody):
    as_of = Day()
    source_document = Text(longest=200)
    labour_force = Count(least=1, most=10_000_000)
    unemployed = Count(most=10_000_000)
    trained = Count(most=10_000_000)
    certified = Count(most=10_000_000)


class Merge(NewBody):
    into = Id(required=True)
    reason = Text(longest=1000, load_default=None)


class Unmerge(NewBody):
    reason = Text(longest=1000, required=True)


class Erase(NewBody):
    basis = Vocabulary(ERASURE_BASES, required=True)
    request_id = Id(load_default=None)
    feedback_ids = listed(Id(), most=100, load_default=list)


class Left(NewBody):
    on = Day(required=True)
    reason = Vocabulary(("died", "moved_away"), required=True)
    reason_note = Text(longest=1000, load_default=None)


class Void(NewBody):
    reason_code = Vocabulary(VOID_REASONS, required=True)
    note = Text(longest=1000, load_default=None)


class Decision(NewBody):
    decision = Vocabulary(("distinct", "same"), required=True)
    same_as = Id(load_default=None)
    note = Text(longest=1000, load_default=None)


PERSON, AMEND_PERSON = Person(), AmendPerson()
GROUP, AMEND_GROUP = Group(), AmendGroup()
HOUSEHOLD, AMEND_HOUSEHOLD = Household(), AmendHousehold()
NEED, AMEND_NEED, WITHDRAW = Need(), AmendNeed(), Withdraw()
REFERRAL, AMEND_REFERRAL = Referral(), AmendReferral()
OUTREACH, AMEND_OUTREACH = Outreach(), AmendOutreach()
FEEDBACK, AMEND_FEEDBACK, ANSWER = Feedback(), AmendFeedback(), Answer()
SURVEY, AMEND_SURVEY = Survey(), AmendSurvey()
ERASE = Erase()
MERGE, UNMERGE, LEFT, VOID, DECISION = Merge(), Unmerge(), Left(), Void(), Decision()
