"""Records as a caller sees them: JSON, dates as ISO text, money as whole đồng."""

from __future__ import annotations

from typing import Any

import msgspec
from chassis.store import Row

from credit.domain.capital_allocation import CapitalAllocation
from credit.domain.loan import Loan
from credit.domain.person import Profile
from credit.domain.referral import Referral
from credit.domain.savings_group import SavingsGroup

__all__ = ["allocation_view", "group_view", "loan_view", "referral_view"]

Json = dict[str, Any]


def loan_view(row: Row[Loan]) -> Json:
    """The need flat, the stages as they stand: assessment, decision and use_check are objects."""
    file = _flat(row.state.file)
    return {
        "id": row.state.id,
        "version": row.version,
        "person_id": row.state.person_id,
        "bank": row.state.bank,
        "commune": row.state.commune,
        "status": row.state.status,
        **file.pop("need"),
        **file,
    }


def group_view(row: Row[SavingsGroup]) -> Json:
    return {
        "id": row.state.id,
        "version": row.version,
        "bank": row.state.bank,
        "commune": row.state.commune,
        **_flat(row.state.details),
    }


def allocation_view(row: Row[CapitalAllocation]) -> Json:
    return {
        "id": row.state.id,
        "version": row.version,
        "commune": row.state.commune,
        **_flat(row.state.details),
    }


def referral_view(row: Row[Referral], profile: Profile | None) -> Json:
    """``profile`` is None for an erased person."""
    state = row.state
    return {
        "id": state.id,
        "version": row.version,
        **_flat(state.details),
        "status": state.status,
        "answer": state.answer,
        "reason_code": state.answer_reason,
        "answered_on": state.answered_on.isoformat() if state.answered_on else None,
        "profile": None if profile is None else _flat(profile),
    }


def _flat(details: Any) -> Json:
    return dict(msgspec.to_builtins(details))
