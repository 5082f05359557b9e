"""Rules of reading that a golden case does not show, one sentence each."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from indicators.domain.book import Book
from indicators.domain.days import completes, latest_birth_day
from indicators.domain.plan import Target
from indicators.domain.targets import Pace, count_status, ratio_status
from indicators.plan_file import default_plan

from .given import enter, events_of
from .office import enrolment, person, service

PLAN = default_plan()


def counted(k: str, last: str, *facts: dict[str, Any]) -> int:
    book = Book(PLAN)
    enter(book, events_of(facts))
    return sum(x.entry.d for x in book.lines if x.entry.k == k and x.entry.on <= last)


def loan(id_: str, need_on: str, person_id: str = "p1", **more: Any) -> dict[str, Any]:
    return {
        "type": "loan", "id": id_, "person": person_id, "need_on": need_on, "eligible": True
    } | more  # fmt: skip


def merge(one: str, into: str) -> dict[str, Any]:
    return {"type": "merge", "from": one, "into": into, "on": "2026-06-01"}


@pytest.mark.parametrize(
    ("birth", "sixty"),
    [
        ("1966-06-15", "2026-06-15"),
        ("1966-06", "2026-06-30"),
        ("1966", "2026-12-31"),
        ("1968-02-29", "2028-02-29"),
        ("1966-02", "2026-02-28"),
    ],
)
def test_a_birth_date_counts_from_the_last_day_it_could_be(birth: str, sixty: str) -> None:
    assert completes(latest_birth_day(birth), 60) == sixty


def test_born_on_29_february_a_year_is_completed_on_1_march() -> None:
    assert completes("1968-02-29", 45) == "2013-03-01"


def test_a_person_who_died_leaves_every_group_that_day() -> None:
    gone = person("p1", left={"on": "2026-05-10", "reason": "died"})
    assert counted("employment_service_access.den", "2026-05-09", gone) == 1
    assert counted("employment_service_access.den", "2026-05-10", gone) == 0
    assert counted("rural_trainees.value", "2030-12-31", gone, enrolment("e1", "2026-05-10")) == 0


def test_an_introduction_to_a_vacancy_alone_is_no_advice() -> None:
    on_topic = service("s1", "2026-02-01", service="introduction", topic="training_policy")
    who = person("p1", "unemployment_insurance")
    assert counted("ui_advised.num", "2026-12-31", who, on_topic) == 0
    assert counted("employment_service_access.num", "2026-12-31", who, on_topic) == 1


def test_outreach_at_a_job_fair_is_advice_but_no_employment_service() -> None:
    met = {"type": "outreach", "id": "o1", "person": "p1", "channel": "job_fair",
           "topic": "training_policy", "on": "2026-02-01"}  # fmt: skip
    who = person("p1", "unemployment_insurance")
    assert counted("ui_advised.num", "2026-12-31", who, met) == 1
    assert counted("employment_service_access.num", "2026-12-31", who, met) == 0


def test_a_service_from_before_the_plan_is_no_access() -> None:
    old = service("s1", "2025-12-31")
    assert counted("employment_service_access.num", "2026-12-31", person("p1"), old) == 0


def test_a_referral_without_a_level_is_no_short_course() -> None:
    sent = {"type": "referral", "id": "r1", "person": "p1", "kind": "training", "on": "2026-02-01"}
    assert (
        counted("short_course_introductions.value", "2026-12-31", person("p1", "disabled"), sent)
        == 0
    )


def test_a_need_from_before_the_plan_counts_from_its_first_day() -> None:
    elderly = person("p1", birth_date="1950-01-01")
    need = {"type": "need", "id": "n1", "person": "p1", "kind": "training", "on": "2024-03-03"}
    assert counted("elderly_career_support.den", "2026-01-01", elderly, need) == 1


def test_of_two_credit_needs_the_one_that_was_paid_speaks_for_the_person() -> None:
    facts = (person("p1"), loan("l1", "2026-02-01"),
             loan("l2", "2026-03-01", disbursed_on="2026-04-01"))  # fmt: skip
    assert counted("priority_credit.den", "2026-04-01", *facts) == 1
    assert counted("priority_credit.num", "2026-03-31", *facts) == 0
    assert counted("priority_credit.num", "2026-04-01", *facts) == 1


def test_a_borrower_who_lives_elsewhere_brings_no_need_to_the_household() -> None:
    grandmother = person("p1", birth_date="1950-01-01", household="h1")
    need = loan("l1", "2026-02-01", "p2")
    for home, households in (("h2", 0), ("h1", 1)):
        facts = (grandmother, person("p2", household=home), need)
        assert counted("elderly_household_credit.den", "2030-12-31", *facts) == households


def test_a_merge_carries_evidenced_groups_and_leaves_derived_ones() -> None:
    duplicate = person("p2", "disabled", "poor_household", "unemployment_insurance")
    survivor = person("p1", groups=[])
    facts = (survivor, duplicate, merge("p2", "p1"))
    assert counted("ui_advised.den", "2026-12-31", *facts) == 1
    assert counted("employment_service_access.den", "2026-12-31", *facts) == 1
    poor = (survivor, person("p2", "poor_household"), merge("p2", "p1"))
    assert counted("employment_service_access.den", "2026-12-31", *poor) == 0


def test_a_record_of_the_duplicate_is_voided_under_the_survivors_name() -> None:
    """The owner learnt of the merge in between."""
    book = Book(PLAN)
    facts = (person("p1"), person("p2"), enrolment("e1", "2026-02-01", "p2"), merge("p2", "p1"))
    events = events_of([*facts, enrolment("e1", "2026-02-01", "p1", voided=True)])
    enter(book, [e for e in events if e.id != "training/2"])  # only the void names the survivor
    assert sum(x.entry.d for x in book.lines if x.entry.k == "rural_trainees.value") == 0


def test_persons_merged_in_a_circle_are_one_person() -> None:
    facts = (person("p1"), person("p2"), person("p3"),
             merge("p1", "p2"), merge("p2", "p3"), merge("p3", "p1"))  # fmt: skip
    assert counted("employment_service_access.den", "2026-12-31", *facts) == 1


def test_status_of_a_count_follows_its_pace() -> None:
    pace = Pace(due=Fraction(75), needed_per_month=None)
    found = [count_status(value, Fraction(150), pace) for value in (150, 75, 74, 60, 59)]
    assert found == ["met", "on_track", "at_risk", "at_risk", "behind"]
    assert count_status(0, None, None) == "no_target"


@pytest.mark.parametrize(
    ("target", "num", "status"),
    [
        (Target(rule="at_least", value=0.5), 500, "met"),
        (Target(rule="at_least", value=0.5), 400, "at_risk"),
        (Target(rule="at_least", value=0.5), 399, "behind"),
        (Target(rule="below", value=0.025), 24, "met"),
        (Target(rule="below", value=0.025), 25, "at_risk"),
        (Target(rule="below", value=0.025), 30, "at_risk"),
        (Target(rule="below", value=0.025), 31, "behind"),
        (Target(rule="range", value=0.75, upper=0.80), 750, "met"),
        (Target(rule="range", value=0.75, upper=0.80), 600, "at_risk"),
        (Target(rule="range", value=0.75, upper=0.80), 599, "behind"),
        (Target(rule="none"), 1, "no_target"),
    ],
)
def test_status_of_a_rate(target: Target, num: int, status: str) -> None:
    assert ratio_status(num, 1000, target) == status


def test_a_rate_of_nobody_is_no_data() -> None:
    assert ratio_status(0, 0, Target(rule="at_least", value=1.0)) == "no_data"
