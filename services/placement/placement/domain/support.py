"""Support of an employer's insurance contributions for one placement (plan, V.2).

The plan names the support and its condition (a long-term labour contract with a worker of
the priority groups), no amount and no ceiling: none is checked here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from placement.domain.placed import Placement
from placement.domain.rules import (
    Advice,
    Void,
    begun,
    check_not_before,
    check_not_future,
    standing,
)

__all__ = [
    "Grant",
    "Support",
    "SupportAmended",
    "SupportEvent",
    "SupportGranted",
    "SupportVoided",
    "advise",
    "amend",
    "evolve",
    "grant",
    "void",
]

LONG_TERM = ("indefinite", "fixed_term")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """``amount`` in whole đồng, more than nothing."""

    placement_id: str
    person_id: str
    commune: str
    amount: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    support_id: str
    grant: Grant
    void: Void | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportGranted:
    support_id: str
    grant: Grant


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportAmended:
    support_id: str
    grant: Grant


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportVoided:
    support_id: str
    void: Void


SupportEvent = SupportGranted | SupportAmended | SupportVoided


def evolve(state: Support | None, event: SupportEvent) -> Support:
    match event:
        case SupportGranted() | SupportAmended():
            return Support(support_id=event.support_id, grant=event.grant)
        case SupportVoided():
            return replace(begun(state), void=event.void)


def grant(
    support_id: str, placement: Placement | None, *, amount: int, on: date, today: date
) -> list[SupportEvent]:
    work = standing(placement, "placements")
    _check_day(on, work, today)
    given = Grant(
        placement_id=work.placement_id,
        person_id=work.terms.person_id,
        commune=work.terms.commune,
        amount=amount,
        on=on,
    )
    return [SupportGranted(support_id=support_id, grant=given)]


def advise(placement: Placement) -> list[Advice]:
    """The plan's condition, V.2, and that the insurance knows the work: both warn."""
    advice = []
    if placement.terms.kind != "employer" or placement.terms.contract not in LONG_TERM:
        advice.append(Advice(code="contract_not_long_term", field="contract"))
    if placement.confirmed_on is None:
        advice.append(Advice(code="not_confirmed"))
    return advice


def amend(
    state: Support | None,
    placement: Placement | None,
    *,
    amount: int | None = None,
    on: date | None = None,
    today: date,
) -> list[SupportEvent]:
    known = standing(state, "contribution_supports")
    work = standing(placement, "placements")
    changed = replace(
        known.grant,
        amount=known.grant.amount if amount is None else amount,
        on=on or known.grant.on,
    )
    _check_day(changed.on, work, today)
    if changed == known.grant:
        return []
    return [SupportAmended(support_id=known.support_id, grant=changed)]


def void(state: Support | None, reason: Void) -> list[SupportEvent]:
    known = standing(state, "contribution_supports")
    return [SupportVoided(support_id=known.support_id, void=reason)]


def _check_day(on: date, placement: Placement, today: date) -> None:
    check_not_future(on, today)
    check_not_before(on, placement.terms.on)
