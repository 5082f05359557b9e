"""The events of the load: what owners publish about these persons in the plan's first year.

Every event changes a state and puts somebody into at least one figure, on average into about
seven cells. Each concerns a random person; an event's data are what its contract asks for.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.log import Message

from benchmarks.workload.persons import COMMUNE, LoadPerson, opaque, persons, profile_data

__all__ = ["OWNER", "Load", "load"]

OWNER = {
    "registry.indicators": "registry",
    "training": "training",
    "placement": "placement",
    "credit": "credit",
}
"""Who publishes each feed of the load."""

Json = dict[str, Any]
BORROWERS, LEARNERS, STARTERS = 0.1, 0.1, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`messages` in the order in which they happen; `profiles` are told before any of them."""

    persons: list[LoadPerson]
    messages: list[Message]

    def profiles(self, *, with_household: bool = True) -> list[Message]:
        """`person_profiled` of everybody."""
        return [
            Message(
                feed="registry.indicators",
                name="person_profiled",
                subject=each.id,
                data=profile_data(each, with_household=with_household),
            )
            for each in self.persons
        ]


def load(people: int, events: int) -> Load:
    """`events` happenings to `people` persons. Raises ValueError where they cannot be so many."""
    draw = random.Random(9931)
    crowd = persons(people)
    dated: list[tuple[float, int, Message]] = []
    for number, person in enumerate(crowd):
        for make in SINGLE:
            message = make(person, draw)
            if message is not None:
                dated.append((draw.random(), number, message))
        if draw.random() < BORROWERS:
            asked = draw.random()
            dated.append((asked, number, _assessed(person, draw)))
            dated.append((asked + draw.random() * (1 - asked), number, _disbursed(person, draw)))
    if len(dated) < events:
        raise ValueError(f"{people} persons give {len(dated)} events, not {events}")
    dated.sort(key=lambda each: each[:2])
    return Load(persons=crowd, messages=[message for _, _, message in dated[:events]])


def _day(draw: random.Random, first: int = 1, last: int = 10) -> str:
    return f"2026-{draw.randint(first, last):02d}-{draw.randint(1, 28):02d}"


def _message(feed: str, name: str, person: LoadPerson, on: str, **data: Any) -> Message:
    body: Json = {**data, "person_id": person.id, "on": on, "commune": COMMUNE}
    return Message(
        feed=feed,
        name=name,
        subject=person.id,
        data=body,
        occurred_on=date.fromisoformat(on),
    )


def _service(person: LoadPerson, draw: random.Random) -> Message:
    insured = "unemployment_insurance" in person.groups
    return _message(
        "placement",
        "service_given",
        person,
        _day(draw),
        service_id=opaque("service", person.id),
        service="counselling",
        mode=draw.choice(("in_person", "online", "mobile")),
        topic="training_policy" if insured else "job_search",
    )


def _need(person: LoadPerson, draw: random.Random) -> Message | None:
    if "unemployment_insurance" not in person.groups:
        return None
    return _message(
        "registry.indicators",
        "need_recorded",
        person,
        _day(draw, 1, 4),
        need_id=opaque("need", person.id),
        kind="training",
        able_to_work=True,
        level="elementary",
        occupation="may-cong-nghiep",
    )


def _enrolment(person: LoadPerson, draw: random.Random) -> Message | None:
    if draw.random() >= LEARNERS:
        return None
    return _message(
        "training",
        "enrolment_started",
        person,
        _day(draw, 5),
        enrolment_id=opaque("enrolment", person.id),
        class_id=opaque("class", draw.randint(1, 40)),
        level=draw.choice(("under_3_months", "elementary")),
        form=draw.choice(("on_site", "mobile", "at_school")),
        occupation="may-cong-nghiep",
        funding_source="state_budget",
        school=draw.choice(("truong-nghe-1", "truong-nghe-2", "truong-nghe-3")),
    )


def _placement(person: LoadPerson, draw: random.Random) -> Message | None:
    if draw.random() >= STARTERS:
        return None
    return _message(
        "placement",
        "placement_started",
        person,
        _day(draw, 6),
        placement_id=opaque("placement", person.id),
        kind="employer",
        new_job=True,
        suitable=True,
        contract="fixed_term",
        mentored=False,
        employer_kind=draw.choice(("enterprise", "cooperative")),
    )


def _assessed(person: LoadPerson, draw: random.Random) -> Message:
    on = _day(draw, 3, 6)
    return _message(
        "credit",
        "need_assessed",
        person,
        on,
        loan_id=opaque("loan", person.id),
        need_on=on,
        product="job_creation",
        eligible=True,
        reason_codes=[],
    )


def _disbursed(person: LoadPerson, draw: random.Random) -> Message:
    return _message(
        "credit",
        "loan_disbursed",
        person,
        _day(draw, 7),
        loan_id=opaque("loan", person.id),
        product="job_creation",
    )


SINGLE: Sequence[Callable[[LoadPerson, random.Random], Message | None]] = (
    _service,
    _need,
    _enrolment,
    _placement,
)
"""What happens to a person once, in any order."""
