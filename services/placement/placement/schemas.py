"""Bodies at the edge. Defaults stand in the domain, where their meaning is explained.

``null`` means absent when something is recorded; in an amendment it clears a field that
may be empty. Whose record it is cannot be amended: void it and record it anew.
"""

from __future__ import annotations

from typing import Any

from chassis.schemas import (
    Body,
    Code,
    Count,
    Day,
    Dong,
    Flag,
    Id,
    Text,
    Vocabulary,
    listed,
)
from marshmallow import pre_load, validate

from placement.domain import vocabulary

__all__ = [
    "AMENDMENTS",
    "ANSWER",
    "CHECK",
    "CONFIRM",
    "CONFIRMATION_AMENDMENT",
    "EMPLOYER",
    "END",
    "JOB_FAIR",
    "PLACEMENT",
    "SERVICE",
    "SUPPORT",
    "VACANCY",
    "VOID",
]

REASON = validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="not_in_vocabulary")


class Form(Body):
    """What somebody fills in; as an amendment (``partial``) every field may be left out."""

    @pre_load
    def drop_absent(self, body: Any, **_more: Any) -> Any:
        if self.partial or not isinstance(body, dict):
            return body
        return {name: value for name, value in body.items() if value is not None}


class ReasonField(Text):
    """A reason code: listed or not, never free text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=40, **kwargs)
        self.validators.append(REASON)


class Months(Count):
    """The months after which a placement is looked at again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(
            validate.OneOf(vocabulary.RETENTION_MONTHS, error="not_in_vocabulary")
        )


class EmployerForm(Form):
    name = Text(required=True)
    kind = Vocabulary(vocabulary.EMPLOYER_KINDS)
    tax_code = Code(allow_none=True)
    commune = Code()
    village = Text(longest=100, allow_none=True)
    address = Text(allow_none=True)
    phone = Text(longest=30, allow_none=True)
    barrier_free = Flag()
    flexible_work = Flag()
    mentoring = Flag()


class VacancyForm(Form):
    employer_id = Id(required=True)
    occupation = Text(longest=100, required=True)
    opens_on = Day()
    closes_on = Day(allow_none=True)
    headcount = Count(least=1, most=10_000)
    contract = Vocabulary(vocabulary.CONTRACTS)
    commune = Code()
    village = Text(longest=100, allow_none=True)
    wage_from = Dong(allow_none=True)
    wage_to = Dong(allow_none=True)
    accommodates = listed(Code(), most=50)
    flexible_work = Flag()


class JobFairForm(Form):
    on = Day(required=True)
    mode = Vocabulary(vocabulary.MODES)
    topic = Vocabulary(vocabulary.TOPICS)
    title = Text(allow_none=True)
    commune = Code()
    village = Text(longest=100, allow_none=True)
    for_priority_groups = Flag()


class ServiceForm(Form):
    person_id = Id(required=True)
    service = Vocabulary(vocabulary.SERVICES, required=True)
    mode = Vocabulary(vocabulary.MODES)
    topic = Vocabulary(vocabulary.TOPICS)
    on = Day(required=True)
    commune = Code()
    job_fair_id = Id(allow_none=True)
    vacancy_id = Id(allow_none=True)
    referral_id = Id(allow_none=True)


class PlacementForm(Form):
    person_id = Id(required=True)
    kind = Vocabulary(vocabulary.PLACEMENT_KINDS, required=True)
    new_job = Flag(required=True)
    suitable = Flag(required=True)
    contract = Vocabulary(vocabulary.CONTRACTS)
    mentored = Flag()
    on = Day(required=True)
    commune = Code()
    employer_id = Id(allow_none=True)
    vacancy_id = Id(allow_none=True)
    loan_id = Id(allow_none=True)
    referral_id = Id(allow_none=True)


class PlacementAmendment(PlacementForm):
    """Also the recorded end's day and reason."""

    ended_on = Day()
    end_reason_code = ReasonField()


class ConfirmForm(Form):
    on = Day(required=True)


class ConfirmationAmendment(Form):
    confirmed_on = Day(required=True)


class EndForm(Form):
    on = Day(required=True)
    reason_code = ReasonField(required=True)


class CheckForm(Form):
    months = Months(required=True)
    still_employed = Flag(required=True)
    on = Day(required=True)


class SupportForm(Form):
    amount = Dong(least=1, required=True)
    on = Day(required=True)


class AnswerForm(Form):
    answer = Vocabulary(vocabulary.ANSWERS, required=True)
    reason_code = ReasonField()
    on = Day()
    commune = Code()


class VoidForm(Form):
    reason_code = Vocabulary(vocabulary.VOID_REASONS, required=True)
    note = Text(longest=500)


EMPLOYER = EmployerForm()
VACANCY = VacancyForm()
JOB_FAIR = JobFairForm()
SERVICE = ServiceForm()
PLACEMENT = PlacementForm()
CONFIRM = ConfirmForm()
CONFIRMATION_AMENDMENT = ConfirmationAmendment()
END = EndForm()
CHECK = CheckForm()
SUPPORT = SupportForm()
ANSWER = AnswerForm()
VOID = VoidForm()

AMENDMENTS: dict[str, Body] = {
    "employers": EmployerForm(partial=True),
    "vacancies": VacancyForm(partial=True),
    "job_fairs": JobFairForm(partial=True),
    "services": ServiceForm(partial=True, exclude=("person_id",)),
    "placements": PlacementAmendment(partial=True, exclude=("person_id",)),
    "contribution_supports": SupportForm(partial=True),
}
