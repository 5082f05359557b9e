"""The closed vocabularies of training (interfaces.md, *Vocabularies*): wire identifiers."""

from __future__ import annotations

from typing import Literal, get_args

Level = Literal["under_3_months", "elementary", "intermediate", "college"]
Form = Literal["at_school", "on_site", "mobile"]
Funding = Literal["state_budget", "unemployment_fund", "land_recovery", "mobilised"]
VoidReason = Literal["entered_by_mistake", "duplicate", "did_not_happen", "other"]
WithdrawalReason = Literal[
    "health", "family", "found_work", "moved_away", "lost_interest", "expelled", "other"
]
CertificateKind = Literal[
    "training_certificate",
    "elementary_certificate",
    "intermediate_diploma",
    "college_diploma",
    "national_skill_certificate",
]
Answer = Literal["accepted", "declined"]
DeclineReason = Literal["no_class", "class_full", "not_reached", "not_interested", "other"]

LEVELS: tuple[str, ...] = get_args(Level)
FORMS: tuple[str, ...] = get_args(Form)
FUNDING: tuple[str, ...] = get_args(Funding)
VOID_REASONS: tuple[str, ...] = get_args(VoidReason)
WITHDRAWAL_REASONS: tuple[str, ...] = get_args(WithdrawalReason)
CERTIFICATE_KINDS: tuple[str, ...] = get_args(CertificateKind)
ANSWERS: tuple[str, ...] = get_args(Answer)
DECLINE_REASONS: tuple[str, ...] = get_args(DeclineReason)

# What a level ends with. A course under three months gives a training certificate of the
# school, not a "chứng chỉ sơ cấp" (facts.md section 4), so it never raises the certified rate.
CERTIFICATE_OF: dict[str, CertificateKind] = {
    "under_3_months": "training_certificate",
    "elementary": "elementary_certificate",
    "intermediate": "intermediate_diploma",
    "college": "college_diploma",
}
