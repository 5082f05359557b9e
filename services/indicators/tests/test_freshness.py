"""Fresh to: what every figure rests on, and whose silence stands on the figure itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from chassis.topology import Topology
from indicators.domain.plan import Source, Text
from indicators.freshness import silent_among, watched
from indicators.plan_file import default_plan, read_plan
from indicators.plan_problems import PlanInvalid

from .office import Office, enrolment, person

PLAN = default_plan()
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_the_plan_names_the_owner_of_every_feed() -> None:
    assert set(PLAN.sources) == set(Topology.of_package("indicators").consumes)


def test_a_source_is_silent_after_the_days_the_plan_gives_it() -> None:
    fresh = {
        feed: {"position": 1, "time": _at(days), "parked": 0}
        for feed, days in (("registry.indicators", 8), ("training", 8), ("placement", 15))
    }
    found = watched(fresh, PLAN, NOW)
    assert [feed for feed, each in found.items() if each["silent"]] == [
        "registry.indicators",
        "placement",
    ]
    named = silent_among(found)
    assert named[1]["owner"]["vi"] == "Trung tâm Dịch vụ việc làm Hà Nội"
    assert named[1]["owner"]["en"] == "Hà Nội employment service centre"
    assert named[1]["silent_after_days"] == 14


def _at(days: int) -> str:
    return (NOW - timedelta(days=days)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_source_never_heard_of_is_silent() -> None:
    nothing = {"training": {"position": 0, "time": None, "parked": 0}}
    assert watched(nothing, PLAN, NOW)["training"]["silent"]


def test_a_figure_names_the_silent_agencies_it_rests_on_and_no_other(office: Office) -> None:
    office.learn(person("p1"), at=datetime.now(UTC))
    office.learn(enrolment("e1", "2026-02-10"), at=datetime.now(UTC) - timedelta(days=40))
    trainees = office.figure("rural_trainees", "2026")
    assert [each["feed"] for each in trainees["silent"]] == ["training"]
    assert trainees["fresh_to"]["registry.indicators"]["silent"] is False
    assert trainees["fresh_to"]["training"]["owner"]["en"] == "Vocational schools and centres"
    access = office.figure("employment_service_access", "2026")
    assert [each["feed"] for each in access["silent"]] == ["placement"]
    told = office.desk().freshness()["feeds"]
    assert told["training"]["silent_after_days"] == 30


def test_classes_rest_on_the_schools_alone(office: Office) -> None:
    office.learn({"type": "class", "id": "c1", "form": "mobile", "on": "2026-05-01"})
    assert list(office.figure("mobile_classes", "2026")["fresh_to"]) == ["training"]


def test_the_silence_of_today_is_not_told_of_a_past_moment(office: Office) -> None:
    """How far the sources were read is kept for now, and in closings."""
    office.learn(person("p1"), at=datetime(2026, 2, 1, tzinfo=UTC))
    assert office.figure("rural_trainees", "2026")["silent"]
    then = office.figure("rural_trainees", "2026", as_of="2026-03-01")
    assert (then["silent"], then["fresh_to"]) == ([], {})


def test_a_source_the_plan_does_not_name_goes_by_its_feed() -> None:
    nameless = read_plan(_plan_text().replace(_line("placement"), ""))
    fresh = {"placement": {"position": 1, "time": _at(15), "parked": 0}}
    found = watched(fresh, nameless, NOW)["placement"]
    assert (found["silent"], found["owner"]["vi"]) == (True, "placement")


def test_a_source_that_is_no_feed_is_a_mistake_in_the_plan_file() -> None:
    with pytest.raises(PlanInvalid, match=r"sources.schools: is no feed"):
        read_plan(_plan_text().replace("  training: {", "  schools: {", 1))
    with pytest.raises(PlanInvalid, match=r"silent_after_days: must be a whole number"):
        read_plan(_plan_text().replace("silent_after_days: 14", "silent_after_days: often", 1))
    assert PLAN.sources["credit"] == Source(
        owner=Text(vi="NHCSXH - phòng giao dịch Quốc Oai", en="VBSP Quốc Oai transaction office"),
        silent_after_days=30,
    )


def _plan_text() -> str:
    here = Path(read_plan.__code__.co_filename).parent
    return (here / "plans" / "hung-dao-2026-2030.yaml").read_text(encoding="utf-8")


def _line(feed: str) -> str:
    (found,) = (line for line in _plan_text().splitlines() if line.startswith(f"  {feed}: {{"))
    return f"{found}\n"
