"""People, journeys and imports as the services tell them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from . import believable

NAMES = ("Đào Thị Được", "Nguyễn Văn An", "Bùi Thị Hòa", "Đỗ Quang Hưng", "Kiều Thị Mơ")
IDS = [f"{index:032x}" for index in range(1, 6)]

PERSON: dict[str, Any] = {
    "id": IDS[0],
    "version": 4,
    "full_name": NAMES[0],
    "birth_date": "1964-05",
    "birth_year": 1964,
    "gender": "female",
    "national_id": "001164001234",
    "ethnicity": "muong",
    "village": "Thôn Trại Cá",
    "phone": "0912345678",
    "residences": [
        {"commune": "09931", "commune_name": "Xã Hưng Đạo", "village": "Thôn Trại Cá",
         "kind": "permanent", "from": "1990-01-01", "to": None}
    ],
    "groups": [
        {"group_id": "g1", "code": "land_recovered", "from": "2024-03-01", "to": "2029-03-01",
         "household_id": None,
         "evidence": {"document": "Quyết định", "number": "118/QĐ-UBND"}},
        {"group_id": "lr1", "code": "land_recovered", "from": "2026-03-12", "to": None,
         "household_id": "h1",
         "evidence": {"document": "land_recovery_decision", "number": "45/QĐ-UBND",
                      "issued_by": "UBND xã Hưng Đạo", "issued_on": "2026-03-12"}},
    ],
    "groups_today": ["elderly", "ethnic_minority", "land_recovered", "rural"],
    "withheld": [],
}  # fmt: skip

PROPOSAL: dict[str, Any] = {
    "kind": "workers",
    "sheet": 0,
    "header_row": 7,
    "source": "recognised",
    "columns": [
        {"index": 0, "letter": "A", "heading": "STT", "field": "number", "samples": ["1", "2"]},
        {
            "index": 1,
            "letter": "B",
            "heading": "Họ và tên",
            "field": "full_name",
            "samples": [NAMES[0], NAMES[1]],
        },
        {"index": 2, "letter": "C", "heading": "Ngày sinh", "field": None, "samples": ["1990"]},
    ],
    "fields": [
        {"field": "number", "required": False},
        {"field": "full_name", "required": True},
        {"field": "birth_date", "required": True},
    ],
    "missing": ["birth_date"],
    "constants": {},
}

REVIEWS: dict[str, Any] = {
    "items": [
        {
            "id": "rv1",
            "version": 1,
            "reasons": ["possible_duplicate"],
            "opened_on": "2026-11-20",
            "person": None,
            "row": {"full_name": NAMES[0], "birth_date": "1964", "village": "Thôn Trại Cá"},
            "candidates": [
                {
                    "id": IDS[0],
                    "full_name": NAMES[0],
                    "comparison": [
                        {"field": "full_name", "newcomer": NAMES[0], "candidate": NAMES[0],
                         "verdict": "same"},
                        {"field": "birth_date", "newcomer": "1964", "candidate": "1964-05-12",
                         "verdict": "alike"},
                        {"field": "village", "newcomer": "Thôn Trại Cá",
                         "candidate": "Thôn Phú Mỹ", "verdict": "differs"},
                    ],
                }
            ],
            "decision": None,
        }
    ],
    "total": 2,
}  # fmt: skip

IMPORT: dict[str, Any] = {
    "import_id": "i1",
    "status": "done",
    "dry_run": True,
    "progress": 1.0,
    "counts": {"accept": 41, "accept_with_warning": 6, "review": 2, "duplicate": 3, "reject": 4},
    "rows": [
        {"row": 7, "verdict": "accept", "person_id": None, "problems": []},
        {
            "row": 8,
            "verdict": "accept_with_warning",
            "problems": [
                {"column": "national_id", "value": "1164001234", "reason": "id_zeros_restored"},
            ],
        },
        {
            "row": 9,
            "verdict": "reject",
            "problems": [
                {"column": "birth_date", "value": "31/02/1990", "reason": "not_a_date"},
                {"column": "gender", "value": "", "reason": "required"},
            ],
        },
        {
            "row": 10,
            "verdict": "review",
            "problems": [{"column": "full_name", "value": "", "reason": "possible_duplicate"}],
        },
    ],
}


def why_not_all() -> list[dict[str, Any]]:
    """Every figure but surveys' lacks the same of this person."""
    missing = [{"part": "num", "condition": "nothing_after_need", "facts": {}}]
    return [
        {**{name: each[name] for name in ("code", "name", "unit", "kind")},
         "counted": {"den": True, "num": False}, "missing": missing}
        for each in believable.figures()["items"]
        if each["kind"] != "external"
    ]  # fmt: skip


def search(**_query: Any) -> dict[str, Any]:
    items = [
        {
            "id": person_id,
            "full_name": name,
            "birth_year": 1964 + index,
            "birth_date": f"{1964 + index}-05-12",
            "gender": "male" if index in (1, 3) else "female",
            "village": "Thôn Trại Cá",
            "national_id": "001•••••1234",
        }
        for index, (person_id, name) in enumerate(zip(IDS, NAMES, strict=True))
    ]
    return {"items": items, "total": 132}


def names(person_ids: list[str], purpose: str) -> dict[str, Any]:
    assert purpose
    known = dict(zip(IDS, NAMES, strict=True))
    return {
        "people": {
            each: {"full_name": known[each], "birth_year": 1964, "village": "Thôn Trại Cá"}
            for each in person_ids
        }
    }


def behind(**_query: Any) -> dict[str, Any]:
    items = [
        {"person_id": person_id, "since": f"2026-0{index + 1}-12", "fact": f"e{index}"}
        for index, person_id in enumerate(IDS)
    ]
    return {"items": items, "total": 131}


def import_rows(verdict: str | None = None, row: int | None = None, **_: Any) -> dict[str, Any]:
    """The lines of ``IMPORT`` with their cells."""
    cells = {"full_name": NAMES[1], "birth_date": "31/02/1990", "village": "Thôn Phú Mỹ"}
    items = [
        {**deepcopy(each), "cells": cells, "corrected": []}
        for each in IMPORT["rows"]
        if verdict in (None, each["verdict"]) and row in (None, each["row"])
    ]
    return {"items": items, "total": 60}


PEOPLE_ANSWERS: dict[str, Any] = {
    "registry.search_people": search,
    "registry.get_person": lambda **_: dict(PERSON),
    "registry.names": names,
    "registry.list_villages": {
        "items": [
            {"id": "v1", "name": "Thôn Trại Cá", "commune": "09931"},
            {"id": "v2", "name": "Thôn Phú Mỹ", "commune": "09931"},
        ],
        "total": 2,
    },
    "registry.get_import": lambda **_: dict(IMPORT),
    "registry.list_imports": {
        "items": [
            {
                "id": "i1",
                "kind": "workers",
                "status": "done",
                "dry_run": True,
                "requested_at": "2026-11-20T02:11:00+00:00",
            },
        ],
        "total": 1,
    },
    "registry.list_import_rows": import_rows,
    "registry.propose_mapping": lambda **_: deepcopy(PROPOSAL),
    "registry.list_reviews": lambda **_: deepcopy(REVIEWS),
    "registry.record_history": {
        "items": [
            {
                "version": 1,
                "at": "2026-01-12T02:11:00.000Z",
                "actor": "commune_officer:u1",
                "reason": None,
                "events": [{"event": "PersonRegistered"}],
            },
        ],
        "total": 1,
    },
    "registry.list_accesses": {
        "items": [
            {
                "at": "2026-11-20T02:11:00.000Z",
                "role": "commune_officer",
                "actor": "u1",
                "what": "get",
                "purpose": "support",
                "compartments": ["ethnicity"],
            },
        ],
        "total": 1,
    },
    "registry.journey": {
        "items": [
            {"on": "2026-01-12", "kind": "registered", "id": IDS[0]},
            {"on": "2026-01-12", "kind": "need", "need_kind": "training", "id": "n1"},
            {
                "on": "2026-02-03",
                "kind": "referral",
                "to": "training",
                "id": "r1",
                "status": "in_progress",
                "answer": {"answer": "accepted", "on": "2026-02-05", "reason_code": None},
                "progress": {
                    "stage": "in_progress",
                    "what": "enrolment_started",
                    "on": "2026-03-10",
                },
                "due_on": None,
                "overdue": False,
            },
            {
                "on": "2026-11-02",
                "kind": "referral",
                "to": "credit",
                "id": "r2",
                "status": "sent",
                "answer": None,
                "progress": None,
                "due_on": "2026-11-09",
                "overdue": True,
            },
        ],
        "total": 4,
    },
    "training.journey": {
        "items": [
            {"on": "2026-02-05", "event": "referral_answered", "data": {}},
            {"on": "2026-03-10", "event": "enrolment_started", "data": {"level": "elementary"}},
            {"on": "2026-06-30", "event": "certificate_issued", "data": {}},
        ],
        "total": 3,
    },
    "placement.journey": {
        "items": [{"on": "2026-07-15", "event": "placement_started", "data": {}}],
        "total": 1,
    },
    "credit.journey": {"items": [], "total": 0},
    "indicators.figure_people": behind,
    "indicators.why_not_all": lambda **_: {"items": why_not_all(), "total": len(why_not_all())},
    "indicators.why_not": {
        "counted": {"den": True, "num": False},
        "missing": [{"part": "num", "condition": "nothing_after_need", "facts": {}}],
    },
}
