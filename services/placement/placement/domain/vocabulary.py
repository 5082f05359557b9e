"""The words placement records are made of (design/interfaces.md, "Vocabularies")."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "ANSWERS",
    "CONTRACTS",
    "DECLINE_REASONS",
    "EMPLOYER_KINDS",
    "END_REASONS",
    "MODES",
    "PLACEMENT_KINDS",
    "RETENTION_MONTHS",
    "SERVICES",
    "TOPICS",
    "UNLISTED",
    "VOID_REASONS",
    "Answer",
    "Contract",
    "EmployerKind",
    "Mode",
    "PlacementKind",
    "RetentionMonths",
    "Service",
    "Topic",
    "VoidReason",
    "listed",
]

Service = Literal["counselling", "introduction", "job_fair"]
Mode = Literal["in_person", "online", "thematic", "mobile", "daily"]
Topic = Literal[
    "training_policy", "credit_policy", "job_search", "start_up", "digital_skills", "other"
]
PlacementKind = Literal["employer", "self_employment", "loan_supported", "work_abroad"]
Contract = Literal["indefinite", "fixed_term", "seasonal", "none"]
EmployerKind = Literal["enterprise", "cooperative", "household_business", "public", "other"]
RetentionMonths = Literal[3, 6, 12]
Answer = Literal["accepted", "declined"]
VoidReason = Literal["entered_by_mistake", "duplicate", "did_not_happen", "other"]

SERVICES: tuple[str, ...] = get_args(Service)
MODES: tuple[str, ...] = get_args(Mode)
TOPICS: tuple[str, ...] = get_args(Topic)
PLACEMENT_KINDS: tuple[str, ...] = get_args(PlacementKind)
CONTRACTS: tuple[str, ...] = get_args(Contract)
EMPLOYER_KINDS: tuple[str, ...] = get_args(EmployerKind)
RETENTION_MONTHS: tuple[int, ...] = get_args(RetentionMonths)
ANSWERS: tuple[str, ...] = get_args(Answer)
VOID_REASONS: tuple[str, ...] = get_args(VoidReason)

UNLISTED = "other"

# Not law: the list an office starts with. A code outside it is taken (with a warning)
# and leaves the service as "other", so that no free text gets into an event.
END_REASONS = (
    "contract_ended",
    "resigned",
    "dismissed",
    "employer_closed",
    "health",
    "care_duties",
    "moved_away",
    "training",
    UNLISTED,
)
DECLINE_REASONS = (
    "not_reachable",
    "not_interested",
    "already_in_work",
    "no_suitable_offer",
    "outside_area",
    UNLISTED,
)


def listed(code: str, vocabulary: tuple[str, ...]) -> str:
    """The code as it may leave the service: itself when listed, else ``other``."""
    return code if code in vocabulary else UNLISTED
