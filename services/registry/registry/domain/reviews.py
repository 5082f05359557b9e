"""Suspected duplicates wait for an officer: nobody is refused, nobody is merged by a machine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from registry.domain.refusals import Refusal

__all__ = ["EVENTS", "Decision", "Event", "Review", "decide", "evolve", "open_review"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``distinct``: two people. ``same``: one, namely ``same_as``."""

    decision: str
    on: date
    same_as: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """``person_id``: the newcomer, or None while a list's ``row`` waits and nobody is created."""

    review_id: str
    reasons: tuple[str, ...]
    candidates: tuple[str, ...]
    opened_on: date
    person_id: str | None = None
    row: dict[str, Any] | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOpened:
    review_id: str
    reasons: tuple[str, ...]
    candidates: tuple[str, ...]
    on: date
    person_id: str | None = None
    row: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecided:
    decision: Decision


EVENTS = (ReviewOpened, ReviewDecided)
Event = ReviewOpened | ReviewDecided


def evolve(review: Review | None, event: Event) -> Review:
    """The state after the event; never refuses. A decided row is kept no longer."""
    if isinstance(event, ReviewOpened):
        return Review(
            review_id=event.review_id,
            reasons=event.reasons,
            candidates=event.candidates,
            opened_on=event.on,
            person_id=event.person_id,
            row=event.row,
        )
    if review is None:
        raise ValueError("a review's first event is ReviewOpened")
    return replace(review, decision=event.decision, row=None)


def open_review(
    review_id: str,
    *,
    reasons: tuple[str, ...],
    candidates: tuple[str, ...],
    today: date,
    person_id: str | None = None,
    row: dict[str, Any] | None = None,
) -> list[Event]:
    """A question for an officer."""
    return [
        ReviewOpened(
            review_id=review_id,
            reasons=reasons,
            candidates=candidates,
            on=today,
            person_id=person_id,
            row=row,
        )
    ]


def decide(review: Review, decision: Decision) -> list[Event]:
    """Raises ``decided``, ``not_a_candidate``."""
    if review.decision is not None:
        raise Refusal("decided")
    if decision.decision == "same" and decision.same_as not in review.candidates:
        raise Refusal("not_a_candidate")
    return [ReviewDecided(decision=decision)]
