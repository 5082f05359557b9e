"""How each kind of record is stored: its state, its events, and what queries filter on."""

from __future__ import annotations

from typing import Any

from chassis.commands import Aggregate

from credit.domain import capital_allocation, loan, person, referral, savings_group

__all__ = ["ALLOCATION", "GROUP", "INDEXES", "KINDS", "LOAN", "PERSON", "REFERRAL"]

LOAN: Aggregate[loan.Loan, loan.LoanEvent] = Aggregate(
    "loan",
    state=loan.Loan,
    events=[
        loan.NeedOpened,
        loan.NeedAssessed,
        loan.LoanSubmitted,
        loan.LoanApproved,
        loan.LoanDeclined,
        loan.LoanDisbursed,
        loan.UseChecked,
        loan.NeedWithdrawn,
        loan.LoanClosed,
        loan.LoanAmended,
        loan.LoanVoided,
    ],
    evolve=loan.evolve,
    fields=lambda state: {
        "listed": not state.voided,
        "status": state.status,
        "person_id": state.person_id,
        "savings_group_id": None if state.voided else state.file.need.savings_group_id,
        "commune": state.commune,
        "order": f"{state.file.need.on.isoformat()}/{state.id}",
    },
)

GROUP: Aggregate[savings_group.SavingsGroup, savings_group.GroupEvent] = Aggregate(
    "savings_group",
    state=savings_group.SavingsGroup,
    events=[savings_group.GroupFormed, savings_group.GroupAmended, savings_group.GroupVoided],
    evolve=savings_group.evolve,
    fields=lambda state: {
        "listed": not state.voided,
        "commune": state.commune,
        "order": f"{state.details.on.isoformat()}/{state.id}",
    },
)

ALLOCATION: Aggregate[capital_allocation.CapitalAllocation, capital_allocation.AllocationEvent] = (
    Aggregate(
        "capital_allocation",
        state=capital_allocation.CapitalAllocation,
        events=[
            capital_allocation.CapitalAllocated,
            capital_allocation.AllocationAmended,
            capital_allocation.AllocationVoided,
        ],
        evolve=capital_allocation.evolve,
        fields=lambda state: {
            "listed": not state.voided,
            "year": state.details.year,
            "savings_group_id": None if state.voided else state.details.savings_group_id,
            "commune": state.commune,
            "order": f"{state.details.on.isoformat()}/{state.id}",
        },
    )
)

REFERRAL: Aggregate[referral.Referral, referral.ReferralEvent] = Aggregate(
    "referral",
    state=referral.Referral,
    events=[referral.ReferralReceived, referral.ReferralAnswered, referral.ReferralCancelled],
    evolve=referral.evolve,
    fields=lambda state: {
        "status": state.status,
        "person_id": state.details.person_id,
        "commune": state.details.commune,
        "order": f"{state.details.on.isoformat()}/{state.id}",
    },
)

PERSON: Aggregate[person.Person, person.PersonEvent] = Aggregate(
    "person",
    state=person.Person,
    events=[
        person.PersonProfiled,
        person.PersonMerged,
        person.DuplicateAbsorbed,
        person.MergeUndone,
        person.DuplicateGivenBack,
        person.PersonErased,
    ],
    evolve=person.evolve,
    fields=lambda state: {"person_id": state.id, "order": state.id},
)

# The records' names in URLs and in ``record_voided``.
KINDS: dict[str, Aggregate[Any, Any]] = {
    "loans": LOAN,
    "savings_groups": GROUP,
    "capital_allocations": ALLOCATION,
}

# Every filter of the desk with its sort: a field outside the index would scan the collection.
INDEXES: dict[str, list[tuple[str, ...]]] = {
    "loan": [
        ("listed", "order"),
        ("commune", "listed", "order"),
        ("status", "order"),
        ("commune", "status", "order"),
        ("person_id",),
        ("savings_group_id",),
    ],
    "savings_group": [("listed", "order"), ("commune", "listed", "order")],
    "capital_allocation": [
        ("listed", "order"),
        ("commune", "listed", "order"),
        ("listed", "year", "order"),
        ("commune", "listed", "year", "order"),
        ("savings_group_id",),
    ],
    "person": [("person_id",)],
    "referral": [
        ("order",),
        ("status", "order"),
        ("commune", "order"),
        ("commune", "status", "order"),
        ("person_id",),
    ],
}
