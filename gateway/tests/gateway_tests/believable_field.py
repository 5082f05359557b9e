"""Needs, visits, feedback, surveys and partners' work as the services tell them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from .believable_people import IDS

PLAN: dict[str, Any] = {
    "id": "vp1", "round": "Đợt 1 năm 2026", "village": "Thôn Trại Cá",
    "from": "2026-10-01", "to": "2026-12-01", "visitors": "Tổ công tác số 2",
    "people": 412, "reached": 287, "households": 139, "households_reached": 104,
}  # fmt: skip
PLANS = [
    PLAN,
    {**PLAN, "id": "vp2", "village": "Thôn Phú Mỹ", "people": 260, "reached": 260,
     "households": 88, "households_reached": 88, "visitors": None},
    {**PLAN, "id": "vp3", "village": "Thôn Đồng Chằm", "people": 198, "reached": 0,
     "households": 61, "households_reached": 0},
]  # fmt: skip
DOORS = [
    {"id": IDS[0], "full_name": "Đào Thị Được", "birth_year": 1964, "village": "Thôn Trại Cá",
     "house": 1, "phone": "0912345678"},
    {"id": IDS[1], "full_name": "Nguyễn Văn An", "birth_year": 1988, "village": "Thôn Trại Cá",
     "house": 1, "phone": None},
    {"id": IDS[2], "full_name": "Bùi Thị Hòa", "birth_year": 1971, "village": "Thôn Trại Cá",
     "house": 0, "phone": "0987654321"},
]  # fmt: skip


def needs(year: int, by: str) -> dict[str, Any]:
    keys = {
        "village": ("Thôn Trại Cá", "Thôn Phú Mỹ", None),
        "occupation": ("May công nghiệp", "Chăn nuôi thú y", None),
        "group": ("poor_household", "elderly", None),
        "kind": ("training", "job", "credit"),
        "level": ("elementary", "under_3_months", None),
        "form": ("mobile", "at_school", None),
    }[by]
    items = [
        {"key": key, "needs": 90 - 21 * at, "people": 71 - 17 * at,
         "kinds": {"training": 40 - 9 * at, "job": 22, "credit": 12, "counselling": None,
                   "startup": 0}}
        for at, key in enumerate(keys)
    ]  # fmt: skip
    total = {"needs": 207, "people": 148}
    return {"year": year, "by": by, "items": items, "total": total, "rounded": True, "hidden": 1}


def _remark(number: int, **more: Any) -> dict[str, Any]:
    return {
        "feedback_id": f"fb{number}", "commune": "09931", "version": 1, "answer": None,
        "answered_on": None, "voided": None, "due_on": "2026-12-04", "due_certain": True,
        "overdue": False, "erased": None,
        "terms": {"source": "citizen", "topic": "training_policy", "on": "2026-11-02",
                  "text": "Lớp may ở nhà văn hóa thôn học ban ngày, người đi làm không theo được.",
                  "person_id": None, "village": "Thôn Trại Cá"},
        **more,
    }  # fmt: skip


FEEDBACK = [
    _remark(1, due_on="2026-11-20", overdue=True),
    _remark(2, terms={"source": "front_supervision", "topic": "credit_policy", "on": "2026-11-10",
                      "text": "Đề nghị niêm yết mức vay tại nhà văn hóa các thôn.",
                      "person_id": None, "village": None}),
    _remark(3, answer="Đã niêm yết từ ngày 05/11/2026.", answered_on="2026-11-05"),
]  # fmt: skip
SURVEYS = [
    {"id": "s1", "version": 1, "as_of": "2026-07-01", "source_document": "12/BC-UBND",
     "labour_force": 9412, "unemployed": 203, "trained": 6871, "certified": 4310, "voided": None},
]  # fmt: skip


def _training_referral(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"r{number}", "version": 1, "person_id": IDS[number], "kind": "training",
        "level": "elementary", "occupation": "May công nghiệp", "on": "2026-11-12",
        "commune": "09931", "status": "waiting", "answer": None, "reason_code": None,
        "answered_on": None,
        "profile": {"village": "Thôn Trại Cá", "birth_year": 1988, "gender": "female",
                    "entitlements": ["training_support:nd338_rural"],
                    "access_needs": ["near_home"]},
        **more,
    }  # fmt: skip


def training_referrals(status: str | None = None, **_: Any) -> dict[str, Any]:
    items = [_training_referral(0), _training_referral(1, profile=None)]
    if status == "declined":
        items = [
            _training_referral(
                2,
                status="declined",
                answer="declined",
                reason_code="class_full",
                answered_on="2026-11-14",
            )
        ]
    if status == "accepted":
        items = [_training_referral(3, status="accepted", answer="accepted",
                                    answered_on="2026-11-14")]  # fmt: skip
    return {"items": items, "total": len(items)}


def placement_referrals(status: str | None = None, **_: Any) -> dict[str, Any]:
    reply = None if status == "received" else {"answer": "accepted", "on": "2026-11-14"}
    items = [
        {
            "id": "r9",
            "version": 1,
            "person_id": IDS[4],
            "kind": "job",
            "on": "2026-11-12",
            "commune": "09931",
            "village": "Thôn Trại Cá",
            "birth_year": 1990,
            "gender": "male",
            "entitlements": [],
            "access_needs": [],
            "status": status,
            "reply": reply,
        }
    ]
    return {"items": items, "total": 1}


CLASS = {
    "id": "c1", "version": 3, "school": "school", "commune": "09931", "occupation": "may",
    "level": "elementary", "form": "mobile", "starts_on": "2026-10-05", "ends_on": "2027-01-29",
    "capacity": 30, "funding_source": "state_budget", "village": "Thôn Trại Cá",
    "practice_group": None, "learners": 24, "free": 6, "voided": False,
}  # fmt: skip
ENROLMENTS = [
    {"id": "e1", "version": 1, "person_id": IDS[0], "class_id": "c1", "school": "school",
     "status": "started", "on": "2026-10-05", "completed_on": None, "certified_on": None,
     "withdrawn_on": None},
    {"id": "e2", "version": 2, "person_id": IDS[1], "class_id": "c1", "school": "school",
     "status": "completed", "on": "2026-10-05", "completed_on": "2026-11-20",
     "certified_on": None, "withdrawn_on": None},
]  # fmt: skip
PLACEMENT = {
    "id": "pl1", "version": 2, "person_id": IDS[2], "kind": "employer", "contract": "fixed_term",
    "new_job": True, "suitable": True, "mentored": False, "on": "2026-07-15", "end": None,
    "employer_id": "0e" * 16,
    "confirmed_on": "2026-08-03",
    "checks": [{"months": 3, "still_employed": True, "on": "2026-10-16"}],
}  # fmt: skip
EMPLOYERS = [
    {"id": "0e" * 16, "name": "Công ty TNHH May Hòa Thạch", "kind": "enterprise",
     "tax_code": "0109876543", "address": None, "village": None, "phone": "024 3384 0000",
     "barrier_free": True, "flexible_work": False, "mentoring": True, "version": 2},
    {"id": "1e" * 16, "name": "Hợp tác xã Nông nghiệp và Dịch vụ tổng hợp Đồng Chằm",
     "kind": "cooperative", "tax_code": None, "address": "Thôn Đồng Chằm, xã Hưng Đạo",
     "village": "Thôn Đồng Chằm", "phone": None, "barrier_free": False, "flexible_work": True,
     "mentoring": False, "version": 1},
]  # fmt: skip
ENDED = {"on": "2026-10-01", "reason_code": "resigned"}
LOAN = {
    "id": "l1", "version": 4, "person_id": IDS[3], "bank": "bank", "commune": "09931",
    "status": "submitted", "product": "job_creation", "amount": 80_000_000,
    "purpose": "production", "on": "2026-09-08", "savings_group_id": None,
    "assessment": {"eligible": True, "reason_codes": [], "on": "2026-09-20"},
    "submitted_on": "2026-10-02", "decision": None, "disbursed_on": None,
    "disbursed_amount": None, "use_check": None, "closed_on": None, "withdrawn_on": None,
}  # fmt: skip
REFUSED = {"eligible": False, "reason_codes": ["outstanding_debt"], "on": "2026-09-20"}
LOANS = [LOAN, {**LOAN, "id": "l2", "status": "assessed", "assessment": REFUSED}]

FIELD_ANSWERS: dict[str, Any] = {
    "registry.needs_summary": needs,
    "registry.list_rounds": {
        "items": [{"round": PLAN["round"], "from": "2026-10-01"},
                  {"round": "Đợt thử", "from": "2026-03-01"}], "total": 2,
    },
    "registry.outreach_coverage": lambda **_: {"items": deepcopy(PLANS), "total": 3},
    "registry.not_reached": lambda **_: {"items": DOORS, "total": 125,
                                         "plan": {**PLAN, "version": 1}},
    "registry.visit_list": lambda plan_id, layout: {"plan": PLAN, "layout": layout,
                                                    "items": DOORS, "total": 3},
    "registry.list_needs": {"items": [{"id": "n1", "kind": "training", "on": "2026-01-12",
                                       "occupation": "May công nghiệp", "level": "elementary"}]},
    "registry.list_occupations": {"items": [{"id": "o1", "name": "May công nghiệp"}], "total": 1},
    "registry.list_feedback": lambda **_: {"items": deepcopy(FEEDBACK), "total": 3},
    "registry.list_labour_surveys": lambda **_: {"items": deepcopy(SURVEYS), "total": 1},
    "training.list_occupations": {"items": [{"code": "may", "name": "May công nghiệp"}],
                                  "total": 1},
    "training.list_classes": lambda **_: {"items": [dict(CLASS)], "total": 1},
    "training.get_class": lambda **_: dict(CLASS),
    "training.list_enrolments": lambda **_: {"items": deepcopy(ENROLMENTS), "total": 2},
    "training.list_referrals": training_referrals,
    "placement.list_referrals": placement_referrals,
    "placement.list_placements": lambda **_: {
        "items": [dict(PLACEMENT), {**PLACEMENT, "id": "pl2", "confirmed_on": None},
                  {**PLACEMENT, "id": "pl3", "end": ENDED}], "total": 3},
    "placement.list_employers": lambda **_: {"items": deepcopy(EMPLOYERS), "total": 2},
    "placement.list_services": lambda **_: {
        "items": [{"id": "sv1", "person_id": IDS[4], "service": "counselling", "mode": "in_person",
                   "topic": "job_search", "on": "2026-11-03"}], "total": 1},
    "credit.list_referrals": lambda status=None, **_: (
        {"items": [{**_training_referral(3), "kind": "credit"}], "total": 1}
        if status == "accepted"
        else {"items": [], "total": 0}
    ),
    "credit.list_loans": lambda **_: {"items": deepcopy(LOANS), "total": 2},
    "credit.get_loan": lambda loan_id: deepcopy(
        next(each for each in LOANS if each["id"] == loan_id)),
}  # fmt: skip
