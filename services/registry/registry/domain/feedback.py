"""What citizens and the Fatherland Front say about the plan's work, and the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.refusals import Refusal, not_in_future, not_voided

__all__ = [
    "EVENTS",
    "SOURCES",
    "Event",
    "Feedback",
    "FeedbackTerms",
    "amend",
    "answer",
    "erase",
    "evolve",
    "record",
    "void",
]

SOURCES = ("citizen", "front_supervision")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackTerms:
    """``text`` stays here: it leaves by no feed."""

    source: str
    topic: str
    text: str
    on: date
    person_id: str | None = None
    village: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """``erased``: its text is gone with the person it is about, or who said it."""

    feedback_id: str
    commune: str
    terms: FeedbackTerms
    answer: str | None = None
    answered_on: date | None = None
    voided: str | None = None
    erased: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRecorded:
    feedback_id: str
    commune: str
    terms: FeedbackTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAmended:
    terms: FeedbackTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAnswered:
    answer: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackVoided:
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackErased:
    on: date


EVENTS = (FeedbackRecorded, FeedbackAmended, FeedbackAnswered, FeedbackVoided, FeedbackErased)
Event = FeedbackRecorded | FeedbackAmended | FeedbackAnswered | FeedbackVoided | FeedbackErased


def evolve(feedback: Feedback | None, event: Event) -> Feedback:
    """The state after the event; never refuses."""
    if isinstance(event, FeedbackRecorded):
        return Feedback(feedback_id=event.feedback_id, commune=event.commune, terms=event.terms)
    if feedback is None:
        raise ValueError("a feedback's first event is FeedbackRecorded")
    match event:
        case FeedbackAmended():
            return replace(feedback, terms=event.terms)
        case FeedbackAnswered():
            return replace(feedback, answer=event.answer, answered_on=event.on)
        case FeedbackVoided():
            return replace(feedback, voided=event.reason_code)
        case FeedbackErased():
            return replace(
                feedback,
                terms=replace(feedback.terms, text=""),
                answer=None if feedback.answer is None else "",
                erased=event.on,
            )


def record(feedback_id: str, terms: FeedbackTerms, *, commune: str, today: date) -> list[Event]:
    """Raises ``in_future``."""
    not_in_future("on", terms.on, today)
    return [FeedbackRecorded(feedback_id=feedback_id, commune=commune, terms=terms)]


def amend(feedback: Feedback, terms: FeedbackTerms, *, today: date) -> list[Event]:
    """Raises ``voided``, ``person_erased``, ``in_future``."""
    _standing(feedback)
    not_in_future("on", terms.on, today)
    return [] if terms == feedback.terms else [FeedbackAmended(terms=terms)]


def answer(feedback: Feedback, text: str, on: date, *, today: date) -> list[Event]:
    """Raises ``voided``, ``person_erased``, ``in_future``, ``answered``, ``contradictory``
    (before it was said)."""
    _standing(feedback)
    not_in_future("on", on, today)
    if feedback.answer is not None:
        raise Refusal("answered")
    if on < feedback.terms.on:
        raise Refusal("contradictory", fields=["on"])
    return [FeedbackAnswered(answer=text, on=on)]


def erase(feedback: Feedback, *, today: date) -> list[Event]:
    """The person it is about is erased: neither text nor answer is readable any more, that
    something was said and answered stays. Nothing when it is done already."""
    return [] if feedback.erased is not None else [FeedbackErased(on=today)]


def _standing(feedback: Feedback) -> None:
    not_voided(feedback.voided)
    if feedback.erased is not None:
        raise Refusal("person_erased")


def void(feedback: Feedback, reason_code: str) -> list[Event]:
    """It never was; raises ``voided``."""
    not_voided(feedback.voided)
    return [FeedbackVoided(reason_code=reason_code)]
