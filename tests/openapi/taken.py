"""What the services take, read from the schemas by which they judge bodies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import credit.schemas
import indicators.schemas
import placement.schemas
import registry.land_schemas
import registry.schemas
import registry.stewardship_schemas
import registry.village_schemas
import registry.visit_schemas
import training.schemas
from chassis.schemas import Flag, Vocabulary
from marshmallow import Schema, fields, validate
from placement.schemas import Form
from registry.body_fields import NewBody

__all__ = ["TAKEN", "Taken", "taken"]


@dataclass(frozen=True)
class Taken:
    """One field. ``null``: it may be null; ``longest``: of a text or a list."""

    required: bool
    null: bool
    kind: str
    words: tuple[str, ...] = ()
    longest: int | None = None
    least: int | None = None
    most: int | None = None
    inner: dict[str, Taken] = field(default_factory=dict)


R, T, P, C = registry.schemas, training.schemas, placement.schemas, credit.schemas
S, L = registry.stewardship_schemas, registry.land_schemas

TAKEN: dict[str, Schema] = {
    "POST /people": R.PERSON,
    "PATCH /people/{person_id}": R.AMEND_PERSON,
    "POST /people/{person_id}/groups": R.GROUP,
    "PATCH /people/{person_id}/groups/{group_id}": R.AMEND_GROUP,
    "POST /people/{person_id}/groups/{group_id}/void": R.VOID,
    "POST /people/{person_id}/left": R.LEFT,
    "POST /people/{person_id}/merge": R.MERGE,
    "POST /people/{person_id}/needs": R.NEED,
    "POST /needs/{need_id}/withdraw": R.WITHDRAW,
    "POST /reviews/{review_id}/decide": R.DECISION,
    "POST /households": R.HOUSEHOLD,
    "PATCH /households/{household_id}": R.AMEND_HOUSEHOLD,
    "POST /households/{household_id}/land-recoveries": L.LAND_RECOVERY,
    "PATCH /households/{household_id}/land-recoveries/{recovery_id}": L.AMEND_LAND_RECOVERY,
    "POST /households/{household_id}/land-recoveries/{recovery_id}/void": R.VOID,
    "POST /referrals": R.REFERRAL,
    "POST /referrals/{referral_id}/answer": T.BODIES["answer_referral"],
    "POST /outreach": R.OUTREACH,
    "POST /feedback": R.FEEDBACK,
    "POST /feedback/{feedback_id}/answer": R.ANSWER,
    "POST /labour-surveys": R.SURVEY,
    "POST /village-changes": registry.village_schemas.CHANGE_VILLAGES,
    "POST /village-changes/preview": registry.village_schemas.CHANGE_VILLAGES,
    "POST /village-changes/{change_id}/void": registry.village_schemas.VOID_VILLAGE_CHANGE,
    "POST /visit-plans": registry.visit_schemas.VISIT_PLAN,
    "POST /visit-plans/{plan_id}/cancel": R.VOID,
    "POST /people/{person_id}/unmerge": R.UNMERGE,
    "POST /people/{person_id}/erase": R.ERASE,
    "POST /people/{person_id}/restrict": S.RESTRICTION,
    "POST /people/{person_id}/lift-restriction": S.RESTRICTION,
    "POST /consents": S.CONSENT,
    "POST /consents/{consent_id}/withdraw": S.ON,
    "POST /data-requests": S.REQUEST,
    "POST /data-requests/{request_id}/answer": S.ON,
    "POST /data-requests/{request_id}/extend": S.RESTRICTION,
    "POST /data-requests/{request_id}/complete": S.REQUEST_DONE,
    "POST /tasks/{task_id}/decide": S.AGE_DECISION,
    "POST /breaches": S.BREACH,
    "POST /breaches/{breach_id}/report": S.BREACH_REPORT,
    "POST /occupations": T.BODIES["define_occupation"],
    "POST /classes": T.BODIES["open_class"],
    "POST /classes/{class_id}/enrolments": T.BODIES["enrol"],
    "POST /enrolments/{enrolment_id}/complete": T.BODIES["complete"],
    "POST /enrolments/{enrolment_id}/withdraw": T.BODIES["withdraw"],
    "POST /enrolments/{enrolment_id}/certify": T.BODIES["certify"],
    "POST /enrolments/{enrolment_id}/support": T.BODIES["support"],
    "POST /employers": P.EMPLOYER,
    "POST /vacancies": P.VACANCY,
    "POST /job-fairs": P.JOB_FAIR,
    "POST /services": P.SERVICE,
    "POST /placements": P.PLACEMENT,
    "POST /placements/{placement_id}/confirm": P.CONFIRM,
    "POST /placements/{placement_id}/end": P.END,
    "POST /placements/{placement_id}/retention-checks": P.CHECK,
    "POST /placements/{placement_id}/contribution-support": P.SUPPORT,
    "POST /loans": C.BODIES["open_loan"],
    "POST /loans/{loan_id}/assess": C.BODIES["assess"],
    "POST /loans/{loan_id}/decline": C.BODIES["decline"],
    "POST /loans/{loan_id}/disburse": C.BODIES["disburse"],
    "POST /loans/{loan_id}/check-use": C.BODIES["check_use"],
    **{
        f"POST /loans/{{loan_id}}/{stage}": C.BODIES["on_a_day"]
        for stage in ("submit", "approve", "withdraw", "close")
    },
    "POST /savings-groups": C.BODIES["savings_group"],
    "POST /capital-allocations": C.BODIES["capital_allocation"],
    "POST /closings": indicators.schemas.CloseSpan(),
    "POST /closings/{span}/notes": indicators.schemas.NoteOnClosing(),
    "POST /indicators/{code}/what-if": indicators.schemas.WhatIf(),
    "POST /plan/preview": indicators.schemas.PreviewPlan(),
}

AMENDMENTS: dict[str, tuple[Schema, Schema]] = {
    "needs": (R.AMEND_NEED, R.VOID),
    "referrals": (R.AMEND_REFERRAL, R.VOID),
    "outreach": (R.AMEND_OUTREACH, R.VOID),
    "feedback": (R.AMEND_FEEDBACK, R.VOID),
    "labour-surveys": (R.AMEND_SURVEY, R.VOID),
    **{
        name.replace("_", "-"): (schema, bodies["void"])
        for amend, bodies in ((T.AMEND, T.BODIES), (C.AMEND, C.BODIES))
        for name, schema in amend.items()
    },
    **{name.replace("_", "-"): (schema, P.VOID) for name, schema in P.AMENDMENTS.items()},
}
for kind, (amend, void) in AMENDMENTS.items():
    TAKEN[f"PATCH /{kind}/{{record_id}}"] = amend
    TAKEN[f"POST /{kind}/{{record_id}}/void"] = void

ALSO: dict[str, dict[str, fields.Field[Any]]] = {
    "PATCH /placements/{record_id}": {
        "confirmed_on": P.CONFIRMATION_AMENDMENT.fields["confirmed_on"]
    },
}
"""The insurance amends its own field of a placement by a schema of its own."""

KINDS: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (Flag, "boolean"),
    (fields.Integer, "integer"),
    (fields.Float, "number"),
    (fields.List, "array"),
    (fields.Nested, "object"),
)


def taken(route: str) -> dict[str, Taken]:
    """The fields of a route's body."""
    schema = TAKEN[route]
    found = _fields(schema)
    for name, each in ALSO.get(route, {}).items():
        found[name] = _field(each, False, False)
    return found


def _fields(schema: Schema) -> dict[str, Taken]:
    """Absent fields are dropped, null or not, by some forms; others say it field by field."""
    partial = bool(schema.partial)
    drops = isinstance(schema, NewBody) or (isinstance(schema, Form) and not partial)
    return {
        each.data_key or name: _field(each, each.required and not partial, drops)
        for name, each in schema.fields.items()
    }


def _field(each: fields.Field[Any], required: bool, drops: bool) -> Taken:
    kind = next((name for of, name in KINDS if isinstance(each, of)), "string")
    if type(each) is fields.Field:
        kind = "null"
    inner: dict[str, Taken] = {}
    if isinstance(each, fields.Nested):
        inner = _fields(each.schema)
    if isinstance(each, fields.List):
        inner = {"*": _field(each.inner, False, False)}
    words = _first(each, validate.OneOf, lambda of: tuple(str(word) for word in of.choices), ())
    if isinstance(each, Vocabulary):
        words = each.codes
    return Taken(
        required=required,
        null=kind == "null" or (not required and (drops or each.allow_none)),
        kind=kind,
        words=words,
        longest=_first(each, validate.Length, lambda of: of.max, None),
        least=_first(each, validate.Range, lambda of: of.min, None) if not words else None,
        most=_first(each, validate.Range, lambda of: of.max, None) if not words else None,
        inner=inner,
    )


def _first(each: fields.Field[Any], of: type[Any], told: Callable[[Any], Any], none: Any) -> Any:
    found = [told(rule) for rule in each.validators if isinstance(rule, of)]
    known = [value for value in found if value is not None]
    return known[-1] if known else none
