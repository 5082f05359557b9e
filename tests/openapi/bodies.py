"""Every write and the least it takes: the body table of the interfaces page, spelled out.

Written apart from the gateway's schemas and the services'. ``needed`` is refused when one
of its fields is missing; ``more`` may be left out or null. ``{person}`` stands for an id.
"""

from __future__ import annotations

from .bodies_rights import RIGHTS
from .written import BANK, CENTRE, OFFICER, ON, SCHOOL, Json, Write, post

__all__ = ["WRITES", "Write"]

EVIDENCE = {
    "document": "Giấy xác nhận", "number": "12", "issued_by": "UBND xã", "issued_on": ON,
    "verified_by": "Nguyễn Thị Hạnh",
}  # fmt: skip

PEOPLE = (
    post(
        "/people",
        OFFICER,
        {
            "full_name": "Lê Văn {unique}",
            "birth_date": "1985",
            "gender": "male",
            "village": "Thôn 3",
            "residence": {"kind": "permanent", "commune": "09931", "from": "2026-01-01"},
        },
        {"national_id": None, "ethnicity": "Kinh", "household_id": "{household}"},
    ),
    post(
        "/people/{person_id}/groups",
        OFFICER,
        {"code": "land_recovered", "from": ON, "evidence": EVIDENCE},
        {"to": "2029-01-01"},
        at="/people/{person}/groups",
    ),
    post(
        "/households",
        OFFICER,
        {"code": "{unique}", "village": "Thôn 3"},
        {"poverty": [{"status": "poor", "from": "2026-01-01", "to": "2027-01-01"}]},
    ),
    post(
        "/households/{household_id}/land-recoveries",
        OFFICER,
        {"number": "{unique}", "on": ON},
        {
            "issued_by": "UBND xã",
            "verified_by": None,
            "land": "business",
            "area": 360,
            "include": ["{person}"],
            "leave_out": [],
        },
        at="/households/{household}/land-recoveries",
    ),
    post(
        "/people/{person_id}/needs",
        OFFICER,
        {"kind": "job", "on": ON},
        {"able_to_work": True, "level": "elementary", "form": "mobile", "occupation": "May"},
        at="/people/{person}/needs",
    ),
    post("/needs/{need_id}/withdraw", OFFICER, {"on": ON}, at="/needs/{need}/withdraw"),
    post(
        "/people/{person_id}/merge",
        OFFICER,
        {"into": "{person}"},
        {"reason": "Cùng một thẻ"},
        at="/people/{person}/merge",
    ),
    post(
        "/people/{person_id}/left",
        OFFICER,
        {"on": ON, "reason": "moved_away"},
        {"reason_note": "Theo con"},
        at="/people/{person}/left",
    ),
)

REFERRALS = (
    post(
        "/referrals",
        OFFICER,
        {
            "person_id": "{person}",
            "to": "training",
            "kind": "training",
            "on": ON,
            "purpose": "support",
            "consent": {"given_on": ON, "form": "paper"},
        },
        {"level": "under_3_months"},
    ),
    post(
        "/outreach",
        "front",
        {"channel": "door_to_door", "topic": "training_policy", "on": ON},
        {"person_id": "{person}", "village": "Thôn 3", "reached": 1},
    ),
    post(
        "/feedback",
        "front",
        {"text": "Cần thêm lớp buổi tối", "on": ON},
        {"source": "citizen", "topic": "other", "person_id": "{person}", "village": "Thôn 3"},
    ),
    post(
        "/feedback/{feedback_id}/answer",
        OFFICER,
        {"text": "Đã tiếp thu", "on": ON},
        at="/feedback/{feedback}/answer",
    ),
    post(
        "/labour-surveys",
        OFFICER,
        {
            "as_of": ON,
            "source_document": "12/BC-UBND",
            "labour_force": 9000,
            "unemployed": 200,
            "trained": 6000,
            "certified": 4000,
        },
    ),
)

TRAINING = (
    post(
        "/occupations",
        SCHOOL,
        {"name": "Nghề {unique}"},
        {"name_en": "A trade", "code": "{unique}", "national_code": "5540203", "farm": False},
    ),
    post(
        "/classes",
        SCHOOL,
        {
            "occupation": "May công nghiệp",
            "level": "elementary",
            "form": "mobile",
            "starts_on": ON,
            "ends_on": "2027-08-01",
            "capacity": 30,
            "funding_source": "mobilised",
        },
        {"village": "Thôn 3"},
    ),
    post(
        "/classes/{class_id}/enrolments",
        SCHOOL,
        {"person_ids": ["{person}"], "on": ON},
        at="/classes/{opened}/enrolments",
    ),
    post(
        "/enrolments/{enrolment_id}/complete",
        SCHOOL,
        {"on": "2027-06-30"},
        at="/enrolments/{enrolment}/complete",
    ),
    post(
        "/enrolments/{enrolment_id}/withdraw",
        SCHOOL,
        {"on": ON},
        {"reason_code": "health"},
        at="/enrolments/{enrolment}/withdraw",
    ),
    post(
        "/enrolments/{enrolment_id}/certify",
        SCHOOL,
        {"on": "2027-07-15"},
        {"certificate_kind": "elementary_certificate"},
        at="/enrolments/{completed}/certify",
    ),
    post(
        "/enrolments/{enrolment_id}/support",
        SCHOOL,
        {"amount": 1_500_000, "funding_source": "state_budget", "policy": "anything", "on": ON},
        at="/enrolments/{enrolment}/support",
    ),
)

PLACEMENT = (
    post(
        "/employers",
        CENTRE,
        {"name": "Hợp tác xã"},
        {"kind": "cooperative", "tax_code": "0101234567", "village": "Thôn 3", "mentoring": True},
    ),
    post(
        "/vacancies",
        CENTRE,
        {"employer_id": "{employer}", "occupation": "May"},
        {"opens_on": ON, "headcount": 3, "contract": "indefinite", "wage_from": 7_000_000},
    ),
    post(
        "/job-fairs",
        CENTRE,
        {"on": ON},
        {"mode": "mobile", "topic": "job_search", "title": "Phiên lưu động", "village": "Thôn 3"},
    ),
    post(
        "/services",
        CENTRE,
        {"person_id": "{person}", "service": "counselling", "on": ON},
        {"mode": "in_person", "topic": "training_policy"},
    ),
    post(
        "/placements",
        CENTRE,
        {
            "person_id": "{person}",
            "kind": "employer",
            "new_job": True,
            "suitable": True,
            "on": ON,
        },
        {"contract": "indefinite", "employer_id": "{employer}", "loan_id": None},
    ),
    post(
        "/placements/{placement_id}/confirm",
        "social_insurance",
        {"on": ON},
        at="/placements/{placement}/confirm",
    ),
    post(
        "/placements/{placement_id}/end",
        CENTRE,
        {"on": ON, "reason_code": "resigned"},
        at="/placements/{placement}/end",
    ),
    post(
        "/placements/{placement_id}/retention-checks",
        CENTRE,
        {"months": 3, "still_employed": True, "on": "2027-06-01"},
        at="/placements/{placement}/retention-checks",
    ),
    post(
        "/placements/{placement_id}/contribution-support",
        "social_insurance",
        {"amount": 900_000, "on": ON},
        at="/placements/{confirmed}/contribution-support",
    ),
)


def stage(name: str, before: str, needed: Json, more: Json | None = None) -> Write:
    route = f"/loans/{{loan_id}}/{name}"
    return post(route, BANK, {"on": ON, **needed}, more, at=f"/loans/{{{before}}}/{name}")


CREDIT = (
    post(
        "/loans",
        BANK,
        {
            "person_id": "{person}",
            "product": "job_creation",
            "amount": 90_000_000,
            "purpose": "trade",
            "on": ON,
        },
    ),
    stage("assess", "loan", {"eligible": True}, {"reason_codes": []}),
    stage("submit", "assessed", {}),
    stage("approve", "submitted", {}),
    stage("decline", "submitted", {"reason_code": "no_capital"}),
    stage("disburse", "approved", {"amount": 50_000_000}),
    stage("check-use", "disbursed", {"as_declared": True}),
    stage("withdraw", "loan", {}),
    stage("close", "disbursed", {}),
    post(
        "/savings-groups",
        BANK,
        {"name": "Tổ {unique}", "on": ON},
        {"village": "Thôn 3", "association": "women", "members": 20, "approval_document": "3/QĐ"},
    ),
    post(
        "/capital-allocations",
        "commune_leader",
        {"year": 2027, "source": "city", "amount": 500_000_000, "on": ON},
        {"product": "job_creation", "savings_group_id": None, "document": "7/QĐ-UBND"},
    ),
)


def void(records: str, role: str, record: str) -> Write:
    return post(
        f"/{records}/{{record_id}}/void",
        role,
        {"reason_code": "entered_by_mistake"},
        {"note": "Nhập nhầm"},
        at=f"/{records}/{{{record}}}/void",
    )


LEADER = (post("/closings", "commune_leader", {"span": "{open_span}"}),)


VOIDS = (
    void("needs", OFFICER, "need"),
    void("referrals", OFFICER, "referral"),
    void("outreach", OFFICER, "outreach"),
    void("feedback", OFFICER, "feedback"),
    void("labour-surveys", OFFICER, "survey"),
    void("classes", SCHOOL, "opened"),
    void("enrolments", SCHOOL, "enrolment"),
    void("employers", CENTRE, "employer"),
    void("vacancies", CENTRE, "vacancy"),
    void("job-fairs", CENTRE, "fair"),
    void("services", CENTRE, "service"),
    void("placements", CENTRE, "placement"),
    void("loans", BANK, "loan"),
)

WRITES = (*PEOPLE, *REFERRALS, *RIGHTS, *TRAINING, *PLACEMENT, *CREDIT, *LEADER, *VOIDS)
