"""A few facts of every kind, for tests that verify and rebuild."""

from __future__ import annotations

from .office import enrolment, person, service

FACTS = (
    person("p1", "rural", "disabled", household="h1", birth_date="1950"),
    person("p2", household="h1"),
    person("p3"),
    enrolment("e1", "2026-02-10"),
    enrolment("e2", "2026-03-10", "p3"),
    service("s1", "2026-04-01", "p2", topic="training_policy"),
    {"type": "loan", "id": "l1", "person": "p2", "need_on": "2026-05-01", "eligible": True,
     "disbursed_on": "2026-06-01"},
    {"type": "merge", "from": "p3", "into": "p2", "on": "2026-07-01"},
)  # fmt: skip
SURVEY = (
    "registry.indicators",
    "labour_survey_recorded",
    {"survey_id": "s1", "as_of": "2026-06-30", "source_document": "1/BC", "labour_force": 10,
     "unemployed": 1, "trained": 7, "certified": 5},
)  # fmt: skip

LEARNT = (
    *FACTS,
    {"type": "merge", "from": "p2", "into": "p4", "on": "2026-07-02"},
    enrolment("e9", "2026-02-10", "p9", voided=True),
)
"""With a merge and a voided record besides."""
