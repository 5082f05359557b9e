"""Villages and what became of them, as the registry tells it."""

from __future__ import annotations

from typing import Any

__all__ = ["CHANGE", "MOVING", "PREVIEW", "VILLAGE_ANSWERS"]

RESOLUTION = {
    "number": "12/NQ-HĐND",
    "issued_by": "Hội đồng nhân dân xã Hưng Đạo",
    "issued_on": "2026-06-15",
}
CHANGE: dict[str, Any] = {
    "id": "vc1", "kind": "merge", "villages": ["Thôn Văn Quang", "Thôn Văn Khê"],
    "into": "Thôn Văn Quang Khê", "on": "2026-07-01", "whole": False,
    "reason": "Sắp xếp thôn theo quy mô số hộ", "actor": "commune_officer:u1",
    "decided_on": "2026-07-02", "decision": RESOLUTION, "status": "done",
    "expected": {"people": 1204, "households": 312, "visit_plans": 0},
    "touched": {"people": 1204, "households": 312, "visit_plans": 0},
    "voided": None, "progress": {"done": 1204, "total": 1204},
}  # fmt: skip
MOVING = {
    **CHANGE,
    "id": "vc2", "kind": "rename", "villages": ["Thôn 5"], "into": "Thôn Đồng Tâm",
    "on": "2026-11-01", "whole": True, "decision": None, "status": "running", "touched": None,
    "progress": {"done": 300, "total": 861}, "expected": {**CHANGE["expected"], "people": 861},
}  # fmt: skip
VOIDED = {
    **CHANGE,
    "id": "vc3", "kind": "correction", "villages": ["Trại Cá"], "into": "Thôn Trại Cá",
    "status": "voided", "decision": None,
    "voided": {"on": "2026-08-03", "reason": "Hai thôn khác nhau", "actor": "commune_officer:u1"},
}  # fmt: skip
VILLAGES = [
    {"id": "v1", "name": "Thôn Trại Cá", "kind": "thon", "since": None, "people": 1432,
     "households": 401, "former": []},
    {"id": "v2", "name": "Thôn Văn Quang Khê", "kind": "thon", "since": "2026-07-01",
     "people": 1260, "households": 330,
     "former": [{"name": each, "change_id": "vc1", "kind": "merge", "on": "2026-07-01"}
                for each in CHANGE["villages"]]},
    {"id": "v3", "name": "Tổ dân phố số 3", "kind": "to_dan_pho", "since": None, "people": 0,
     "households": 0, "former": []},
    {"id": "v4", "name": "Khu tập thể", "kind": None, "since": None, "people": 44,
     "households": 12, "former": []},
]  # fmt: skip
CHANGES = [MOVING, CHANGE, VOIDED]
PREVIEW: dict[str, Any] = {
    "kind": "merge", "into": "Thôn Trại Cá", "into_exists": True, "on": "2026-11-01",
    "whole": False, "people": 44, "households": 12, "visit_plans": 0,
    "villages": [{"name": "Khu tập thể", "people": 44, "households": 12, "visit_plans": 1}],
    "warnings": [{"code": "decision_missing", "field": "decision"}],
}  # fmt: skip

VILLAGE_ANSWERS: dict[str, Any] = {
    "registry.list_village_changes": lambda **_: {
        "items": CHANGES, "villages": VILLAGES, "total": 3, "version": 9,
    },
    "registry.get_village_change": lambda change_id: dict(
        next((each for each in CHANGES if each["id"] == change_id), CHANGE)
    ),
    "registry.preview_village_change": lambda **_: dict(PREVIEW),
}  # fmt: skip
