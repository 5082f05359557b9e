"""Savings-and-loan groups (tổ tiết kiệm và vay vốn): the way from a village to the bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from credit.domain.answers import Refusal, refuse_future
from credit.domain.vocabulary import Association, VoidReason

__all__ = [
    "GroupAmended",
    "GroupDetails",
    "GroupEvent",
    "GroupFormed",
    "GroupVoided",
    "SavingsGroup",
    "amend",
    "evolve",
    "form",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDetails:
    """``members`` is a count; who they are stays with the group."""

    name: str
    on: date
    village: str | None = None
    association: Association | None = None
    members: int | None = None
    approval_document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsGroup:
    id: str
    bank: str
    commune: str
    details: GroupDetails
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFormed:
    group_id: str
    bank: str
    commune: str
    details: GroupDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAmended:
    details: GroupDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVoided:
    reason_code: VoidReason
    note: str | None = None


GroupEvent = GroupFormed | GroupAmended | GroupVoided


def form(
    group_id: str, *, bank: str, commune: str, details: GroupDetails, today: date
) -> list[GroupEvent]:
    """Raises ``in_future``."""
    refuse_future(details.on, today)
    return [GroupFormed(group_id=group_id, bank=bank, commune=commune, details=details)]


def amend(group: SavingsGroup, changes: Mapping[str, Any], *, today: date) -> list[GroupEvent]:
    """Raises ``voided``, ``in_future``."""
    if group.voided:
        raise Refusal("voided")
    details = replace(group.details, **changes)
    refuse_future(details.on, today)
    return [] if details == group.details else [GroupAmended(details=details)]


def void(
    group: SavingsGroup, reason_code: VoidReason, note: str | None, *, in_use: bool
) -> list[GroupEvent]:
    """Raises ``voided``, and ``in_use`` while a loan or an allocation goes by way of it."""
    if group.voided:
        raise Refusal("voided")
    if in_use:
        raise Refusal("in_use")
    return [GroupVoided(reason_code=reason_code, note=note)]


def evolve(state: SavingsGroup | None, event: GroupEvent) -> SavingsGroup:
    match event:
        case GroupFormed():
            return SavingsGroup(
                id=event.group_id, bank=event.bank, commune=event.commune, details=event.details
            )
        case GroupAmended() if state is not None:
            return replace(state, details=event.details)
        case GroupVoided() if state is not None:
            return replace(state, voided=True)
    raise TypeError(type(event).__name__)
