"""Plan files as the indicators service tells them: those that were counted, another tried out."""

from __future__ import annotations

from typing import Any

__all__ = ["EFFECT", "INDICATORS", "MISTAKES", "PLAN_ANSWERS"]

Json = dict[str, Any]
INDICATORS = {
    "rural_trainees": {
        "vi": "Lao động nông thôn tham gia đào tạo nghề", "en": "Rural workers in training",
        "kind": "flow", "unit": "person",
    },
    "elderly_in_work": {
        "vi": "Người cao tuổi tìm được việc", "en": "Elderly in work",
        "kind": "stock", "unit": "person",
    },
    "loans_paid": {
        "vi": "Vốn vay đã giải ngân", "en": "Loans paid", "kind": "money", "unit": "person",
    },
}  # fmt: skip
NOTHING = dict.fromkeys(
    ("added", "removed", "definitions", "targets", "communes_added", "communes_removed",
     "communes_changed"), (),
)  # fmt: skip
OWN = [{"commune": "09931", "text": "plan: own\n"}]
VERSIONS: Json = {
    "items": [
        {"generation": 1, "version": 1, "digest": "a" * 16, "since": "2000-01-01T00:00:00.000Z",
         "text": "plan: first\n", "communes": [], "changed": None},
        {"generation": 2, "version": 2, "digest": "b" * 16, "since": "2026-06-30T17:00:00.000Z",
         "text": "plan: second\n", "communes": OWN,
         "changed": {**NOTHING, "targets": ["rural_trainees"], "communes_added": ["09931"]}},
        {"generation": 2, "version": 2, "digest": "b" * 16, "since": "2026-09-01T02:00:00.000Z",
         "text": "plan: second\n", "communes": OWN, "changed": NOTHING},
    ],
    "total": 3,
    "indicators": INDICATORS,
}  # fmt: skip
MISTAKES: Json = {
    "problems": [
        {"file": "city.yaml", "path": "indicators[rural_trainees].target.value",
         "vi": "phải là số", "en": "must be a number"},
        {"file": "xa.yaml", "path": "", "vi": "phải gồm các cặp khoá", "en": "must be a mapping"},
    ]
}  # fmt: skip


def _flow(value: int | None, status: str, target: float | None) -> Json:
    return {"value": value, "num": None, "den": None, "status": status, "target": target}


def _stock(num: int, den: int, status: str) -> Json:
    return {"value": None, "num": num, "den": den, "status": status, "target": 0.5}


EFFECT: Json = {
    "problems": [],
    "version": 3,
    "added": ["loans_paid"],
    "removed": [],
    "communes_added": [],
    "communes_removed": ["09931"],
    "unversioned": ["plan", "elderly_in_work"],
    "indicators": INDICATORS,
    "changes": [
        {"commune": None, "code": "rural_trainees", "span": "2026",
         "before": _flow(141, "on_track", 150), "after": _flow(100, "behind", 150)},
        {"commune": None, "code": "loans_paid", "span": "2026",
         "before": None, "after": _flow(1_850_000_000, "no_target", None)},
        {"commune": "09931", "code": "elderly_in_work", "span": "plan",
         "before": _stock(9, 17, "met"), "after": _stock(3, 17, "behind")},
    ],
}  # fmt: skip
PLAN_ANSWERS: Json = {
    "indicators.plan_versions": VERSIONS,
    "indicators.preview_plan": EFFECT,
}
