"""Birth dates to the day, the month or the year, and what can be decided on them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registry.domain.birth_date import BirthDate, completes, completes_on

DAYS = st.dates(date(1920, 1, 1), date(2015, 12, 31))


def coarse(day: date, precision: str) -> BirthDate:
    return BirthDate.parse(day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]])


PRECISIONS = st.sampled_from(["day", "month", "year"])


@given(DAYS, PRECISIONS, st.integers(0, 90), st.integers(-800, 800))
def test_what_is_decided_is_true_of_every_day_it_could_be(
    born: date, precision: str, years: int, shift: int
) -> None:
    on = born + timedelta(days=years * 365 + shift)
    answer = completes(coarse(born, precision), years, on)
    exact = completes(coarse(born, "day"), years, on)
    assert answer is None or answer == exact


@given(DAYS, st.integers(0, 90), st.integers(-800, 800))
def test_a_whole_date_always_decides(born: date, years: int, shift: int) -> None:
    on = born + timedelta(days=years * 365 + shift)
    assert completes(coarse(born, "day"), years, on) is not None


@given(DAYS, PRECISIONS)
def test_a_birth_date_reads_back_as_it_is_written(born: date, precision: str) -> None:
    known = coarse(born, precision)
    assert BirthDate.parse(known.text) == known
    assert known.first() <= born <= known.last()


@given(DAYS, PRECISIONS, PRECISIONS)
def test_one_day_known_at_two_precisions_may_be_one_person(
    born: date, one: str, other: str
) -> None:
    assert coarse(born, one).may_be(coarse(born, other))


def test_a_year_alone_cannot_decide_at_the_limit() -> None:
    assert completes(BirthDate(year=2011), 15, date(2026, 6, 1)) is None
    assert completes(BirthDate(year=2011), 15, date(2026, 12, 31)) is True
    assert completes(BirthDate(year=2011), 15, date(2025, 12, 31)) is False


def test_a_year_is_certain_from_the_last_day_it_could_be() -> None:
    assert completes_on(BirthDate(year=1966), 60) == date(2026, 12, 31)
    assert completes_on(BirthDate(year=1966, month=2), 60) == date(2026, 2, 28)


def test_born_on_29_february_a_year_is_completed_on_1_march() -> None:
    assert completes_on(BirthDate(year=1964, month=2, day=29), 61) == date(2025, 3, 1)
    assert completes_on(BirthDate(year=1964, month=2, day=29), 60) == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["1990-13-05", "1980-02-31", "90", "1990-5-1", "", "1990-00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        BirthDate.parse(text)
