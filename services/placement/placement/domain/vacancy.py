"""Vacancies: what an employer offers, and to whom it is within reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from placement.domain.rules import (
    Refusal,
    Void,
    begun,
    check_not_before,
    check_not_future,
    standing,
)
from placement.domain.vocabulary import Contract

__all__ = [
    "Offer",
    "Vacancy",
    "VacancyAmended",
    "VacancyEvent",
    "VacancyRegistered",
    "VacancyVoided",
    "amend",
    "evolve",
    "is_open",
    "register",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """``accommodates``: the access needs (the registry's codes) the workplace meets.

    Wages are whole đồng a month. ``closes_on`` is a planned day and may lie ahead; the
    vacancy is open on that day still.
    """

    employer_id: str
    occupation: str
    commune: str
    opens_on: date
    closes_on: date | None = None
    headcount: int = 1
    contract: Contract = "none"
    village: str | None = None
    wage_from: int | None = None
    wage_to: int | None = None
    accommodates: tuple[str, ...] = ()
    flexible_work: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    vacancy_id: str
    offer: Offer
    void: Void | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyRegistered:
    vacancy_id: str
    offer: Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyAmended:
    vacancy_id: str
    offer: Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyVoided:
    vacancy_id: str
    void: Void


VacancyEvent = VacancyRegistered | VacancyAmended | VacancyVoided


def evolve(state: Vacancy | None, event: VacancyEvent) -> Vacancy:
    match event:
        case VacancyRegistered() | VacancyAmended():
            return Vacancy(vacancy_id=event.vacancy_id, offer=event.offer)
        case VacancyVoided():
            return replace(begun(state), void=event.void)


def register(vacancy_id: str, offer: Offer, *, today: date) -> list[VacancyEvent]:
    _check(offer, today)
    return [VacancyRegistered(vacancy_id=vacancy_id, offer=offer)]


def amend(state: Vacancy | None, offer: Offer, *, today: date) -> list[VacancyEvent]:
    """Closing a vacancy is an amendment of ``closes_on``."""
    known = standing(state, "vacancies")
    _check(offer, today)
    if offer == known.offer:
        return []
    return [VacancyAmended(vacancy_id=known.vacancy_id, offer=offer)]


def void(state: Vacancy | None, reason: Void) -> list[VacancyEvent]:
    known = standing(state, "vacancies")
    return [VacancyVoided(vacancy_id=known.vacancy_id, void=reason)]


def is_open(vacancy: Vacancy, on: date) -> bool:
    """Whether somebody can be introduced to it on that day."""
    offer = vacancy.offer
    closed = offer.closes_on is not None and offer.closes_on < on
    return vacancy.void is None and offer.opens_on <= on and not closed


def _check(offer: Offer, today: date) -> None:
    check_not_future(offer.opens_on, today, "opens_on")
    if offer.closes_on is not None:
        check_not_before(offer.closes_on, offer.opens_on, "closes_on")
    wages = [wage for wage in (offer.wage_from, offer.wage_to) if wage is not None]
    if wages != sorted(wages):
        raise Refusal("below_wage_from", field="wage_to")
