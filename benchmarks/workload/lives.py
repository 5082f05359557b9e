"""Long histories: for each person a profile, and things that happen to them year after year."""

from __future__ import annotations

import random
from collections.abc import Iterator

from chassis.log import Message

from benchmarks.workload.persons import COMMUNE, LoadPerson, opaque, persons, profile_data

__all__ = ["LIVES_FEEDS", "lives", "profiles"]

LIVES_FEEDS = ("registry.indicators", "training", "placement", "credit")
FIRST_YEAR = 2026


def profiles(people: int) -> Iterator[Message]:
    """`person_profiled` of everybody."""
    for person in persons(people):
        yield Message(
            feed="registry.indicators",
            name="person_profiled",
            subject=person.id,
            data=profile_data(person, with_household=True),
        )


def lives(people: int, each: int, *, years: int = 5, seed: int = 5) -> Iterator[Message]:
    """About `each` events for every person over the plan's `years`, year by year, the persons
    of a year in any order: half of them services, the rest enrolments, placements and loans.
    """
    crowd = persons(people)
    draw = random.Random(seed)
    for year in range(years):
        happening = [
            (person, number)
            for person in crowd
            for number in range(each * year // years, each * (year + 1) // years)
        ]
        draw.shuffle(happening)
        for person, number in happening:
            yield _event(person, FIRST_YEAR + year, number, draw)


def _event(person: LoadPerson, year: int, number: int, draw: random.Random) -> Message:
    on = f"{year}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    key = opaque("life", person.id, number)
    kind = draw.random()
    if kind < 0.5:
        feed, name = "placement", "service_given"
        data = {
            "service_id": key,
            "service": draw.choice(("counselling", "job_introduction")),
            "mode": "in_person",
            "topic": draw.choice(("job_search", "training_policy")),
        }
    elif kind < 0.7:
        feed, name = "training", "enrolment_started"
        data = {
            "enrolment_id": key,
            "class_id": opaque("class", draw.randint(1, 40)),
            "level": draw.choice(("under_3_months", "elementary")),
            "form": draw.choice(("on_site", "mobile", "at_school")),
            "occupation": "may-cong-nghiep",
            "funding_source": "state_budget",
            "school": draw.choice(("truong-nghe-1", "truong-nghe-2", "truong-nghe-3")),
        }
    elif kind < 0.9:
        feed, name = "placement", "placement_started"
        data = {
            "placement_id": key,
            "kind": "employer",
            "new_job": True,
            "suitable": True,
            "contract": "fixed_term",
            "mentored": False,
            "employer_kind": draw.choice(("enterprise", "cooperative")),
        }
    else:
        feed, name = "credit", "need_assessed"
        data = {
            "loan_id": key,
            "need_on": on,
            "product": "job_creation",
            "eligible": True,
            "reason_codes": [],
        }
    body = {**data, "person_id": person.id, "on": on, "commune": COMMUNE}
    return Message(feed=feed, name=name, subject=person.id, data=body)
