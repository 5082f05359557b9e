"""An event's effect on one person, as a change of the sub-state its feed writes."""

from __future__ import annotations

from typing import Any, NamedTuple

from chassis.envelope import Event
from chassis.handling import read

from indicators.domain.evolve import Change, Put, Void
from indicators.domain.facts import Answer, Merged
from indicators.wire import RecordVoided, ReferralAnswered

__all__ = ["PARTS", "Touched", "merged", "put", "record_voided", "referral_answered"]

PARTS = {
    "registry.indicators": "registry",
    "training": "training",
    "placement": "placement",
    "credit": "credit",
    "credit.indicators": "amounts",
}
"""The sub-state each feed writes."""

ANSWERS = {"training": "training_answers", "placement": "placement_answers",
           "credit": "credit_answers"}  # fmt: skip
"""The table of each partner's answers."""

MERGES = "merges"
"""The kind of record a voided merge is."""


class Touched(NamedTuple):
    """An event's effect on one person. ``into`` is set where the person proved a duplicate."""

    person: str
    change: Change
    into: str | None = None


def put(event: Event, person: str, table: str, key: str, fact: Any) -> Touched:
    """A fact of theirs, in place of what stood under the key."""
    part = PARTS[event.feed]
    return Touched(person=person, change=Put(part=part, table=table, key=key, fact=fact))


def merged(event: Event, person: str, into: str) -> Touched:
    """Who stands for the person from now on; they themselves after a merge that never was."""
    change = Put(
        part="registry", table="merged", key="", fact=Merged(pos=event.position, into=into)
    )
    return Touched(person=person, change=change, into=into)


def referral_answered(event: Event) -> Touched:
    body = read(event, ReferralAnswered)
    fact = Answer(pos=event.position, on=body.on.isoformat(), answer=body.answer)
    return put(event, body.person_id, ANSWERS[event.feed], body.referral_id, fact)


def record_voided(event: Event) -> Touched | None:
    body = read(event, RecordVoided)
    person = body.person_id
    if body.record_kind == MERGES and person is not None:
        return merged(event, person, person)
    if person is None:
        if event.feed == "training":
            person = body.record_id  # a class
        elif event.feed == "credit.indicators":
            person = event.subject
        else:
            return None
    change = Void(part=PARTS[event.feed], key=body.record_id, pos=event.position)
    return Touched(person=person, change=change)
