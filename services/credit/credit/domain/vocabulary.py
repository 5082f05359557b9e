"""The closed vocabularies of credit (interfaces.md, *Vocabularies*): wire identifiers."""

from __future__ import annotations

from typing import Literal, get_args

Product = Literal["job_creation", "ex_prisoner", "poor_household", "near_poor_household"]
Purpose = Literal["production", "trade", "services", "job_creation", "other"]
Ineligibility = Literal["not_in_target_group", "purpose_not_covered", "outstanding_debt", "other"]
VoidReason = Literal["entered_by_mistake", "duplicate", "did_not_happen", "other"]
# The four mass organisations the bank entrusts (facts.md section 6).
Association = Literal["women", "farmers", "veterans", "youth"]
CapitalSource = Literal["central", "city", "commune"]
Answer = Literal["accepted", "declined"]

PRODUCTS: tuple[str, ...] = get_args(Product)
PURPOSES: tuple[str, ...] = get_args(Purpose)
INELIGIBILITY: tuple[str, ...] = get_args(Ineligibility)
VOID_REASONS: tuple[str, ...] = get_args(VoidReason)
ASSOCIATIONS: tuple[str, ...] = get_args(Association)
CAPITAL_SOURCES: tuple[str, ...] = get_args(CapitalSource)
ANSWERS: tuple[str, ...] = get_args(Answer)

# Open lists: another code is taken with a remark, and published as "other".
OTHER = "other"
BANK_REFUSALS = (
    "outstanding_debt",
    "bad_debt",
    "incomplete_file",
    "plan_not_feasible",
    "no_capital",
    "not_reached",
    OTHER,
)
DECLINE_REASONS = (
    "not_in_target_group",
    "outstanding_debt",
    "not_reached",
    "not_interested",
    OTHER,
)


def listed(code: str, known: tuple[str, ...]) -> str:
    """The code, or ``other``: what leaves the service is of the list, never free text."""
    return code if code in known else OTHER
