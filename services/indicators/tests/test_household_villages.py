"""A household whose village became part of another: its figures by village follow on that day."""

from __future__ import annotations

from datetime import date

import pytest

from .office import Office, person

OLD, MERGED = "Thôn 1", "Thôn Đồng Tâm"


def living(*villages: tuple[str, str, str | None]) -> dict[str, object]:
    """An elderly woman at home in a household there."""
    return person(
        "p1",
        "rural",
        birth_date="1955-01-01",
        households=[
            {"household_id": "h1", "village": village, "from": since, "to": until}
            for village, since, until in villages
        ],
    )


def borrowed(on: str) -> dict[str, object]:
    return {
        "type": "loan", "id": "l1", "person": "p1", "need_on": on, "eligible": True,
        "disbursed_on": on,
    }  # fmt: skip


def by_village(office: Office, on: date) -> dict[str, tuple[int, int]]:
    rows = office.figure("elderly_household_credit", "2026", on, by="village")["breakdown"]
    return {row["key"]: (row["num"], row["den"]) for row in rows if row["den"]}


@pytest.mark.parametrize(("day", "village"), [((2026, 6, 30), OLD), ((2026, 7, 1), MERGED)])
def test_a_household_stands_in_the_old_village_up_to_the_day_before(
    office: Office, day: tuple[int, int, int], village: str
) -> None:
    merged = ((OLD, "2020-01-01", "2026-07-01"), (MERGED, "2026-07-01", None))
    office.learn(living(*merged), borrowed("2026-05-20"))
    assert by_village(office, date(*day)) == {village: (1, 1)}
    assert office.verified() == 0


def test_a_village_that_was_merged_before_the_plan_began_is_the_new_one_all_along(
    office: Office,
) -> None:
    office.learn(
        living((OLD, "2020-01-01", "2024-07-01"), (MERGED, "2024-07-01", None)),
        borrowed("2026-02-10"),
    )
    assert by_village(office, date(2026, 12, 31)) == {MERGED: (1, 1)}


def test_who_comes_back_to_the_household_finds_it_where_it_was(office: Office) -> None:
    office.learn(
        living((OLD, "2020-01-01", "2026-03-01"), (OLD, "2026-04-01", None)), borrowed("2026-05-20")
    )
    assert by_village(office, date(2026, 12, 31)) == {OLD: (1, 1)}
