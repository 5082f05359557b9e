"""Who may call what: the table of the interfaces page, spelled out by route.

Written apart from the gateway's own table and from the services' checks. ``may`` is never
answered 401 or 403, ``may_not`` always 403. A role in neither is not settled by the page
(a reader whose work touches the record): the gateway decides, and this test does not care.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

ROLES = frozenset(
    {
        "commune_officer",
        "commune_leader",
        "village_head",
        "school",
        "job_centre",
        "social_insurance",
        "bank",
        "front",
        "city_viewer",
        "ops",
    }
)

OFFICER = {"commune_officer"}
FIELD = {"commune_officer", "village_head", "front"}
HEAD = {"village_head"}
SCHOOL, CENTRE, INSURANCE = {"school"}, {"job_centre"}, {"social_insurance"}
BANK, LEADER = {"bank"}, {"commune_leader"}
PARTNERS = SCHOOL | CENTRE | BANK
FIGURES_ONLY = {"commune_leader", "city_viewer", "ops"}
"""Leaders and ``ops`` (and the city) read figures, not people."""


@dataclass(frozen=True)
class Rights:
    may: frozenset[str]
    may_not: frozenset[str]


def writes(*roles: AbstractSet[str]) -> Rights:
    """These and nobody else."""
    may = frozenset().union(*roles)
    return Rights(may, ROLES - may)


def reads(*roles: AbstractSet[str], never: AbstractSet[str] = FIGURES_ONLY) -> Rights:
    """At least these, and never those who read figures only."""
    may = frozenset().union(*roles)
    return Rights(may, frozenset(never) - may)


EVERYBODY = Rights(ROLES, frozenset())
NO_SECRET = reads(OFFICER, never=set())  # occupations, classes, employers: no person in them

TABLE = {
    "GET /session": EVERYBODY,
    # people
    "POST /people": writes(OFFICER),
    "POST /people/search": reads(FIELD),
    "GET /people/{person_id}": reads(OFFICER),
    "PATCH /people/{person_id}": writes(OFFICER),
    "GET /people/{record_id}/history": reads(OFFICER),
    "POST /people/{person_id}/groups": writes(OFFICER),
    "PATCH /people/{person_id}/groups/{group_id}": writes(OFFICER),
    "POST /people/{person_id}/groups/{group_id}/void": writes(OFFICER),
    "POST /people/{person_id}/left": writes(OFFICER),
    "GET /people/{person_id}/accesses": reads(OFFICER, never=ROLES - OFFICER),
    "GET /people/{person_id}/needs": reads(FIELD),
    "POST /people/{person_id}/needs": writes(FIELD),
    "POST /needs/{need_id}/withdraw": writes(FIELD),
    "GET /people/{person_id}/journey": reads(OFFICER),
    "POST /people/{person_id}/merge": writes(OFFICER),
    "POST /people/imports": writes(OFFICER),
    "GET /people/imports/{import_id}": reads(OFFICER),
    "GET /people/imports": reads(OFFICER),
    "POST /people/imports/restricted": writes(OFFICER),
    "GET /people/imports/{import_id}/columns": reads(OFFICER),
    "POST /people/imports/{import_id}/columns": writes(OFFICER),
    "GET /people/imports/{import_id}/rows": reads(OFFICER),
    "PATCH /people/imports/{import_id}/rows/{row}": writes(OFFICER),
    "POST /people/imports/{import_id}/carry-out": writes(OFFICER),
    "GET /people/imports/{import_id}/rejected": reads(OFFICER),
    "GET /list-templates/{kind}": reads(OFFICER),
    "POST /people/export": reads(OFFICER, HEAD, never=ROLES - OFFICER - HEAD),
    "GET /reviews": reads(OFFICER),
    "POST /reviews/{review_id}/decide": writes(OFFICER),
    "POST /households": writes(OFFICER),
    "GET /households": reads(OFFICER),
    "GET /households/{household_id}": reads(OFFICER),
    "PATCH /households/{household_id}": writes(OFFICER),
    "POST /households/{household_id}/land-recoveries": writes(OFFICER),
    "PATCH /households/{household_id}/land-recoveries/{recovery_id}": writes(OFFICER),
    "POST /households/{household_id}/land-recoveries/{recovery_id}/void": writes(OFFICER),
    "GET /people/{person_id}/comparison/{other_id}": reads(OFFICER),
    "GET /villages": NO_SECRET,
    "GET /village-changes": reads(OFFICER),
    "POST /village-changes": writes(OFFICER),
    "POST /village-changes/preview": writes(OFFICER),
    "GET /village-changes/{change_id}": reads(OFFICER),
    "POST /village-changes/{change_id}/void": writes(OFFICER),
    # referrals, outreach
    "POST /referrals": writes(OFFICER),
    "GET /referrals": reads(OFFICER, PARTNERS),
    "POST /referrals/{referral_id}/answer": writes(PARTNERS),
    "POST /outreach": writes(FIELD),
    "POST /feedback": writes(FIELD),
    "GET /feedback": reads(OFFICER),
    "POST /feedback/{feedback_id}/answer": writes(OFFICER),
    "POST /labour-surveys": writes(OFFICER),
    "GET /labour-surveys": reads(OFFICER, LEADER, never={"city_viewer", "ops"}),
    "GET /needs/summary": reads(OFFICER, LEADER, never={"city_viewer", "ops"}),
    "GET /needs/summary.{kind}": reads(OFFICER, LEADER, never={"city_viewer", "ops"}),
    "GET /visit-rounds": reads(FIELD),
    "GET /visit-plans": reads(FIELD),
    "POST /visit-plans": writes(OFFICER),
    "POST /visit-plans/{plan_id}/cancel": writes(OFFICER),
    "GET /visit-plans/{plan_id}/not-reached": reads(FIELD),
    "GET /visit-plans/{plan_id}/list": reads(OFFICER, HEAD, never=ROLES - OFFICER - HEAD),
    # persons' rights, work lists, breaches
    "GET /people/{person_id}/changes": reads(OFFICER, never=ROLES - OFFICER),
    "GET /people/{person_id}/rights": reads(OFFICER, never=ROLES - OFFICER),
    "GET /people/{person_id}/own-data": reads(OFFICER, never=ROLES - OFFICER),
    "GET /people/{person_id}/consents": reads(OFFICER, never=ROLES - OFFICER),
    "POST /people/{person_id}/unmerge": writes(OFFICER),
    "POST /people/{person_id}/erase": writes(OFFICER),
    "POST /people/{person_id}/restrict": writes(OFFICER),
    "POST /people/{person_id}/lift-restriction": writes(OFFICER),
    "POST /consents": writes(OFFICER),
    "POST /consents/{consent_id}/withdraw": writes(OFFICER),
    "GET /data-requests": reads(OFFICER, never=ROLES - OFFICER),
    "POST /data-requests": writes(OFFICER),
    **{
        f"POST /data-requests/{{request_id}}/{step}": writes(OFFICER)
        for step in ("answer", "extend", "complete")
    },
    "GET /tasks": reads(OFFICER),
    "POST /tasks/{task_id}/decide": writes(OFFICER),
    "GET /expiring-evidence": reads(OFFICER),
    "GET /group-policies": NO_SECRET,
    "GET /retention-rules": NO_SECRET,
    # who runs the system may be the first to see a breach; the register names nobody
    "GET /breaches": reads(OFFICER, {"ops"}, never={"commune_leader", "city_viewer"}),
    "POST /breaches": writes(OFFICER, {"ops"}),
    "POST /breaches/{breach_id}/report": writes(OFFICER),
    # training
    "POST /occupations": writes(SCHOOL),
    "GET /occupations": reads(SCHOOL, OFFICER, never=set()),
    "POST /classes": writes(SCHOOL),
    "GET /classes": reads(SCHOOL, OFFICER, never=set()),
    "GET /classes/{class_id}": reads(SCHOOL, OFFICER, never=set()),
    "POST /classes/{class_id}/enrolments": writes(SCHOOL),
    "GET /enrolments": reads(SCHOOL),
    "POST /enrolments/{enrolment_id}/complete": writes(SCHOOL),
    "POST /enrolments/{enrolment_id}/withdraw": writes(SCHOOL),
    "POST /enrolments/{enrolment_id}/certify": writes(SCHOOL),
    "POST /enrolments/{enrolment_id}/support": writes(SCHOOL, OFFICER),
    "GET /training-plan": reads(SCHOOL, LEADER, never=set()),
    "GET /training-policies": reads(SCHOOL, never=set()),
    # placement
    "POST /employers": writes(CENTRE),
    "GET /employers": reads(CENTRE, never=set()),
    "POST /vacancies": writes(CENTRE),
    "GET /vacancies": reads(CENTRE, never=set()),
    "POST /job-fairs": writes(CENTRE),
    "GET /job-fairs": reads(CENTRE, never=set()),
    "POST /services": writes(CENTRE),
    "GET /services": reads(CENTRE),
    "GET /people/{person_id}/matches": reads(CENTRE),
    "POST /placements": writes(CENTRE),
    "GET /placements": reads(CENTRE, INSURANCE),
    "POST /placements/{placement_id}/end": writes(CENTRE),
    "POST /placements/{placement_id}/retention-checks": writes(CENTRE),
    "POST /placements/{placement_id}/confirm": writes(INSURANCE),
    "POST /placements/{placement_id}/contribution-support": writes(INSURANCE),
    # credit: a compartment of its own
    "GET /loan-products": reads(BANK, never=set()),
    "POST /loans": writes(BANK),
    "GET /loans": reads(BANK, never=ROLES - BANK - OFFICER),
    "GET /loans/{loan_id}": reads(BANK, never=ROLES - BANK - OFFICER),
    **{
        f"POST /loans/{{loan_id}}/{stage}": writes(BANK)
        for stage in (
            "assess",
            "submit",
            "approve",
            "decline",
            "disburse",
            "check-use",
            "withdraw",
            "close",
        )
    },
    "POST /savings-groups": writes(BANK),
    "GET /savings-groups": reads(BANK, never={"city_viewer", "ops"}),
    "POST /capital-allocations": writes(LEADER),
    "GET /capital-allocations": reads(LEADER, BANK, never=set()),
    # figures
    "GET /indicators": EVERYBODY,
    "GET /indicators/stream": EVERYBODY,
    "GET /indicators/{code}": EVERYBODY,
    "GET /indicators/{code}/people": reads(OFFICER, never={"city_viewer"}),
    "GET /indicators/{code}/why-not": reads(OFFICER, never={"city_viewer"}),
    "GET /indicators/{code}/restatements": EVERYBODY,
    "GET /freshness": EVERYBODY,
    "GET /indicators/backtest": EVERYBODY,
    "POST /indicators/{code}/what-if": EVERYBODY,
    "GET /plan/versions": EVERYBODY,
    "POST /plan/preview": writes(LEADER, {"ops"}),
    "POST /closings": writes(LEADER),
    "GET /closings": EVERYBODY,
    "GET /closings/{span}": EVERYBODY,
    "POST /closings/{span}/notes": writes(LEADER),
    "GET /reports/{span}.{kind}": EVERYBODY,
}

# Each amends and voids its own.
WRITERS = {
    "needs": FIELD,
    "referrals": OFFICER,
    "outreach": FIELD,
    "feedback": FIELD,
    "labour-surveys": OFFICER,
    "occupations": SCHOOL,
    "classes": SCHOOL,
    "enrolments": SCHOOL,
    "supports": SCHOOL | OFFICER,
    "employers": CENTRE,
    "vacancies": CENTRE,
    "job-fairs": CENTRE,
    "services": CENTRE,
    "placements": CENTRE,
    "contribution-supports": INSURANCE,
    "loans": BANK,
    "savings-groups": BANK,
    "capital-allocations": LEADER,
}
TABLE["GET /households/{record_id}/history"] = reads(OFFICER)
for records, writers in WRITERS.items():
    TABLE[f"PATCH /{records}/{{record_id}}"] = writes(writers)
    TABLE[f"POST /{records}/{{record_id}}/void"] = writes(writers)
    TABLE[f"GET /{records}/{{record_id}}/history"] = reads(set(), never=FIGURES_ONLY - writers)
# A placement holds the insurance's confirmation, which it amends: the service decides by field.
TABLE["PATCH /placements/{record_id}"] = writes(CENTRE, INSURANCE)

OPEN_DATA = {f"GET /public/indicators{kind}" for kind in ("", ".json", ".csv")}
PUBLIC = {"POST /session"} | OPEN_DATA
"""No sign-in."""

LEAVING = {"DELETE /session"}
"""For everybody who is signed in; asked last, or nothing else could be."""
