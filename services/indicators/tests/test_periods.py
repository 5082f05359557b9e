"""Recorded periods: any past moment is answered exactly, whatever came in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indicators.apply import Applying
from indicators.domain.periods import GROUP, completed, cover, holding
from indicators.domain.shelves import Shelves
from indicators.rebuilding import rebuild
from indicators.recording import Recording
from indicators.restatements import restatements

from .given import BEGAN
from .office import Office, enrolment, noon, person, service

ENDS = [BEGAN + timedelta(days=n) for n in range(GROUP * GROUP + 40)]


@given(st.integers(0, len(ENDS)))
def test_the_periods_over_by_a_moment_are_covered_once_by_few_stretches(count: int) -> None:
    moment = ENDS[count - 1] if count else BEGAN - timedelta(days=1)
    stretches, end = cover(ENDS, moment)
    periods = [s.number * GROUP**s.level + n for s in stretches for n in range(GROUP**s.level)]
    assert periods == list(range(count))
    assert len(stretches) <= 2 * GROUP
    assert end == (moment if count else None)


@given(st.integers(1, len(ENDS)))
def test_every_period_is_in_every_complete_stretch_that_holds_it(count: int) -> None:
    ends = ENDS[:count]
    complete = {stretch for n in range(1, count + 1) for stretch in completed(n)}
    held = {stretch for end in ends for stretch in holding(ends, end)}
    assert held == complete
    assert holding(ends, ends[-1] + timedelta(seconds=1)) == []


@pytest.fixture
def short(office: Office) -> Office:
    """Periods of two lines, so that sixteen of them come soon."""
    office.apply._recording = Recording(office.store, Shelves(), size=2)
    return office


def test_a_figure_of_every_moment_is_the_ledgers(short: Office) -> None:
    moments = []
    for n in range(40):
        at = noon("2026-02-01") + timedelta(days=n)
        moments.append(at)
        facts = [person(f"p{n}"), service(f"s{n}", "2026-01-20", f"p{n}")]
        # every fourth is told under a recorded time long past: its owner was away
        short.learn(*facts, at=at - timedelta(days=9) if n % 4 == 3 else at, size=1 + n % 3)
    assert len(short.store.period_ends(1)) > GROUP
    lines = list(short.store.recorded(1, "employment_service_access.den", None, None))
    for at in moments[::3]:
        found = short.figure(
            "employment_service_access", "plan", as_of=at.isoformat(), by="village"
        )
        known = sum(
            line.entry.d for line in lines if line.at <= at and line.entry.on <= str(at)[:10]
        )
        assert found["den"] == sum(row["den"] for row in found["breakdown"]) == known
    assert short.verified() == 0


def test_a_process_that_starts_goes_on_with_the_open_period(short: Office) -> None:
    short.learn(person("p1"), enrolment("e1", "2026-02-10"), at=noon("2026-02-11"))
    short.apply._recording = Recording(short.store, Shelves(), size=12)
    short.learn(person("p2"), enrolment("e2", "2026-02-12", "p2"), at=noon("2026-03-11"))
    short.learn(person("p3"), enrolment("e3", "2026-02-12", "p3"), at=noon("2026-04-11"))
    found = [
        short.figure("rural_trainees", "2026", as_of=day)["value"]
        for day in ("2026-02-10", "2026-02-11", "2026-03-11", "2026-04-11")
    ]
    assert found == [0, 1, 2, 3]
    assert short.verified() == 0


def test_a_planted_fault_in_a_period_is_found(short: Office) -> None:
    for n in range(8):
        short.learn(person(f"p{n}"), at=noon("2026-02-01") + timedelta(days=n))
    row = short.db["periods_1"].find_one({"s": "0.1"})
    assert row is not None
    short.db["periods_1"].update_one(
        {"_id": row["_id"]}, {"$inc": {"employment_service_access.den.01": 1}}
    )
    assert short.verified() > 0


def test_the_plan_counts_in_periods_of_some_thousand_lines() -> None:
    assert Recording(None, Shelves())._size == 4_000  # type: ignore[arg-type]


def test_a_figure_is_valued_on_a_past_day_as_it_is_known_now_or_was_then(office: Office) -> None:
    office.learn(person("p1"), service("s1", "2026-02-10"), at=noon("2026-02-11"))
    office.learn(person("p2"), service("s2", "2026-01-12", "p2"), at=noon("2026-04-20"))
    found = [
        office.figure("employment_service_access", "plan", on=on, as_of=as_of)["num"]
        for on, as_of in (
            ("2026-02-09", None),
            ("2026-02-10", None),
            ("2026-02-10", "2026-03-01"),
            ("2026-02-09", "2026-03-01"),
        )
    ]
    assert found == [1, 2, 1, 0]


def test_restatements_come_in_parts_that_add_up_to_the_difference(short: Office) -> None:
    for n in range(12):
        at = noon("2026-03-01") + timedelta(days=n)
        short.learn(person(f"p{n}"), enrolment(f"e{n}", "2026-02-10", f"p{n}"), at=at)
    reading = short.desk()._reading(None)
    indicator = reading.indicator("rural_trainees")
    since, rows, after = noon("2026-03-03"), [], None
    while True:
        told = restatements(reading, indicator, reading.span("2026"), since, after=after, most=2)
        assert len(told.rows) <= 4
        rows += told.rows
        if told.until is None:
            break
        after = told.until
    whole = short.desk().restatements("rural_trainees", "2026-03-03T12:00:00+07:00", "2026")
    assert len(rows) == whole["total"] == sum(row["change"] for row in rows) == 9
    assert (whole["before"], whole["after"]) == ({"value": 3}, {"value": 12})


def test_a_switch_of_the_plan_is_one_restatement_with_its_cause(office: Office) -> None:
    office.learn(person("p1"), enrolment("e1", "2026-02-10"), at=noon("2026-02-11"))
    assert office.desk(role="ops").rebuild(True)["switched"]
    same = office.desk().restatements("rural_trainees", "2026-03-01", "2026")
    assert same["items"] == []
    plan = office.plan
    fewer = replace(
        plan,
        digest="another",
        indicators=tuple(
            replace(each, measure=replace(each.measure, groups=frozenset(("disabled",))))
            if each.code == "rural_trainees"
            else each
            for each in plan.indicators
        ),
    )
    assert rebuild(office.store, fewer, office.transactions).switched
    (row,) = office.desk().restatements("rural_trainees", "2026-03-01", "2026")["items"]
    assert (row["cause"], row["change"], row["part"]) == ("definition", -1, "value")


def test_what_did_not_hold_is_not_taken_for_what_somebody_else_wrote(short: Office) -> None:
    """A batch fails after it was noted; another process's batch gets its number."""
    short.apply._recording = Recording(short.store, Shelves(), size=6)
    short.learn(person("p1"), enrolment("e1", "2026-02-10"), at=noon("2026-02-11"))
    recording = short.apply._recording
    recording._batch += 1
    recording._cells = {"2026/total": {"rural_trainees.value.02": 5}}
    short.apply.forget()
    mine, short.apply = short.apply, Applying(short.store, short.plan)
    short.learn(person("p2"), enrolment("e2", "2026-02-12", "p2"), at=noon("2026-03-11"))
    short.apply = mine
    for n in range(3, 9):
        facts = person(f"p{n}"), enrolment(f"e{n}", "2026-02-12", f"p{n}")
        short.learn(*facts, at=noon(f"2026-04-{n:02d}"))
    assert short.store.period_ends(1)
    assert short.verified() == 0
