"""Employers that take workers of the priority groups (plan, IV.1 and IV.3.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from placement.domain.rules import Void, begun, standing
from placement.domain.vocabulary import EmployerKind

__all__ = [
    "Employer",
    "EmployerAmended",
    "EmployerEvent",
    "EmployerProfile",
    "EmployerRegistered",
    "EmployerVoided",
    "amend",
    "evolve",
    "register",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerProfile:
    """What the office keeps of an employer.

    ``barrier_free``: a workplace without barriers; ``flexible_work``: work from home or by
    flexible hours; ``mentoring``: a colleague guides the first three to six months. All
    three are the "inclusive employment" model of the plan, IV.3.1.
    """

    name: str
    commune: str
    kind: EmployerKind = "enterprise"
    tax_code: str | None = None
    village: str | None = None
    address: str | None = None
    phone: str | None = None
    barrier_free: bool = False
    flexible_work: bool = False
    mentoring: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    employer_id: str
    profile: EmployerProfile
    void: Void | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerRegistered:
    employer_id: str
    profile: EmployerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerAmended:
    employer_id: str
    profile: EmployerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerVoided:
    employer_id: str
    void: Void


EmployerEvent = EmployerRegistered | EmployerAmended | EmployerVoided


def evolve(state: Employer | None, event: EmployerEvent) -> Employer:
    match event:
        case EmployerRegistered() | EmployerAmended():
            return Employer(employer_id=event.employer_id, profile=event.profile)
        case EmployerVoided():
            return replace(begun(state), void=event.void)


def register(employer_id: str, profile: EmployerProfile) -> list[EmployerEvent]:
    return [EmployerRegistered(employer_id=employer_id, profile=profile)]


def amend(state: Employer | None, profile: EmployerProfile) -> list[EmployerEvent]:
    """Nothing when nothing changes; refuses a voided employer."""
    known = standing(state, "employers")
    if profile == known.profile:
        return []
    return [EmployerAmended(employer_id=known.employer_id, profile=profile)]


def void(state: Employer | None, reason: Void) -> list[EmployerEvent]:
    known = standing(state, "employers")
    return [EmployerVoided(employer_id=known.employer_id, void=reason)]
