"""What comes after in the demo year happens once, in days that passed, and not always."""

from datetime import date
from typing import Any

from vieclam_cli import demo_after
from vieclam_cli.demo_list import residents
from vieclam_cli.demo_people import Known, days_until

DAYS = days_until(date(2026, 11, 23))


class Office:
    """Stands for the HTTP API: tells what it was made with, keeps what is written."""

    def __init__(self, **told: Any) -> None:
        self._told = told
        self.written: dict[str, tuple[str, dict[str, Any]]] = {}

    def get(self, path: str, **_query: str) -> Any:
        return {path.strip("/"): self._told[path.strip("/")]}

    def post(self, path: str, body: dict[str, Any], key: str) -> Any:
        assert self.written.setdefault(key, (path, body)) == (path, body)
        return {"id": "x"}


def referrals(count: int, on: str) -> list[dict[str, Any]]:
    return [{"id": f"{number * 7919:08x}beef", "on": on} for number in range(count)]


def test_most_referrals_are_answered_in_time_some_late_some_never() -> None:
    partner = Office(referrals=referrals(200, "2026-06-01"))
    demo_after.answers(partner, 200, DAYS)  # type: ignore[arg-type]
    on = [date.fromisoformat(body["on"]) for _, body in partner.written.values()]
    in_time = sum(each <= date(2026, 6, 16) for each in on)
    assert 200 * 0.6 < in_time < len(on) < 200 * 0.95


def test_going_on_after_a_stop_repeats_every_answer() -> None:
    partner = Office(referrals=referrals(50, "2026-06-01"))
    demo_after.answers(partner, 50, DAYS)  # type: ignore[arg-type]
    before = dict(partner.written)
    demo_after.answers(partner, 50, DAYS)  # type: ignore[arg-type]
    assert partner.written == before


def test_nothing_is_told_of_days_to_come() -> None:
    partner = Office(referrals=referrals(50, "2026-11-20"))
    demo_after.answers(partner, 50, DAYS)  # type: ignore[arg-type]
    assert max(body["on"] for _, body in partner.written.values()) <= "2026-11-23"
    centre = Office()
    demo_after.retention(centre, "w1", 0, "2026-09-01", DAYS)  # type: ignore[arg-type]
    assert centre.written == {}
    demo_after.retention(centre, "w1", 0, "2026-08-01", DAYS)  # type: ignore[arg-type]
    ((_, body),) = centre.written.values()
    assert (body["months"], body["on"]) == (3, "2026-11-02")


def test_support_follows_a_completed_course_from_the_class_s_own_money() -> None:
    officer = Office(
        classes=[{"id": "c1", "funding_source": "unemployment_fund"}],
        enrolments=[
            {"id": "00000001aa", "completed_on": "2026-05-01"},
            {"id": "00000002aa", "completed_on": None},
            {"id": "00000003aa", "completed_on": "2026-05-01"},
        ],
    )
    demo_after.support(officer, DAYS)  # type: ignore[arg-type]
    ((path, body),) = officer.written.values()
    assert path == "/enrolments/00000001aa/support"
    assert (body["funding_source"], body["on"]) == ("unemployment_fund", "2026-05-15")


def test_a_round_of_visits_is_under_way_in_every_village() -> None:
    who = residents(2026)
    people = [Known(id=f"{number * 7919:08x}beef", who=each) for number, each in enumerate(who)]
    officer = Office()
    demo_after.visits(officer, people, DAYS)  # type: ignore[arg-type]
    plans = [body for path, body in officer.written.values() if path == "/visit-plans"]
    met = [body for path, body in officer.written.values() if path == "/outreach"]
    assert {each["village"] for each in plans} == {each.village for each in who}
    assert all(each["from"] <= "2026-11-23" < each["to"] for each in plans)
    assert len(people) / 5 < len(met) < len(people) / 2
    assert all(plans[0]["from"] <= each["on"] <= "2026-11-23" for each in met)
