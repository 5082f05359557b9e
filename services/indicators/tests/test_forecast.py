"""Forecasts: named methods, honest intervals, walked back over history; what would be, if."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from chassis.errors import Invalid, Refused
from hypothesis import given, settings
from hypothesis import strategies as st
from indicators.domain.backtest import backtest_count, backtest_rate
from indicators.domain.forecast import forecast_count, forecast_rate

from .office import Office, enrolment, noon, person, service

months = st.lists(st.integers(0, 60), min_size=6, max_size=40)


def test_a_count_goes_on_as_in_the_last_twelve_months() -> None:
    found = forecast_count([90] * 5 + [10] * 12, so_far=30, ahead=3)
    assert (found.value, found.method) == (60.0, "run_rate")
    assert found.low is not None
    assert found.high is not None
    assert 30 <= found.low < 60 < found.high


def test_months_that_differ_more_make_a_wider_interval() -> None:
    even = forecast_count([10] * 12, 0, 6)
    uneven = forecast_count([0, 20] * 6, 0, 6)
    assert even.value == uneven.value
    assert even.low is not None
    assert uneven.low is not None
    assert uneven.low < even.low


def test_fewer_than_three_months_give_no_interval() -> None:
    found = forecast_count([10, 12], so_far=30, ahead=9, passed=3)
    assert (found.value, found.low, found.high) == (120.0, None, None)
    assert (found.method, found.told()["level"]) == ("linear_to_date", None)


def test_fewer_than_six_months_are_carried_on_without_an_interval() -> None:
    found = forecast_count([10, 12, 14, 12, 12], so_far=60, ahead=2)
    assert (found.value, found.low, found.high, found.method) == (84.0, None, None, "run_rate")
    assert forecast_count([10, 12, 14, 12, 12, 12], so_far=72, ahead=2).low is not None


def test_an_interval_is_as_wide_as_the_method_was_wrong_that_far_ahead() -> None:
    falling = [30] * 8 + [2] * 6
    one, three = (forecast_count(falling, 0, ahead) for ahead in (1, 3))
    assert three.high is not None
    assert one.high is not None
    # at the turn the mean of eight 30s stood against 2, 2, 2: 84 too many in three months
    assert three.high - three.value >= 84
    assert one.high - one.value >= 24
    farther = forecast_count([10, 30, 10, 30, 10, 30], 0, 12)
    assert farther.high is not None  # twelve months are judged by one, twelve times as far
    assert farther.high - farther.value >= 12 * 10


def test_a_span_that_is_over_is_what_it_is() -> None:
    assert forecast_count([1, 2, 3], 6, ahead=0).told() == {
        "value": 6, "low": 6, "high": 6, "level": None, "method": "ended"
    }  # fmt: skip
    over = forecast_rate([(1, 2)], ahead=0)
    assert over is not None
    assert (over.value, over.method) == (0.5, "ended")


@given(months, st.integers(0, 500), st.floats(0.1, 60))
def test_a_count_never_falls_below_what_stands(
    history: list[int], so_far: int, ahead: float
) -> None:
    found = forecast_count(history, so_far, ahead)
    assert found.low is not None
    assert found.high is not None
    assert so_far <= found.low <= found.value + 0.1
    assert found.value <= found.high + 0.1


def test_a_rising_rate_goes_on_rising_but_ever_less() -> None:
    history = [(10 + 4 * n, 100) for n in range(12)]
    near, far, farther = (forecast_rate(history, ahead) for ahead in (3, 12, 48))
    assert near is not None
    assert far is not None
    assert farther is not None
    assert 0.54 < near.value < far.value < farther.value < 0.9
    assert farther.value - far.value < far.value - near.value
    assert near.method == "damped_trend"


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=30),
       st.floats(0, 60))  # fmt: skip
def test_a_rate_and_its_interval_stay_rates(parts: list[tuple[int, int]], ahead: float) -> None:
    found = forecast_rate([(num, num + rest) for num, rest in parts], ahead)
    if found is None:
        assert not any(num + rest for num, rest in parts)
        return
    assert 0 <= found.value <= 1
    if found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_few_months_of_a_rate_are_carried_on_as_they_are() -> None:
    found = forecast_rate([(1, 4)] * 5, ahead=7)
    assert found is not None
    assert found.told() == {
        "value": 0.25, "low": None, "high": None, "level": None, "method": "last_value"
    }  # fmt: skip


def test_of_steady_histories_about_four_in_five_intervals_hold() -> None:
    chance, trials, covered = Random(4), 0, 0
    for _ in range(40):
        history = [sum(chance.random() < 0.3 for _ in range(40)) for _ in range(36)]
        found = backtest_count(history, 3)
        trials, covered = trials + found.trials, covered + found.covered
    assert 0.78 < covered / trials < 0.97


def drifting(chance: Random) -> list[int]:
    """The rate itself moves: a school more, an employer less."""
    rate, found = 12.0, []
    for _ in range(36):
        rate = max(1.0, rate + chance.gauss(0, 2))
        found.append(sum(chance.random() < rate / 60 for _ in range(60)))
    return found


def in_waves(chance: Random) -> list[int]:
    """Classes begin twice a year, and programmes stop and start."""
    rate, found = 20, []
    for month in range(36):
        if chance.random() < 0.12:
            rate = chance.choice([1, 5, 20, 30])
        expected = rate if month % 6 in (1, 2) else rate / 4
        found.append(sum(chance.random() < expected / 60 for _ in range(60)))
    return found


@pytest.mark.parametrize("ahead", [1, 3, 6])
@pytest.mark.parametrize("life", [drifting, in_waves])
def test_about_four_in_five_intervals_hold_where_the_pace_itself_changes(
    life: Callable[[Random], list[int]], ahead: int
) -> None:
    chance, trials, covered = Random(11), 0, 0
    for _ in range(40):
        found = backtest_count(life(chance), ahead)
        trials, covered = trials + found.trials, covered + found.covered
    assert covered / trials > 0.74


def test_about_four_in_five_intervals_of_rates_hold_where_the_pace_changes() -> None:
    chance, trials, covered = Random(5), 0, 0
    for _ in range(40):
        num, den, chances, history = 5, 60, 0.05, []
        for _ in range(24):
            if chance.random() < 0.15:
                chances = chance.choice([0, 0.02, 0.08, 0.15])
            num += sum(chance.random() < chances for _ in range(den - num))
            history.append((num, den))
        found = backtest_rate(history, 3)
        trials, covered = trials + found.trials, covered + found.covered
    assert covered / trials > 0.78


def test_a_backtest_tells_error_and_coverage() -> None:
    found = backtest_count([10] * 24, 3)
    assert (found.trials, found.coverage, found.mean_error) == (16, 1.0, 0.0)
    broken = backtest_count([10] * 12 + [100] * 3, 3)
    assert broken.coverage is not None
    assert broken.coverage < 1
    rates = backtest_rate([(n, 100) for n in range(30)], 3)
    assert rates.trials == 22
    assert rates.mean_absolute_error is not None
    assert rates.mean_absolute_error < 0.05


@settings(deadline=None)
@given(months, st.integers(1, 12))
def test_a_backtest_looks_only_at_what_was_known(history: list[int], ahead: int) -> None:
    longer = backtest_count([*history, 10_000], ahead)
    shorter = backtest_count(history, ahead)
    assert longer.trials - shorter.trials in (0, 1)
    assert longer.covered <= shorter.covered + 1


def test_the_figure_carries_its_forecast_and_the_pace_it_needs(office: Office) -> None:
    for n in range(12):
        on = f"2026-{n % 6 + 1:02d}-10"
        office.learn(person(f"p{n}"), enrolment(f"e{n}", on, f"p{n}"), at=noon("2026-06-11"))
    office.learn(service("s1", "2026-03-01", "p1"))
    year = office.figure("rural_trainees", "2026", date(2026, 6, 30))
    assert (year["forecast"]["method"], year["forecast"]["value"]) == ("run_rate", 24.1)
    assert year["forecast"]["low"] < 24.1 < year["forecast"]["high"]
    access = office.figure("employment_service_access", "2026", date(2026, 6, 30))
    assert access["forecast"]["method"] == "damped_trend"
    assert access["pace"] == {"due": None, "needed_per_month": 0.2}
    over = office.figure("rural_trainees", "2026-Q1", date(2026, 6, 30))
    assert (over["forecast"]["method"], over["forecast"]["value"]) == ("ended", over["value"])


def story(office: Office) -> None:
    for n in range(10):
        office.learn(person(f"p{n}"), enrolment(f"e{n}", f"2026-{n % 5 + 1:02d}-10", f"p{n}"),
                     at=noon("2026-06-11"))  # fmt: skip


def test_a_class_that_fills_raises_value_status_and_forecast(office: Office) -> None:
    story(office)
    desk = office.desk(date(2026, 5, 31))
    body = {"changes": [{"kind": "class", "count": 60, "fills": 0.9, "finishes": 0.6}]}
    found = desk.what_if("rural_trainees", body, "2026")
    before, after = found["before"], found["after"]
    assert found["added"] == {"value": 54}
    assert (before["value"], after["value"]) == (10, 64)
    assert (before["status"], after["status"]) == ("behind", "on_track")
    assert after["forecast"]["value"] == before["forecast"]["value"] + 54
    assert after["forecast"]["method"] == before["forecast"]["method"]
    assert office.figure("rural_trainees", "2026", date(2026, 5, 31))["value"] == 10


def test_those_who_do_not_finish_are_drop_outs(office: Office) -> None:
    story(office)
    body = {"changes": [{"kind": "class", "count": 25, "finishes": 0.6}]}
    found = office.desk(date(2026, 5, 31)).what_if("training_dropouts", body, "2026")
    assert (found["after"]["num"], found["after"]["den"]) == (10, 25)


def test_a_rate_counts_no_more_than_are_left(office: Office) -> None:
    story(office)
    body = {"changes": [{"kind": "services", "count": 30}]}
    found = office.desk(date(2026, 5, 31)).what_if("employment_service_access", body, "2026")
    assert (found["after"]["num"], found["after"]["den"], found["left_over"]) == (10, 10, 20)
    assert found["after"]["status"] == "met"


def test_a_class_of_another_level_is_no_short_course(office: Office) -> None:
    story(office)
    body = {"changes": [{"kind": "class", "count": 25, "level": "college"}]}
    desk = office.desk(date(2026, 5, 31))
    assert desk.what_if("short_course_introductions", body, "2026")["added"] == {"value": 0}
    for level in ("elementary", None):  # null means absent
        body["changes"][0] |= {"level": level, "fills": None}
        assert desk.what_if("short_course_introductions", body, "2026")["added"] == {"value": 25}


def test_of_a_survey_nothing_can_be_foreseen(office: Office) -> None:
    desk = office.desk(date(2026, 5, 31))
    body = {"changes": [{"kind": "jobs", "count": 5}]}
    with pytest.raises(Refused, match="not_foreseeable"):
        desk.what_if("unemployment_rate", body, "2026")
    with pytest.raises(Refused, match="span_not_begun"):
        desk.what_if("new_jobs", body, "2029")
    with pytest.raises(Refused, match="span_over"):
        desk.what_if("new_jobs", body, "2026-04")
    assert desk.what_if("new_jobs", body, "2026-05")["added"] == {"value": 5}  # its last day
    for wrong in ({"kind": "luck", "count": 1}, {"kind": "jobs", "count": 0},
                  {"kind": "class", "count": 5, "fills": 1.2},
                  {"kind": "class", "count": 5, "level": "phd"},
                  {"kind": "services", "count": 5, "service": "luck"}):  # fmt: skip
        with pytest.raises(Invalid):
            desk.what_if("new_jobs", {"changes": [wrong]}, "2026")


def test_the_backtest_covers_every_counted_figure(office: Office) -> None:
    story(office)
    found = office.desk(date(2026, 12, 31)).backtest(3)
    assert found["total"] == 11
    (trainees,) = (row for row in found["items"] if row["code"] == "rural_trainees")
    assert trainees["trials"] == 4
    alone = office.desk(date(2026, 12, 31)).backtest(3, "rural_trainees")
    assert alone["items"] == [trainees]
    with pytest.raises(Invalid):
        office.desk().backtest(0)
