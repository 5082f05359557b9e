"""The writes for persons' rights, work lists and breaches."""

from __future__ import annotations

from .written import OFFICER, ON, post

__all__ = ["RIGHTS"]

BEFORE, AFTER = "2026-01-05T08:00:00+07:00", "2026-01-06T09:30:00+07:00"
"""Instants are compared with the clock on the wall, not with the day that was set."""

RIGHTS = (
    post(
        "/data-requests",
        OFFICER,
        {"person_id": "{person}", "type": "access", "received_on": ON, "form": "paper"},
        {"others_must_act": True},
    ),
    post(
        "/data-requests/{request_id}/answer",
        OFFICER,
        {"on": ON},
        {"note": "Đã hẹn"},
        at="/data-requests/{request}/answer",
    ),
    post(
        "/data-requests/{request_id}/extend",
        OFFICER,
        {"on": ON, "reason": "Chờ đơn vị"},
        at="/data-requests/{request}/extend",
    ),
    post(
        "/data-requests/{request_id}/complete",
        OFFICER,
        {"on": ON, "outcome": "done"},
        {"note": "Đã giao tận tay"},
        at="/data-requests/{request}/complete",
    ),
    post(
        "/consents",
        OFFICER,
        {
            "person_id": "{person}",
            "scope": "media_story",
            "text_version": "2026-02",
            "channel": "recorded",
            "evidence": "Bản ghi 7",
            "given_on": ON,
        },
    ),
    post(
        "/consents/{consent_id}/withdraw",
        OFFICER,
        {"on": ON},
        {"note": "Qua điện thoại"},
        at="/consents/{consent}/withdraw",
    ),
    post(
        "/people/{person_id}/restrict",
        OFFICER,
        {"on": ON, "reason": "Theo đơn"},
        at="/people/{person}/restrict",
    ),
    post(
        "/people/{person_id}/lift-restriction",
        OFFICER,
        {"on": ON, "reason": "Đã rút đơn"},
        at="/people/{person}/lift-restriction",
    ),
    post(
        "/people/{person_id}/erase",
        OFFICER,
        {"basis": "purpose_ended"},
        {"request_id": "{request}", "feedback_ids": []},
        at="/people/{person}/erase",
    ),
    post(
        "/people/{person_id}/unmerge",
        OFFICER,
        {"reason": "Hai chị em"},
        at="/people/{merged}/unmerge",
    ),
    post(
        "/tasks/{task_id}/decide",
        OFFICER,
        {"decision": "yes", "reason": "Có giấy khai sinh"},
        at="/tasks/elderly_60-2027-{person}/decide",
    ),
    post(
        "/breaches",
        "ops",
        {
            "kind": "loss",
            "detected_at": BEFORE,
            "nature": "Mất một ổ đĩa đã mã hóa",
            "measures": "Hủy khóa",
        },
        {"people_affected": 12, "must_report": True},
    ),
    post(
        "/breaches/{breach_id}/report",
        OFFICER,
        {"at": AFTER},
        {"report_number": "14/BC-UBND"},
        at="/breaches/{breach}/report",
    ),
)
