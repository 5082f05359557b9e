"""Requests, breaches, work, households and histories as the registry tells them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from .believable_people import IDS, NAMES, PERSON

Json = dict[str, Any]
BASIS = "Nghị định 356/2025/NĐ-CP (hạn chế xử lý: 15 ngày, 20 ngày nếu có bên khác)"
AWAY = "f" * 32

REQUESTS: list[Json] = [
    {
        "id": "rq1", "version": 1, "request_id": "rq1", "person_id": IDS[0], "type": "restrict",
        "received_on": "2026-11-06", "form": "paper", "others_must_act": True,
        "answered_on": None, "extended_on": None, "completed_on": None, "outcome": None,
        "status": "open", "answer_due": "2026-11-10", "answer_due_certain": True,
        "done_due": "2026-11-26", "late": True, "basis": BASIS, "confirmed": True,
    },
    {
        "id": "rq2", "version": 3, "request_id": "rq2", "person_id": IDS[2], "type": "delete",
        "received_on": "2026-11-20", "form": "digital", "others_must_act": False,
        "answered_on": "2026-11-20", "extended_on": "2026-11-21", "completed_on": None,
        "outcome": None, "status": "open", "answer_due": "2026-11-24",
        "answer_due_certain": False, "done_due": "2026-12-25", "late": False,
        "basis": "Nghị định 356/2025/NĐ-CP (xóa: 10 đến 20 ngày theo loại)", "confirmed": False,
    },
]  # fmt: skip
CLOSED: Json = {
    **REQUESTS[0], "id": "rq0", "status": "closed", "answered_on": "2026-10-02",
    "completed_on": "2026-10-09", "received_on": "2026-10-01", "answer_due": "2026-10-05",
    "done_due": "2026-10-21", "outcome": "done", "late": False,
}  # fmt: skip

BREACHES: list[Json] = [
    {
        "id": "b1", "version": 1, "kind": "disclosure", "detected_at": "2026-11-22T01:00:00.000Z",
        "nature": "Danh sách gửi nhầm hộp thư của một đơn vị khác", "people_affected": 12,
        "measures": "Đã yêu cầu xóa và xác nhận bằng văn bản", "must_report": True,
        "report_due": "2026-11-25T01:00:00.000Z", "hours_left": 46.5, "late": False,
        "reported_at": None, "report_number": None,
    },
    {
        "id": "b2", "version": 2, "kind": "loss", "detected_at": "2026-08-02T03:00:00.000Z",
        "nature": "Mất một ổ đĩa sao lưu đã mã hóa", "measures": "Hủy khóa", "must_report": True,
        "people_affected": None, "report_due": "2026-08-05T03:00:00.000Z", "hours_left": None,
        "late": True, "reported_at": "2026-08-06T03:00:00.000Z", "report_number": "14/BC-UBND",
    },
    {
        "id": "b3", "version": 1, "kind": "other", "detected_at": "2026-05-02T03:00:00.000Z",
        "nature": "Thử mật khẩu nhiều lần, không vào được", "measures": "Chặn địa chỉ",
        "must_report": False, "people_affected": 0, "report_due": "2026-05-05T03:00:00.000Z",
        "hours_left": None, "late": False, "reported_at": None, "report_number": None,
    },
]  # fmt: skip

TASKS: list[Json] = [
    {
        "id": f"elderly_60-2026-{IDS[1]}", "rule": "elderly_60", "years": 60,
        "person": {"id": IDS[1], "full_name": NAMES[1], "birth_year": 1966,
                   "village": "Thôn Phú Mỹ"},
        "birth_date": "1966", "until": "2026-12-31",
    },
]  # fmt: skip
DECIDED: list[Json] = [
    {
        "id": f"worker_15-2026-{IDS[3]}", "rule": "worker_15", "year": 2026, "person_id": IDS[3],
        "decision": "yes", "reason": "Có giấy khai sinh bản giấy", "on": "2026-10-05",
    },
]  # fmt: skip
EXPIRING: list[Json] = [
    {
        "person": {"id": IDS[0], "full_name": NAMES[0], "birth_year": 1964,
                   "village": "Thôn Trại Cá"},
        "group_id": "g1", "code": "land_recovered", "from": "2021-11-28",
        "document": "land_recovery_decision", "ends_on": "2026-11-28", "days_left": 5,
        "by_rule": True, "basis": "Quyết định 12/2024/QĐ-TTg", "confirmed": False,
    },
    {
        "person": {"id": IDS[4], "full_name": NAMES[4], "birth_year": 1968,
                   "village": "Thôn Trại Cá"},
        "group_id": "g2", "code": "unemployment_insurance", "from": "2026-05-01",
        "document": "ui_decision", "ends_on": "2026-11-01", "days_left": -22, "by_rule": False,
        "basis": None, "confirmed": None,
    },
]  # fmt: skip
OVERDUE: Json = {
    "id": "r9", "version": 1, "person_id": IDS[2], "to": "training", "kind": "training",
    "level": "elementary", "occupation": None, "on": "2026-11-02", "purpose": "support",
    "consent": {"given_on": "2026-11-02", "form": "paper"}, "status": "sent", "answer": None,
    "progress": None, "due_on": "2026-11-09", "due_certain": True, "overdue": True,
}  # fmt: skip

HOUSEHOLD: Json = {
    "id": "h1", "version": 5, "code": "HĐ-0412", "commune": "09931", "village": "Thôn Trại Cá",
    "poverty": [
        {"status": "poor", "from": "2023-01-01", "to": "2025-07-01"},
        {"status": "near_poor", "from": "2025-07-01", "to": "2026-01-01"},
        {"status": "none", "from": "2026-01-01", "to": None},
    ],
    "members": [
        {"person_id": IDS[0], "from": "2020-01-01", "to": None},
        {"person_id": IDS[1], "from": "2020-01-01", "to": "2024-05-01"},
    ],
    "to_complete": False,
    "land": [
        {"recovery_id": "lr1", "on": "2026-03-12", "number": "45/QĐ-UBND",
         "issued_by": "UBND xã Hưng Đạo", "verified_by": "Nguyễn Thị Hạnh",
         "land": "agricultural", "area": 1360, "include": [], "leave_out": [IDS[1]],
         "voided": None, "held_by": [IDS[0]]},
        {"recovery_id": "lr2", "on": "2026-02-01", "number": "12/QĐ-UBND", "issued_by": None,
         "verified_by": None, "land": None, "area": None, "include": [], "leave_out": [],
         "voided": "entered_by_mistake", "held_by": []},
    ],
}  # fmt: skip
TO_COMPLETE: Json = {**HOUSEHOLD, "id": "h2", "code": "tạm-07", "poverty": [], "to_complete": True}

COMPARED: Json = {
    "person": {"id": IDS[0], "full_name": NAMES[0], "registered_on": "2026-01-12"},
    "other": {
        "id": IDS[1], "full_name": NAMES[1], "registered_on": "2026-05-20",
        "comparison": [
            {"field": "full_name", "newcomer": NAMES[0], "candidate": NAMES[1],
             "verdict": "differs"},
            {"field": "birth_date", "newcomer": "1964-05", "candidate": "1964", "verdict": "alike"},
            {"field": "gender", "newcomer": "female", "candidate": "female", "verdict": "same"},
            {"field": "national_id", "newcomer": "001•••••1234", "candidate": None,
             "verdict": "unknown"},
            {"field": "household_id", "newcomer": "h1", "candidate": None, "verdict": "unknown"},
            {"field": "schooling", "newcomer": None, "candidate": None, "verdict": "unknown"},
        ],
    },
}  # fmt: skip

CHANGES: list[Json] = [
    {
        "version": 1, "at": "2026-01-12T02:11:00.000Z", "on": "2026-01-12",
        "actor": "commune_officer:u1", "reason": None, "reason_withheld": True,
        "events": ["PersonRegistered"],
        "changes": [
            {"field": "full_name", "before": None, "after": NAMES[0]},
            {"field": "birth_date", "before": None, "after": "1964-05"},
            {"field": "residence.1", "before": None,
             "after": {"commune": "09931", "unit_kind": "xa", "village": "Thôn Trại Cá",
                       "kind": "permanent", "time": {"start": "1990-01-01", "end": None}}},
            {"field": "ethnicity", "withheld": True},
        ],
    },
    {
        "version": 2, "at": "2026-05-04T02:11:00.000Z", "on": "2026-05-04",
        "actor": "commune_officer:u1", "reason": "paper", "reason_note": "xem thẻ tại nhà",
        "events": ["PersonAmended", "GroupAdded"],
        "changes": [
            {"field": "phone", "before": "0912345678", "after": "0987654321"},
            {"field": "note", "before": "gọi buổi tối", "after": None},
            {"field": "group.g1", "before": None,
             "after": {"group_id": "g1", "code": "land_recovered",
                       "time": {"start": "2021-11-28", "end": "2026-11-28"},
                       "evidence": {"document": "land_recovery_decision", "number": "118/QĐ"}}},
        ],
    },
    {
        "version": 3, "at": "2026-06-04T02:11:00.000Z", "on": "2026-06-04",
        "actor": "commune_officer:u1", "reason": None, "reason_note": None,
        "reason_erased": True, "events": ["DuplicateTakenOver"],
        "changes": [{"field": f"merged_here.{IDS[1]}", "before": None, "after": True}],
    },
]  # fmt: skip

SUBJECT: Json = {
    "id": IDS[0], "full_name": NAMES[0], "birth_year": 1964, "village": "Thôn Trại Cá",
    "restricted": None, "erased": None, "merged_into": None,
    "requests": [REQUESTS[0], CLOSED],
    "consents": [
        {"id": "c1", "version": 1, "consent_id": "c1", "person_id": IDS[0], "scope": "referral",
         "text_version": "2026-02", "channel": "paper", "evidence": "Phiếu số 12",
         "given_on": "2026-02-03", "withdrawn_on": None},
        {"id": "c2", "version": 2, "consent_id": "c2", "person_id": IDS[0],
         "scope": "media_story", "text_version": "2026-02", "channel": "recorded",
         "evidence": "Bản ghi 7", "given_on": "2026-03-03", "withdrawn_on": "2026-05-01"},
    ],
    "accesses": [
        {"at": "2026-11-20T02:11:00.000Z", "role": "commune_officer", "actor": "u1",
         "what": "get", "purpose": "support", "compartments": ["ethnicity"]},
        {"at": "2026-11-21T02:11:00.000Z", "role": "village_head", "actor": "u2",
         "what": "search", "purpose": "", "compartments": []},
    ],
    "accesses_total": 2,
}  # fmt: skip


def requests(
    status: str = "open", person_id: str | None = None, page: int = 1, page_size: int = 50
) -> Json:
    found = REQUESTS if status == "open" else [CLOSED]
    return {"items": found, "total": len(found)}


def tasks(status: str = "open", page: int = 1, page_size: int = 50) -> Json:
    found = TASKS if status == "open" else DECIDED
    return {"items": found, "total": len(found)}


DESK_ANSWERS: Json = {
    "registry.data_subject": lambda **_: dict(SUBJECT),
    "registry.list_requests": requests,
    "registry.list_breaches": {"items": BREACHES, "total": len(BREACHES)},
    "registry.list_tasks": tasks,
    "registry.list_expiring": {"items": EXPIRING, "total": 2, "withheld": 3},
    "registry.list_referrals": {"items": [OVERDUE], "total": 1},
    "registry.person_history": {"items": CHANGES, "total": len(CHANGES)},
    "registry.compare_people": lambda **_: deepcopy(COMPARED),
    "registry.list_households": {"items": [HOUSEHOLD, TO_COMPLETE], "total": 60},
    "registry.get_household": lambda **_: dict(HOUSEHOLD),
    "registry.list_group_policies": {
        "items": [
            {"code": "land_recovered", "from": "2014-07-01", "to": None, "confirmed": False,
             "evidence": "Quyết định thu hồi đất", "ends_after_months": 60,
             "basis": "Quyết định 12/2024/QĐ-TTg (thời hạn 5 năm theo QĐ 63/2015 cũ)"},
            {"code": "disabled", "from": "2010-01-01", "to": None, "confirmed": True,
             "evidence": "Giấy xác nhận khuyết tật", "ends_after_months": None,
             "basis": "Luật Người khuyết tật 51/2010/QH12, điều 3, điều 19"},
        ],
        "total": 2,
    },
    "registry.list_retention": {
        "items": [
            {"record": "people", "months": None, "from": "left", "status": "unconfirmed",
             "basis": None},
            {"record": "consents", "months": 24, "from": "withdrawn_on", "status": "confirmed",
             "basis": "Quy chế lưu trữ 3/QC-UBND"},
        ],
        "total": 2,
    },
    "registry.export_person": {
        "made_at": "2026-11-23T03:00:00.000Z",
        "person": {**PERSON, "note": "<b>đậm</b>"},
        "journey": [{"on": "2026-01-12", "kind": "registered", "id": IDS[0]}],
        "changes": CHANGES,
        "accesses": SUBJECT["accesses"],
        "consents": SUBJECT["consents"],
        "requests": SUBJECT["requests"],
        "feedback": [],
    },
}  # fmt: skip
