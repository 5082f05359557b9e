"""A person referred to a partner, for a purpose and with consent; the partner answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.refusals import not_in_future, not_voided

__all__ = [
    "EVENTS",
    "KINDS",
    "PARTNERS",
    "STATUSES",
    "Answer",
    "Consent",
    "Event",
    "Progress",
    "Referral",
    "ReferralTerms",
    "amend",
    "answer",
    "doubts",
    "evolve",
    "make",
    "progress",
    "status",
    "undo_progress",
    "void",
    "waits_since",
]

PARTNERS = ("training", "placement", "credit")
KINDS = ("training", "job", "counselling", "credit")
STATUSES = ("sent", "accepted", "declined", "in_progress", "done", "voided")
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
class Progress:
    """``stage``: in_progress or done; ``what`` is the partner's event that tells it, of its
    record ``record_id``."""

    stage: str
    what: str
    on: date
    record_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    referral_id: str
    person_id: str
    commune: str
    terms: ReferralTerms
    answer: Answer | None = None
    voided: str | None = None
    steps: tuple[Progress, ...] = ()

    @property
    def progress(self) -> Progress | None:
        """How far it is: the first step of the furthest stage."""
        return min(self.steps, key=lambda step: (step.stage != "done", step.on), default=None)


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
class ReferralProgressed:
    """A step; the partner's later word on the same record takes the place of the earlier."""

    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralStepsVoided:
    """The partner's record never was: nor were the steps it told."""

    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralVoided:
    reason_code: str


EVENTS = (
    ReferralMade,
    ReferralAmended,
    ReferralAnswered,
    ReferralProgressed,
    ReferralStepsVoided,
    ReferralVoided,
)
Event = (
    ReferralMade
    | ReferralAmended
    | ReferralAnswered
    | ReferralProgressed
    | ReferralStepsVoided
    | ReferralVoided
)


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
            if same_partner:
                return replace(referral, terms=event.terms)
            return replace(referral, terms=event.terms, answer=None, steps=())
        case ReferralAnswered():
            return replace(referral, answer=event.answer)
        case ReferralProgressed():
            kept = tuple(each for each in referral.steps if not _same(each, event.progress))
            return replace(referral, steps=(*kept, event.progress))
        case ReferralStepsVoided():
            kept = tuple(each for each in referral.steps if each.record_id != event.record_id)
            return replace(referral, steps=kept)
        case ReferralVoided():
            return replace(referral, voided=event.reason_code)


def _same(one: Progress, other: Progress) -> bool:
    return (one.what, one.record_id) == (other.what, other.record_id)


def status(referral: Referral) -> str:
    """``sent``, ``accepted``, ``declined``, ``in_progress``, ``done`` or ``voided``.

    What a partner does counts more than what it said: who is in a class was accepted.
    """
    if referral.voided is not None:
        return "voided"
    if referral.progress is not None:
        return referral.progress.stage
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


def progress(referral: Referral, told: Progress) -> list[Event]:
    """What the partner did for the person since. Nothing for a referral that was declined or
    voided, for what was done before it, and for what is known already."""
    if referral.voided is not None or told.on < referral.terms.on:
        return []
    if referral.answer is not None and referral.answer.answer == "declined":
        return []
    return [] if told in referral.steps else [ReferralProgressed(progress=told)]


def undo_progress(referral: Referral, record_id: str) -> list[Event]:
    """The partner voided that record; nothing where it told no step."""
    if not any(each.record_id == record_id for each in referral.steps):
        return []
    return [ReferralStepsVoided(record_id=record_id)]


def waits_since(referral: Referral) -> tuple[str, date] | None:
    """Whom the loop waits for: the deadline's name and its first day. None once under way."""
    if status(referral) == "sent":
        return "referral_answer", referral.terms.on
    if status(referral) == "accepted" and referral.answer is not None:
        return "referral_progress", referral.answer.on
    return None


def void(referral: Referral, reason_code: str) -> list[Event]:
    """It never was; raises ``voided``."""
    not_voided(referral.voided)
    return [ReferralVoided(reason_code=reason_code)]
