"""Who may call which route: the whole of it, as data.

Keys are ``METHOD /route/{template}``; a route that is missing here answers 403 to
everybody. The table follows "Who may write" of the interfaces page; reading follows
writing, and leaders, viewers and ``ops`` read figures, not people. Every service
verifies the caller again and decides for itself, by village and scope too: this table
spares a call that can only be refused, it is not the only lock.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PERMISSIONS", "PUBLIC", "RECORDS", "ROLES", "Rights"]

Rights = frozenset[str]

ROLES = (
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
)

PUBLIC: Rights = frozenset({"*"})
"""No sign-in at all."""

OFFICER: Rights = frozenset({"commune_officer"})
LEADER: Rights = frozenset({"commune_leader"})
SCHOOL: Rights = frozenset({"school"})
JOB_CENTRE: Rights = frozenset({"job_centre"})
INSURANCE: Rights = frozenset({"social_insurance"})
BANK: Rights = frozenset({"bank"})
PARTNERS = SCHOOL | JOB_CENTRE | BANK
DOOR_TO_DOOR: Rights = frozenset({"commune_officer", "village_head", "front"})
SEES_PEOPLE = DOOR_TO_DOOR | PARTNERS
OPENS_A_RECORD: Rights = frozenset({"commune_officer", "village_head"})
SEES_THE_MARKET = DOOR_TO_DOOR | JOB_CENTRE | INSURANCE | SCHOOL
SEES_FIGURES: Rights = frozenset(ROLES)
SEES_SUMMARIES: Rights = frozenset({"commune_officer", "commune_leader", "front"})
"""Counts of needs and labour surveys: no person in them, small cells for the officer alone."""
EXPLAINS: Rights = frozenset({"commune_officer", "commune_leader", "ops"})
"""Sees who stands behind a figure; names are added for those who also see people."""

TRIES_PLANS: Rights = frozenset({"commune_leader", "ops"})
"""Sees what another plan file would make of the figures; nothing is switched by it."""

SEES_BREACHES: Rights = frozenset({"commune_officer", "ops"})
"""Operators too: they may be the first to see one, and it names nobody."""

RECORDS: Mapping[str, tuple[str, Rights]] = {
    "needs": ("registry", DOOR_TO_DOOR),
    "referrals": ("registry", OFFICER),
    "outreach": ("registry", DOOR_TO_DOOR),
    "feedback": ("registry", DOOR_TO_DOOR),
    "labour-surveys": ("registry", OFFICER),
    "occupations": ("training", SCHOOL),
    "classes": ("training", SCHOOL),
    "enrolments": ("training", SCHOOL),
    "supports": ("training", SCHOOL | OFFICER),
    "employers": ("placement", JOB_CENTRE),
    "vacancies": ("placement", JOB_CENTRE),
    "job-fairs": ("placement", JOB_CENTRE),
    "services": ("placement", JOB_CENTRE),
    "placements": ("placement", JOB_CENTRE),
    "contribution-supports": ("placement", INSURANCE),
    "loans": ("credit", BANK),
    "savings-groups": ("credit", BANK),
    "capital-allocations": ("credit", LEADER),
}
"""Kind of record -> the service that holds it, and who amends and voids it (its own)."""

_API: Mapping[str, Rights] = {
    "POST /session": PUBLIC,
    "GET /session": SEES_FIGURES,
    "DELETE /session": SEES_FIGURES,
    # people
    "POST /people": OFFICER,
    "POST /people/search": SEES_PEOPLE,
    "GET /people/{person_id}": OPENS_A_RECORD,
    "PATCH /people/{person_id}": OFFICER,
    "GET /people/{record_id}/history": OFFICER,
    "POST /people/{person_id}/left": OFFICER,
    "GET /people/{person_id}/accesses": OFFICER,
    "POST /people/{person_id}/groups": OFFICER,
    "PATCH /people/{person_id}/groups/{group_id}": OFFICER,
    "POST /people/{person_id}/groups/{group_id}/void": OFFICER,
    "GET /people/{person_id}/needs": DOOR_TO_DOOR,
    "POST /people/{person_id}/needs": DOOR_TO_DOOR,
    "POST /needs/{need_id}/withdraw": DOOR_TO_DOOR,
    "GET /people/{person_id}/journey": OPENS_A_RECORD | PARTNERS | INSURANCE,
    "POST /people/{person_id}/merge": OFFICER,
    "POST /people/imports": OFFICER,
    "GET /people/imports/{import_id}": OFFICER,
    "GET /people/imports": OFFICER,
    "POST /people/imports/restricted": OFFICER,
    "GET /people/imports/{import_id}/columns": OFFICER,
    "POST /people/imports/{import_id}/columns": OFFICER,
    "GET /people/imports/{import_id}/rows": OFFICER,
    "PATCH /people/imports/{import_id}/rows/{row}": OFFICER,
    "POST /people/imports/{import_id}/carry-out": OFFICER,
    "GET /people/imports/{import_id}/rejected": OFFICER,
    "GET /list-templates/{kind}": OFFICER,
    "POST /people/export": OPENS_A_RECORD,
    "GET /reviews": OFFICER,
    "POST /reviews/{review_id}/decide": OFFICER,
    "POST /households": OFFICER,
    "GET /households": OFFICER,
    "GET /households/{household_id}": OFFICER,
    "PATCH /households/{household_id}": OFFICER,
    "POST /households/{household_id}/land-recoveries": OFFICER,
    "PATCH /households/{household_id}/land-recoveries/{recovery_id}": OFFICER,
    "POST /households/{household_id}/land-recoveries/{recovery_id}/void": OFFICER,
    "GET /people/{person_id}/comparison/{other_id}": OFFICER,
    "GET /households/{record_id}/history": OFFICER,
    "GET /villages": SEES_FIGURES,
    "GET /village-changes": OFFICER,
    "POST /village-changes": OFFICER,
    "POST /village-changes/preview": OFFICER,
    "GET /village-changes/{change_id}": OFFICER,
    "POST /village-changes/{change_id}/void": OFFICER,
    # referrals and outreach
    "POST /referrals": OFFICER,
    "GET /referrals": OFFICER | PARTNERS,
    "POST /referrals/{referral_id}/answer": PARTNERS,
    "POST /outreach": DOOR_TO_DOOR,
    "POST /feedback": DOOR_TO_DOOR,
    "GET /feedback": OFFICER | frozenset({"front"}),
    "POST /feedback/{feedback_id}/answer": OFFICER,
    "POST /labour-surveys": OFFICER,
    "GET /labour-surveys": SEES_SUMMARIES,
    "GET /needs/summary": SEES_SUMMARIES,
    "GET /needs/summary.{kind}": SEES_SUMMARIES,
    "GET /visit-rounds": DOOR_TO_DOOR,
    "GET /visit-plans": DOOR_TO_DOOR,
    "POST /visit-plans": OFFICER,
    "POST /visit-plans/{plan_id}/cancel": OFFICER,
    "GET /visit-plans/{plan_id}/not-reached": DOOR_TO_DOOR,
    "GET /visit-plans/{plan_id}/list": OPENS_A_RECORD,
    # persons' rights, work lists, breaches
    "GET /people/{person_id}/changes": OFFICER,
    "GET /people/{person_id}/rights": OFFICER,
    "GET /people/{person_id}/own-data": OFFICER,
    "GET /people/{person_id}/consents": OFFICER,
    "POST /people/{person_id}/unmerge": OFFICER,
    "POST /people/{person_id}/erase": OFFICER,
    "POST /people/{person_id}/restrict": OFFICER,
    "POST /people/{person_id}/lift-restriction": OFFICER,
    "POST /consents": OFFICER,
    "POST /consents/{consent_id}/withdraw": OFFICER,
    "GET /data-requests": OFFICER,
    "POST /data-requests": OFFICER,
    "POST /data-requests/{request_id}/answer": OFFICER,
    "POST /data-requests/{request_id}/extend": OFFICER,
    "POST /data-requests/{request_id}/complete": OFFICER,
    "GET /tasks": OFFICER,
    "POST /tasks/{task_id}/decide": OFFICER,
    "GET /expiring-evidence": OFFICER,
    "GET /group-policies": OFFICER,
    "GET /retention-rules": OFFICER,
    "GET /breaches": SEES_BREACHES,
    "POST /breaches": SEES_BREACHES,
    "POST /breaches/{breach_id}/report": OFFICER,
    # training
    "POST /occupations": SCHOOL,
    "GET /occupations": SEES_FIGURES,
    "POST /classes": SCHOOL,
    "GET /classes": SEES_FIGURES,
    "GET /classes/{class_id}": SEES_FIGURES,
    "POST /classes/{class_id}/enrolments": SCHOOL,
    "GET /enrolments": SCHOOL | OFFICER,
    "POST /enrolments/{enrolment_id}/support": SCHOOL | OFFICER,
    "GET /training-policies": SEES_FIGURES,
    "POST /enrolments/{enrolment_id}/complete": SCHOOL,
    "POST /enrolments/{enrolment_id}/withdraw": SCHOOL,
    "POST /enrolments/{enrolment_id}/certify": SCHOOL,
    "GET /training-plan": SCHOOL | OFFICER | LEADER | frozenset({"city_viewer"}),
    # placement
    "POST /employers": JOB_CENTRE,
    "GET /employers": SEES_THE_MARKET,
    "POST /vacancies": JOB_CENTRE,
    "GET /vacancies": SEES_THE_MARKET,
    "POST /job-fairs": JOB_CENTRE,
    "GET /job-fairs": SEES_THE_MARKET,
    "POST /services": JOB_CENTRE,
    "GET /services": JOB_CENTRE | INSURANCE | OFFICER,
    "GET /placements": JOB_CENTRE | INSURANCE | OFFICER,
    "GET /people/{person_id}/matches": OFFICER | JOB_CENTRE,
    "POST /placements": JOB_CENTRE,
    "POST /placements/{placement_id}/confirm": INSURANCE,
    "POST /placements/{placement_id}/contribution-support": INSURANCE,
    "POST /placements/{placement_id}/end": JOB_CENTRE,
    "POST /placements/{placement_id}/retention-checks": JOB_CENTRE,
    # credit
    "GET /loan-products": SEES_FIGURES,
    "POST /loans": BANK,
    "GET /loans": BANK,
    "GET /loans/{loan_id}": BANK,
    "POST /loans/{loan_id}/assess": BANK,
    "POST /loans/{loan_id}/submit": BANK,
    "POST /loans/{loan_id}/approve": BANK,
    "POST /loans/{loan_id}/decline": BANK,
    "POST /loans/{loan_id}/disburse": BANK,
    "POST /loans/{loan_id}/check-use": BANK,
    "POST /loans/{loan_id}/withdraw": BANK,
    "POST /loans/{loan_id}/close": BANK,
    "POST /savings-groups": BANK,
    "GET /savings-groups": OFFICER | BANK | LEADER | frozenset({"front"}),
    "POST /capital-allocations": LEADER,
    "GET /capital-allocations": OFFICER | LEADER | BANK | frozenset({"city_viewer"}),
    # figures
    "GET /indicators": SEES_FIGURES,
    "GET /indicators/stream": SEES_FIGURES,
    "GET /indicators/{code}": SEES_FIGURES,
    "GET /indicators/{code}/people": EXPLAINS,
    "GET /indicators/{code}/why-not": EXPLAINS,
    "GET /indicators/{code}/restatements": SEES_FIGURES,
    "GET /indicators/backtest": SEES_FIGURES,
    "POST /indicators/{code}/what-if": SEES_FIGURES,
    "GET /freshness": SEES_FIGURES,
    "GET /plan/versions": SEES_FIGURES,
    "POST /plan/preview": TRIES_PLANS,
    "POST /closings": LEADER,
    "GET /closings": SEES_FIGURES,
    "GET /closings/{span}": SEES_FIGURES,
    "POST /closings/{span}/notes": LEADER,
    "GET /reports/{span}.{kind}": SEES_FIGURES,
    "GET /public/indicators": PUBLIC,
    "GET /public/indicators.json": PUBLIC,
    "GET /public/indicators.csv": PUBLIC,
}

_PAGES: Mapping[str, Rights] = {
    "GET /": SEES_FIGURES,
    "GET /sign-in": PUBLIC,
    "POST /sign-in": PUBLIC,
    "POST /sign-out": SEES_FIGURES,
    "GET /targets": SEES_FIGURES,
    "GET /indicators/{code}": SEES_FIGURES,
    "GET /public": PUBLIC,
    "GET /public/data": PUBLIC,
    "GET /plan": SEES_FIGURES,
    "POST /plan": TRIES_PLANS,
    "GET /plan/files/{number}": SEES_FIGURES,
    "GET /closings": SEES_FIGURES,
    "GET /closings/new": LEADER,
    "POST /closings": LEADER,
    "GET /closings/{span}": SEES_FIGURES,
    "POST /closings/{span}/notes": LEADER,
    "GET /people": SEES_PEOPLE,
    "POST /people": SEES_PEOPLE,
    "GET /people/{person_id}": OPENS_A_RECORD,
    "GET /people/new": OFFICER,
    "POST /people/new": OFFICER,
    "GET /people/{person_id}/edit": OFFICER,
    "POST /people/{person_id}/edit": OFFICER,
    "GET /people/{person_id}/place": OFFICER,
    "POST /people/{person_id}/move": OFFICER,
    "POST /people/{person_id}/household": OFFICER,
    "POST /people/{person_id}/left": OFFICER,
    "GET /people/{person_id}/groups": OFFICER,
    "POST /people/{person_id}/groups": OFFICER,
    "POST /people/{person_id}/groups/{group_id}/{step}": OFFICER,
    "GET /people/{person_id}/refer": OFFICER,
    "POST /people/{person_id}/refer": OFFICER,
    "GET /people/{person_id}/records/{kind}/{record_id}": OFFICER,
    "POST /people/{person_id}/records/{kind}/{record_id}/{step}": OFFICER,
    "GET /people/{person_id}/journey": OPENS_A_RECORD,
    "GET /people/{person_id}/history": OFFICER,
    "POST /people/{person_id}/unmerge": OFFICER,
    "GET /people/{person_id}/merge": OFFICER,
    "POST /people/{person_id}/merge": OFFICER,
    "GET /people/{person_id}/merge/{other_id}": OFFICER,
    "POST /people/{person_id}/merge/{other_id}": OFFICER,
    "GET /people/{person_id}/privacy": OFFICER,
    "POST /people/{person_id}/requests": OFFICER,
    "POST /people/{person_id}/consents": OFFICER,
    "POST /people/{person_id}/consents/{consent_id}/withdraw": OFFICER,
    "POST /people/{person_id}/restriction": OFFICER,
    "POST /people/{person_id}/own-data": OFFICER,
    "GET /people/{person_id}/erase": OFFICER,
    "POST /people/{person_id}/erase": OFFICER,
    "GET /data-requests": OFFICER,
    "POST /data-requests/{request_id}/{step}": OFFICER,
    "GET /breaches": SEES_BREACHES,
    "POST /breaches": SEES_BREACHES,
    "POST /breaches/{breach_id}/report": OFFICER,
    "GET /work": OFFICER,
    "POST /tasks/{task_id}/decide": OFFICER,
    "GET /villages": OFFICER,
    "GET /villages/change": OFFICER,
    "POST /villages/preview": OFFICER,
    "POST /villages/change": OFFICER,
    "GET /villages/changes/{change_id}": OFFICER,
    "POST /villages/changes/{change_id}/void": OFFICER,
    "GET /households": OFFICER,
    "POST /households": OFFICER,
    "GET /households/new": OFFICER,
    "GET /households/{household_id}": OFFICER,
    "GET /households/{household_id}/edit": OFFICER,
    "POST /households/{household_id}/edit": OFFICER,
    "GET /households/{household_id}/land": OFFICER,
    "POST /households/{household_id}/land": OFFICER,
    "POST /households/{household_id}/land/{recovery_id}/{step}": OFFICER,
    "GET /group-policies": OFFICER,
    "GET /retention-rules": OFFICER,
    "POST /people/export": OPENS_A_RECORD,
    "GET /reviews": OFFICER,
    "POST /reviews/{review_id}/decide": OFFICER,
    "GET /imports": OFFICER,
    "POST /imports": OFFICER,
    "POST /imports/restricted": OFFICER,
    "GET /imports/templates/{kind}": OFFICER,
    "GET /imports/{import_id}": OFFICER,
    "POST /imports/{import_id}/carry-out": OFFICER,
    "GET /imports/{import_id}/rejected": OFFICER,
    "GET /imports/{import_id}/columns": OFFICER,
    "POST /imports/{import_id}/columns": OFFICER,
    "GET /imports/{import_id}/rows/{row}": OFFICER,
    "POST /imports/{import_id}/rows/{row}": OFFICER,
    "GET /needs": SEES_SUMMARIES,
    "GET /visits": DOOR_TO_DOOR,
    "POST /visits": OFFICER,
    "GET /visits/{plan_id}": DOOR_TO_DOOR,
    "POST /visits/{plan_id}/cancel": OFFICER,
    "GET /visits/{plan_id}/paper": OPENS_A_RECORD,
    "GET /people/{person_id}/contact": DOOR_TO_DOOR,
    "POST /people/{person_id}/contact/need": DOOR_TO_DOOR,
    "POST /people/{person_id}/contact/outreach": DOOR_TO_DOOR,
    "GET /feedback": DOOR_TO_DOOR,
    "POST /feedback": DOOR_TO_DOOR,
    "POST /feedback/{feedback_id}/answer": OFFICER,
    "POST /feedback/{feedback_id}/void": OFFICER,
    "GET /labour-surveys": SEES_SUMMARIES,
    "POST /labour-surveys": OFFICER,
    "POST /labour-surveys/{survey_id}/void": OFFICER,
    "GET /referrals": PARTNERS,
    "POST /referrals/{referral_id}/answer": PARTNERS,
    "GET /classes": SCHOOL,
    "POST /classes": SCHOOL,
    "GET /classes/{class_id}": SCHOOL,
    "POST /classes/{class_id}/enrolments": SCHOOL,
    "POST /classes/{class_id}/enrolments/{enrolment_id}/{step}": SCHOOL,
    "GET /placements": JOB_CENTRE | INSURANCE,
    "POST /placements": JOB_CENTRE,
    "POST /placements/services": JOB_CENTRE,
    "POST /placements/employers": JOB_CENTRE,
    "GET /employers": JOB_CENTRE,
    "POST /employers": JOB_CENTRE,
    "POST /employers/find": JOB_CENTRE,
    "GET /employers/{employer_id}": JOB_CENTRE,
    "POST /employers/{employer_id}/amend": JOB_CENTRE,
    "POST /employers/{employer_id}/void": JOB_CENTRE,
    "POST /placements/{placement_id}/{step}": JOB_CENTRE | INSURANCE,
    "GET /loans": BANK,
    "POST /loans": BANK,
    "GET /loans/{loan_id}": BANK,
    "POST /loans/{loan_id}/{step}": BANK,
    "GET /api/docs": PUBLIC,
    "GET /api/openapi.json": PUBLIC,
    "GET /static/{filename}": PUBLIC,
}

_ANY_RECORD: Mapping[str, Rights] = {
    key: rights
    for kind, (_service, writers) in RECORDS.items()
    for key, rights in (
        (f"PATCH /{kind}/{{record_id}}", writers),
        (f"POST /{kind}/{{record_id}}/void", writers),
        (f"GET /{kind}/{{record_id}}/history", writers | OFFICER),
    )
}

_SHARED_RECORD: Mapping[str, Rights] = {
    # the insurance's confirmation stands in the job centre's record: it amends that part alone
    "PATCH /placements/{record_id}": JOB_CENTRE | INSURANCE,
    "GET /placements/{record_id}/history": JOB_CENTRE | INSURANCE | OFFICER,
}

PERMISSIONS: Mapping[str, Rights] = {
    **{
        key.replace(" /", " /api/v1/", 1): rights
        for key, rights in {**_API, **_ANY_RECORD, **_SHARED_RECORD}.items()
    },
    **_PAGES,
}
