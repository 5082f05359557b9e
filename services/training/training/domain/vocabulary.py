"""The closed vocabularies of training (interfaces.md, *Vocabularies*): wire identifiers."""

from __future__ import annotations

from typing import Literal, get_args

Level = Literal["under_3_months", "elementary", "intermediate", "college"]
Form = Literal["at_school", "on_site", "mobile"]
Funding = Literal["state_budget", "unemployment_fund", "land_recovery", "mobilised"]
VoidReason = Literal["entered_by_mistake", "duplicate", "did_not_happen", "other"]
Answer = Literal["accepted", "declined"]

LEVELS: tuple[str, ...] = get_args(Level)
FORMS: tuple[str, ...] = get_args(Form)
FUNDING: tuple[str, ...] = get_args(Funding)
VOID_REASONS: tuple[str, ...] = get_args(VoidReason)
ANSWERS: tuple[str, ...] = get_args(Answer)

# Open lists: another code is taken with a remark, and published as "other".
OTHER = "other"
WITHDRAWAL_REASONS = (
    "health",
    "family",
    "found_work",
    "moved_away",
    "lost_interest",
    "expelled",
    OTHER,
)
DECLINE_REASONS = ("no_class", "class_full", "not_reached", "not_interested", OTHER)
CERTIFICATE_KINDS = (
    "training_certificate",
    "elementary_certificate",
    "intermediate_diploma",
    "college_diploma",
    "national_skill_certificate",
    OTHER,
)

# What a level ends with. A course under three months gives a training certificate of the
# school, not a "chứng chỉ sơ cấp" (facts.md section 4), so it never raises the certified rate.
CERTIFICATE_OF: dict[str, str] = {
    "under_3_months": "training_certificate",
    "elementary": "elementary_certificate",
    "intermediate": "intermediate_diploma",
    "college": "college_diploma",
}


def listed(code: str, known: tuple[str, ...]) -> str:
    """The code, or ``other``: what leaves the service is of the list, never free text."""
    return code if code in known else OTHER
