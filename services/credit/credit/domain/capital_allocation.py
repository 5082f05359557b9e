"""Entrusted capital: how much of which pot the commune's leader gives to lending, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from credit.domain.answers import Refusal, refuse_future
from credit.domain.vocabulary import CapitalSource, Product, VoidReason

__all__ = [
    "AllocationAmended",
    "AllocationDetails",
    "AllocationEvent",
    "AllocationVoided",
    "CapitalAllocated",
    "CapitalAllocation",
    "allocate",
    "amend",
    "evolve",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationDetails:
    """``amount`` is whole đồng for the ``year``; to one savings group, or to all."""

    year: int
    source: CapitalSource
    amount: int
    on: date
    product: Product | None = None
    savings_group_id: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalAllocation:
    id: str
    commune: str
    details: AllocationDetails
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalAllocated:
    allocation_id: str
    commune: str
    details: AllocationDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationAmended:
    details: AllocationDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationVoided:
    reason_code: VoidReason
    note: str | None = None


AllocationEvent = CapitalAllocated | AllocationAmended | AllocationVoided


def allocate(
    allocation_id: str, *, commune: str, details: AllocationDetails, today: date
) -> list[AllocationEvent]:
    """Raises ``in_future``."""
    refuse_future(details.on, today)
    return [CapitalAllocated(allocation_id=allocation_id, commune=commune, details=details)]


def amend(
    allocation: CapitalAllocation, changes: Mapping[str, Any], *, today: date
) -> list[AllocationEvent]:
    """Raises ``voided``, ``in_future``."""
    if allocation.voided:
        raise Refusal("voided")
    details = replace(allocation.details, **changes)
    refuse_future(details.on, today)
    return [] if details == allocation.details else [AllocationAmended(details=details)]


def void(
    allocation: CapitalAllocation, reason_code: VoidReason, note: str | None
) -> list[AllocationEvent]:
    """Raises ``voided``."""
    if allocation.voided:
        raise Refusal("voided")
    return [AllocationVoided(reason_code=reason_code, note=note)]


def evolve(state: CapitalAllocation | None, event: AllocationEvent) -> CapitalAllocation:
    match event:
        case CapitalAllocated():
            return CapitalAllocation(
                id=event.allocation_id, commune=event.commune, details=event.details
            )
        case AllocationAmended() if state is not None:
            return replace(state, details=event.details)
        case AllocationVoided() if state is not None:
            return replace(state, voided=True)
    raise TypeError(type(event).__name__)
