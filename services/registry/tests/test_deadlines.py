"""Working days, and the last day for an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from chassis.errors import Invalid
from hypothesis import given
from hypothesis import strategies as st
from registry.domain.working_days import WorkingDays
from registry.office_calendar import office_calendar

from .given import Registry

DAYS = WorkingDays(
    holidays={2026: frozenset({date(2026, 9, 2)})}, made_up=frozenset({date(2026, 9, 5)})
)


def test_weekends_and_holidays_are_not_counted_and_made_up_saturdays_are() -> None:
    assert DAYS.after(date(2026, 9, 1), 1).on == date(2026, 9, 3)
    assert DAYS.after(date(2026, 9, 4), 1).on == date(2026, 9, 5)
    assert DAYS.after(date(2026, 9, 11), 1).on == date(2026, 9, 14)


def test_a_year_whose_holidays_nobody_entered_makes_a_deadline_uncertain() -> None:
    assert DAYS.after(date(2026, 12, 1), 3).certain
    assert not DAYS.after(date(2026, 12, 30), 3).certain


@given(st.dates(date(2025, 1, 1), date(2027, 12, 1)), st.integers(1, 60))
def test_so_many_working_days_lie_between(start: date, days: int) -> None:
    last = DAYS.after(start, days).on
    between = (start + timedelta(days=n) for n in range(1, (last - start).days + 1))
    assert sum(DAYS.works(day) for day in between) == days
    assert DAYS.works(last)


def test_no_deadline_of_ours_is_passed_off_as_law() -> None:
    calendar = office_calendar()
    assert set(calendar.terms) - calendar.confirmed == {
        "feedback_answer",
        "referral_answer",
        "referral_progress",
    }


def remark(registry: Registry, on: str) -> str:
    body = {"text": "đường vào lớp học khó đi", "on": on}
    return str(registry.desk().record_feedback(body, registry.meta())["id"])


def test_a_remark_is_overdue_after_its_last_day_until_it_is_answered(either: Registry) -> None:
    late, new = remark(either, "2026-10-01"), remark(either, "2026-11-20")
    desk = either.desk()
    found = {each["feedback_id"]: each for each in desk.list_feedback()["items"]}
    assert (found[late]["due_on"], found[late]["overdue"]) == ("2026-10-22", True)
    assert found[new]["overdue"] is False
    assert [each["feedback_id"] for each in desk.list_feedback(status="overdue")["items"]] == [late]
    desk.answer_feedback(late, {"text": "đã sửa", "on": "2026-11-22"}, either.meta())
    assert desk.list_feedback(status="overdue")["total"] == 0
    assert desk.list_feedback(status="answered")["total"] == 1
    assert desk.list_feedback(status="open")["total"] == 1
    with pytest.raises(Invalid):
        desk.list_feedback(status="lost")


def test_labour_surveys_are_listed_with_their_amendments(either: Registry) -> None:
    body = {
        "as_of": "2026-06-30", "source_document": "BC 12", "labour_force": 1000,
        "unemployed": 20, "trained": 700, "certified": 500,
    }  # fmt: skip
    survey_id = str(either.desk().record_labour_survey(body, either.meta())["id"])
    either.desk().amend_record("labour_surveys", survey_id, {"unemployed": 25}, either.meta())
    (survey,) = either.desk().list_labour_surveys()["items"]
    assert (survey["unemployed"], survey["version"], survey["as_of"]) == (25, 2, "2026-06-30")
