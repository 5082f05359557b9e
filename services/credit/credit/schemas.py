"""Bodies of the commands, at the edge: JSON → values of the domain. Unknown fields are refused."""

from __future__ import annotations

from typing import Any

from chassis.schemas import Body, Code, Count, Day, Dong, Flag, Id, Text, Vocabulary, listed
from marshmallow import post_load

from credit.domain import vocabulary

__all__ = ["AMEND", "BODIES"]


class Reasons(Body):
    """``reason_codes`` leave the edge as a tuple, as the domain keeps them."""

    @post_load
    def _fixed(self, values: dict[str, Any], **_more: Any) -> dict[str, Any]:
        if "reason_codes" in values:
            values["reason_codes"] = tuple(values["reason_codes"] or ())
        return values


class Need(Body):
    product = Vocabulary(vocabulary.PRODUCTS, required=True)
    amount = Dong(required=True, least=1)
    purpose = Vocabulary(vocabulary.PURPOSES, required=True)
    on = Day(required=True)
    savings_group_id = Id(allow_none=True)


class OpenLoan(Need):
    person_id = Id(required=True)
    commune = Code(allow_none=True)


class Assess(Reasons):
    eligible = Flag(required=True)
    reason_codes = listed(Vocabulary(vocabulary.INELIGIBILITY), most=10, allow_none=True)
    on = Day(required=True)


class OnADay(Body):
    on = Day(required=True)


class Decline(Body):
    reason_code = Code(required=True)
    on = Day(required=True)


class Disburse(Body):
    amount = Dong(required=True, least=1)
    on = Day(required=True)


class CheckUse(Body):
    as_declared = Flag(required=True)
    on = Day(required=True)


class Loan(Need, Reasons):
    """What may be amended of a loan: the need, and the days, findings and amounts recorded."""

    assessed_on = Day()
    eligible = Flag()
    reason_codes = listed(Vocabulary(vocabulary.INELIGIBILITY), most=10)
    submitted_on = Day()
    decided_on = Day()
    decline_reason = Code()
    disbursed_on = Day()
    disbursed_amount = Dong(least=1)
    checked_on = Day()
    as_declared = Flag()
    closed_on = Day()
    withdrawn_on = Day()


class SavingsGroup(Body):
    name = Text(required=True, longest=120)
    on = Day(required=True)
    village = Text(longest=120, allow_none=True)
    association = Vocabulary(vocabulary.ASSOCIATIONS, allow_none=True)
    members = Count(least=1, most=1000, allow_none=True)
    approval_document = Text(longest=120, allow_none=True)


class FormSavingsGroup(SavingsGroup):
    commune = Code(allow_none=True)


class CapitalAllocation(Body):
    year = Count(required=True, least=2000, most=2100)
    source = Vocabulary(vocabulary.CAPITAL_SOURCES, required=True)
    amount = Dong(required=True, least=1)
    on = Day(required=True)
    product = Vocabulary(vocabulary.PRODUCTS, allow_none=True)
    savings_group_id = Id(allow_none=True)
    document = Text(longest=120, allow_none=True)


class AnswerReferral(Body):
    answer = Vocabulary(vocabulary.ANSWERS, required=True)
    reason_code = Code(allow_none=True)
    on = Day(allow_none=True)


class Void(Body):
    reason_code = Vocabulary(vocabulary.VOID_REASONS, required=True)
    note = Text(longest=500, allow_none=True)


BODIES: dict[str, Body] = {
    "open_loan": OpenLoan(),
    "assess": Assess(),
    "on_a_day": OnADay(),
    "decline": Decline(),
    "disburse": Disburse(),
    "check_use": CheckUse(),
    "savings_group": FormSavingsGroup(),
    "capital_allocation": CapitalAllocation(),
    "answer_referral": AnswerReferral(),
    "void": Void(),
}

AMEND: dict[str, Body] = {
    "loans": Loan(partial=True),
    "savings_groups": SavingsGroup(partial=True),
    "capital_allocations": CapitalAllocation(partial=True),
}
