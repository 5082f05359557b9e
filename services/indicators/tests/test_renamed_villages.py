"""A village that has another name by now: figures follow, what was known and signed does not."""

from __future__ import annotations

from typing import Any

from .office import Office, enrolment, noon, person


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
