"""What a person agreed to: which text, how, with which proof, and since when no more.

Law 91/2025/QH15: voluntary, specific, provable; silence is none. A state body's own task
needs no consent (art 19); sharing beyond it does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.refusals import Refusal, not_in_future

__all__ = ["EVENTS", "Event", "GivenConsent", "evolve", "give", "withdraw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenConsent:
    """``text_version`` names the text that was read; ``evidence`` the paper or recording."""

    consent_id: str
    person_id: str
    scope: str
    text_version: str
    channel: str
    evidence: str
    given_on: date
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    consent_id: str
    person_id: str
    scope: str
    text_version: str
    channel: str
    evidence: str
    given_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn:
    on: date


EVENTS = (ConsentGiven, ConsentWithdrawn)
Event = ConsentGiven | ConsentWithdrawn


def evolve(consent: GivenConsent | None, event: Event) -> GivenConsent:
    """The state after the event; never refuses."""
    if isinstance(event, ConsentGiven):
        return GivenConsent(
            consent_id=event.consent_id,
            person_id=event.person_id,
            scope=event.scope,
            text_version=event.text_version,
            channel=event.channel,
            evidence=event.evidence,
            given_on=event.given_on,
        )
    if consent is None:
        raise ValueError("a consent's first event is ConsentGiven")
    return replace(consent, withdrawn_on=event.on)


def give(event: ConsentGiven, *, today: date) -> list[Event]:
    """Raises ``in_future``."""
    not_in_future("given_on", event.given_on, today)
    return [event]


def withdraw(consent: GivenConsent, on: date, *, today: date) -> list[Event]:
    """As easily as it was given; raises ``withdrawn``, ``in_future``, ``contradictory``."""
    if consent.withdrawn_on is not None:
        raise Refusal("withdrawn")
    not_in_future("on", on, today)
    if on < consent.given_on:
        raise Refusal("contradictory", fields=["given_on", "on"])
    return [ConsentWithdrawn(on=on)]
