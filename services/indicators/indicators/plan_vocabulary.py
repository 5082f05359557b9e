"""What the owners tell: the values a plan file may ask for. A word nobody tells counts nobody.

Of fields that are the agencies' own lists (school, employer, policy, reason) any value is taken.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

__all__ = ["GROUPS", "LEVELS", "amounts_of", "words_of"]

GROUPS = frozenset(
    {
        "poor_household", "near_poor_household", "ethnic_minority", "disabled", "elderly",
        "ex_prisoner", "post_rehab", "rural", "land_recovered", "unemployment_insurance",
        "priority_youth",
    }
)  # fmt: skip
LEVELS = ("under_3_months", "elementary", "intermediate", "college")
SERVICES = ("counselling", "introduction", "job_fair")
FUNDING = ("state_budget", "unemployment_fund", "land_recovery", "mobilised")
NEEDS = ("training", "job", "counselling", "credit", "startup")

WORDS: dict[str, Collection[object]] = {
    "answer": ("accepted", "declined"),
    "channel": ("door_to_door", "meeting", "loudspeaker", "online", "job_fair"),
    "form": ("at_school", "on_site", "mobile"),
    "level": LEVELS,
    "mode": ("in_person", "online", "thematic", "mobile", "daily"),
    "product": ("job_creation", "ex_prisoner", "poor_household", "near_poor_household"),
    "service": SERVICES,
    "source": FUNDING,
    "to": ("training", "placement", "credit"),
    "topic": (
        "training_policy", "credit_policy", "job_search", "start_up", "digital_skills", "other",
    ),
}  # fmt: skip
KINDS: dict[str, Collection[object]] = {
    "referrals": NEEDS,
    "placements": ("employer", "self_employment", "loan_supported", "work_abroad"),
}


def words_of(table: str, kind: type[msgspec.Struct] | None, field: str) -> Collection[object]:
    """The values a field may have; empty: any."""
    if kind is not None and _type_of(kind, field) is bool:
        return (True, False)
    return KINDS.get(table, ()) if field == "kind" else WORDS.get(field, ())


def amounts_of(kind: type[msgspec.Struct]) -> list[str]:
    """The fields that hold whole đồng."""
    return [
        each.name
        for each in msgspec.structs.fields(kind)
        if each.type is int and each.name != "pos"
    ]


def _type_of(kind: type[msgspec.Struct], field: str) -> object:
    return next((each.type for each in msgspec.structs.fields(kind) if each.name == field), None)
