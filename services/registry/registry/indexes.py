"""The database's indexes: every query of the service goes by one of them."""

from __future__ import annotations

__all__ = ["INDEXES"]

INDEXES: dict[str, list[tuple[str, ...]]] = {
    "person": [("terms", "order"), ("erased",), ("ends_in",), ("unsure",)],
    "age_task": [("list", "on")],
    "data_request": [("status", "received_on"), ("person_id", "received_on")],
    "consent": [("person_id", "given_on")],
    "breach": [("list", "detected_at")],
    "data_keys": [("vault_key",)],
    "household": [("code_key",), ("village_term", "code_key"), ("village_changes",)],
    "village_catalogue": [("status",)],
    "need": [("person_id", "on"), ("on",)],
    "referral": [
        ("person_id", "on"),
        ("to", "on"),
        ("to", "status", "on"),
        ("status", "on"),
        ("on",),
    ],
    "outreach": [("person_id", "on"), ("on",)],
    "feedback": [("on",), ("person_id", "on"), ("erased",)],
    "labour_survey": [("on",)],
    "visit_plan": [("round", "on"), ("on",)],
    "term": [("list", "order")],
    "review": [("status", "opened_on")],
    "imports": [("status",), ("commune", "requested_at"), ("cells_kept",)],
    "import_rows": [
        ("import_id", "row"),
        ("import_id", "verdict", "row"),
        ("import_id", "corrected"),
        ("import_id", "keys"),
    ],
    "access_log": [("person_ids", "at")],
}
"""Every filter and sort is on one of these: the embedded database scans otherwise."""
