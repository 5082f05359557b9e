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
    "GET /reviews": reads(OFFICER),
    "POST /reviews/{review_id}/decide": writes(OFFICER),
    "POST /households": writes(OFFICER),
    "GET /households": reads(OFFICER),
    "GET /households/{household_id}": reads(OFFICER),
    "PATCH /households/{household_id}": writes(OFFICER),
    "GET /villages": NO_SECRET,
    # referrals, outreach
    "POST /referrals": writes(OFFICER),
    "GET /referrals": reads(OFFICER, PARTNERS),
    "POST /referrals/{referral_id}/answer": writes(PARTNERS),
    "POST /outreach": writes(FIELD),
    "POST /feedback": writes(FIELD),
    "GET /feedback": reads(OFFICER),
    "POST /feedback/{feedback_id}/answer": writes(OFFICER),
    "POST /labour-surveys": writes(OFFICER),
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
    "POST /enrolments/{enrolment_id}/support": writes(SCHOOL),
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
    "POST /closings": writes(LEADER),
    "GET /closings": EVERYBODY,
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
    "supports": SCHOOL,
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
