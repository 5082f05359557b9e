"""Bodies of the commands, at the edge: JSON → values of the domain. Unknown fields are refused."""

from __future__ import annotations

from chassis.schemas import Body, Code, Count, Day, Dong, Flag, Id, Text, Vocabulary, listed

from training.domain import vocabulary

__all__ = ["AMEND", "BODIES"]

LARGEST_CLASS = 2_000
MOST_AT_ONCE = 500


class Occupation(Body):
    name = Text(required=True, longest=120)
    name_en = Text(longest=120, allow_none=True)
    national_code = Code(allow_none=True)
    farm = Flag(allow_none=True)


class DefineOccupation(Occupation):
    code = Code(allow_none=True)


class TrainingClass(Body):
    occupation = Text(required=True, longest=120)
    level = Vocabulary(vocabulary.LEVELS, required=True)
    form = Vocabulary(vocabulary.FORMS, required=True)
    village = Text(longest=120, allow_none=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    capacity = Count(required=True, least=1, most=LARGEST_CLASS)
    practice_group = Count(least=1, most=LARGEST_CLASS, allow_none=True)
    funding_source = Vocabulary(vocabulary.FUNDING, required=True)


class OpenClass(TrainingClass):
    commune = Code(allow_none=True)


class Enrol(Body):
    person_ids = listed(Id(), least=1, most=MOST_AT_ONCE, required=True)
    on = Day(required=True)


class Complete(Body):
    on = Day(required=True)


class Withdraw(Body):
    on = Day(required=True)
    reason_code = Code(allow_none=True)


class Certify(Body):
    on = Day(required=True)
    certificate_kind = Code(allow_none=True)


class Support(Body):
    amount = Dong(required=True, least=1)
    funding_source = Vocabulary(vocabulary.FUNDING, required=True)
    policy = Code(required=True)
    on = Day(required=True)


class AnswerReferral(Body):
    answer = Vocabulary(vocabulary.ANSWERS, required=True)
    reason_code = Code(allow_none=True)
    on = Day(allow_none=True)


class Enrolment(Body):
    """What may be amended of an enrolment: the days and codes that were recorded."""

    on = Day()
    completed_on = Day()
    withdrawn_on = Day()
    reason_code = Code(attribute="withdrawal_reason")
    certified_on = Day()
    certificate_kind = Code()


class Void(Body):
    reason_code = Vocabulary(vocabulary.VOID_REASONS, required=True)
    note = Text(longest=500, allow_none=True)


BODIES: dict[str, Body] = {
    "define_occupation": DefineOccupation(),
    "open_class": OpenClass(),
    "enrol": Enrol(),
    "complete": Complete(),
    "withdraw": Withdraw(),
    "certify": Certify(),
    "support": Support(),
    "answer_referral": AnswerReferral(),
    "void": Void(),
}

AMEND: dict[str, Body] = {
    "occupations": Occupation(partial=True),
    "classes": TrainingClass(partial=True),
    "enrolments": Enrolment(partial=True),
    "supports": Support(partial=True),
}
