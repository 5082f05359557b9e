"""A person referred to a partner, for a purpose and with consent; the partner answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.refusals import not_in_future, not_voided

__all__ = [
    "EVENTS",
    "KINDS",
    "PARTNERS",
    "Answer",
    "Consent",
    "Event",
    "Referral",
    "ReferralTerms",
    "amend",
    "answer",
    "doubts",
    "evolve",
    "make",
    "status",
    "void",
]

PARTNERS = ("training", "placement", "credit")
KINDS = ("training", "job", "counselling", "credit")
_USUAL = {
    "training": ("training", "counselling"),
    "placement": ("job", "counselling"),
    "credit": ("credit", "counselling"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Law 91/2025/QH15: provable. ``form``: paper, recorded, digital."""

    given_on: date
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralTerms:
    to: str
    kind: str
    on: date
    purpose: str
    consent: Consent
    level: str | None = None
    occupation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``answer``: accepted or declined; a refusal has a code."""

    answer: str
    on: date
    reason_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    referral_id: str
    person_id: str
    commune: str
    terms: ReferralTerms
    answer: Answer | None = None
    voided: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralMade:
    referral_id: str
    person_id: str
    commune: str
    terms: ReferralTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAmended:
    terms: ReferralTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswered:
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralVoided:
    reason_code: str


EVENTS = (ReferralMade, ReferralAmended, ReferralAnswered, ReferralVoided)
Event = ReferralMade | ReferralAmended | ReferralAnswered | ReferralVoided


def evolve(referral: Referral | None, event: Event) -> Referral:
    """The state after the event; never refuses. Another partner has not answered yet."""
    if isinstance(event, ReferralMade):
        return Referral(
            referral_id=event.referral_id,
            person_id=event.person_id,
            commune=event.commune,
            terms=event.terms,
        )
    if referral is None:
        raise ValueError("a referral's first event is ReferralMade")
    match event:
        case ReferralAmended():
            same_partner = event.terms.to == referral.terms.to
            answered = referral.answer if same_partner else None
            return replace(referral, terms=event.terms, answer=answered)
        case ReferralAnswered():
            return replace(referral, answer=event.answer)
        case ReferralVoided():
            return replace(referral, voided=event.reason_code)


def status(referral: Referral) -> str:
    """``sent``, ``accepted``, ``declined`` or ``voided``."""
    if referral.voided is not None:
        return "voided"
    return referral.answer.answer if referral.answer is not None else "sent"


def _known_times(terms: ReferralTerms, today: date) -> None:
    not_in_future("on", terms.on, today)
    not_in_future("consent.given_on", terms.consent.given_on, today)


def doubts(terms: ReferralTerms) -> list[str]:
    """Warnings: consent younger than the referral; a kind this partner does not do."""
    found = []
    if terms.consent.given_on > terms.on:
        found.append("consent_after_referral")
    if terms.kind not in _USUAL[terms.to]:
        found.append("kind_unusual_for_partner")
    return found


def make(
    referral_id: str, person_id: str, terms: ReferralTerms, *, commune: str, today: date
) -> list[Event]:
    """Raises ``in_future``."""
    _known_times(terms, today)
    return [
        ReferralMade(referral_id=referral_id, person_id=person_id, commune=commune, terms=terms)
    ]


def amend(referral: Referral, terms: ReferralTerms, *, today: date) -> list[Event]:
    """Raises ``voided``, ``in_future``."""
    not_voided(referral.voided)
    _known_times(terms, today)
    return [] if terms == referral.terms else [ReferralAmended(terms=terms)]


def answer(referral: Referral, given: Answer) -> list[Event]:
    """What the partner said; its last word holds. A voided referral keeps no answer."""
    if referral.voided is not None or referral.answer == given:
        return []
    return [ReferralAnswered(answer=given)]


def void(referral: Referral, reason_code: str) -> list[Event]:
    """It never was; raises ``voided``."""
    not_voided(referral.voided)
    return [ReferralVoided(reason_code=reason_code)]
