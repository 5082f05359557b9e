"""A village that has another name by now: figures follow, what was known and signed does not.
One that was merged into another keeps what happened in it, and goes on nowhere.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from chassis.mongo import Db, Transactions
from indicators.plan_communes import with_communes
from indicators.plan_file import read_plan

from .office import Office, enrolment, noon, person
from .test_communes import CITY, FILES, HERE, THERE, files, moving


def by_village(office: Office, **asked: Any) -> dict[str, int]:
    rows = office.figure("rural_trainees", "2026-Q1", by="village", **asked)["breakdown"]
    return {row["key"]: row["value"] for row in rows}


def test_a_new_name_stands_for_the_past_and_restates_no_figure(office: Office) -> None:
    people = [person(each, village="Thôn 1") for each in ("p1", "p2")]
    office.learn(*people, at=noon("2026-02-01"))
    office.learn(
        enrolment("e1", "2026-02-10"), enrolment("e2", "2026-03-10", "p2"), at=noon("2026-03-11")
    )
    office.learn(*(each | {"village": "Thôn Đồng Tâm"} for each in people), at=noon("2026-05-01"))
    assert by_village(office) == {"Thôn Đồng Tâm": 2}
    assert by_village(office, as_of="2026-04-01") == {"Thôn 1": 2}
    told = office.desk().restatements("rural_trainees", "2026-04-01", "2026")
    assert told["items"] == []
    assert office.verified() == 0


def rows_of(office: Office, today: str, span: str = "2026", **asked: Any) -> dict[str, Any]:
    told = office.figure("rural_trainees", span, date.fromisoformat(today), by="village", **asked)
    return {row["key"]: row for row in told["breakdown"]}


def merged(office: Office) -> list[dict[str, Any]]:
    """Thôn 2 and its one resident become Thôn 1's on the first of July."""
    homes = [
        {"commune": "09931", "village": village, "kind": "permanent", "from": since, "to": to}
        for village, since, to in (
            ("Thôn 2", "2000-01-01", "2026-07-01"),
            ("Thôn 1", "2026-07-01", None),
        )
    ]
    office.learn(person("p1", village="Thôn 1"), person("p2", village="Thôn 2"))
    for month in range(1, 7):
        office.learn(
            enrolment(f"a{month}", f"2026-{month:02d}-10"),
            enrolment(f"b{month}", f"2026-{month:02d}-10", "p2"),
        )
    return [person("p2", residences=homes)]


def test_nothing_is_foretold_of_a_village_that_was_merged_away(office: Office) -> None:
    after = merged(office)
    before = rows_of(office, "2026-06-30")
    assert before["Thôn 2"]["forecast"]["value"] == before["Thôn 1"]["forecast"]["value"]
    office.learn(*after)
    rows = rows_of(office, "2026-07-01")
    assert rows["Thôn 2"] | {"status": ""} == {
        "key": "Thôn 2", "value": 1, "status": "", "pace": None, "forecast": None, "gone": True
    }  # fmt: skip
    assert rows["Thôn 1"]["value"] == 1
    assert rows["Thôn 1"]["forecast"] is not None
    assert "gone" not in rows["Thôn 1"]
    total = office.figure("rural_trainees", "2026", date(2026, 7, 1))
    assert sum(row["value"] for row in rows.values()) == total["value"]


def test_a_village_is_gone_from_the_day_of_its_merger_on(office: Office) -> None:
    """The merger was told in June already: a day before it Thôn 2 is still lived in."""
    office.learn(*merged(office))
    assert "gone" not in rows_of(office, "2026-06-30")["Thôn 2"]
    assert "gone" not in rows_of(office, "2026-09-01", on="2026-06-30")["Thôn 2"]
    assert rows_of(office, "2026-07-15")["Thôn 2"]["gone"]


def test_a_village_that_was_there_when_the_figure_was_known_is_not_gone(office: Office) -> None:
    after = merged(office)
    office.learn(*after, at=noon("2026-07-10"))
    assert "gone" not in rows_of(office, "2026-09-01", as_of="2026-07-05")["Thôn 2"]
    assert rows_of(office, "2026-09-01", as_of="2026-07-11")["Thôn 2"]["gone"]


def test_a_rate_keeps_what_it_came_to_and_asks_no_pace_of_a_village_gone(office: Office) -> None:
    after = merged(office)
    ended = {"completed_on": None, "dropped_on": "2026-05-10"}
    office.learn(enrolment("c1", "2026-03-01", "p2") | ended, *after)
    told = office.figure("training_dropouts", "2026", date(2026, 9, 1), by="village")
    gone = [row for row in told["breakdown"] if row.get("gone")]
    for row in gone:
        assert (row["pace"], row["forecast"]) == (None, None)
        assert row["den"]
    assert [row["key"] for row in gone] == ["Thôn 2"]


def test_who_belongs_to_no_group_does_not_make_a_village_gone(office: Office) -> None:
    """Nobody counted ever lived there: the figures cannot know whether anybody does."""
    office.learn(person("p1", village="Thôn 3") | {"groups": []})
    office.learn(enrolment("e1", "2026-02-10"), enrolment("e2", "2026-02-11", dropped_on=None))
    told = office.figure("training_dropouts", "2026", date(2026, 9, 1), by="village")
    assert not [row for row in told["breakdown"] if row.get("gone")]


def test_a_commune_where_nobody_lives_any_more_is_foretold_nothing(db: Db) -> None:
    city = Office(db, Transactions(db, "test"), with_communes(read_plan(CITY), files(*FILES)))
    city.learn(moving("p1", "2026-05-10"), enrolment("e1", "2026-02-10"))
    told = city.figure("rural_trainees", "2026", date(2026, 9, 1), by="commune")["breakdown"]
    rows = [(row["key"], row["value"], row.get("gone")) for row in told]
    assert rows == [(HERE, 1, True), (THERE, 0, None)]
