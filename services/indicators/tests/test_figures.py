"""What a figure answers: value on any day, breakdown, as of, restatements, why not."""

from __future__ import annotations

from datetime import date

import pytest
from chassis.errors import Forbidden, Invalid, NotFound, Refused

from .office import Office, codes, enrolment, noon, person, service

TODAY = date(2026, 3, 15)


def test_of_the_unfinished_month_only_the_days_that_have_come_count(office: Office) -> None:
    leaving = person("p1", groups=[{"code": "unemployment_insurance", "from": "2026-01-01",
                                    "to": "2026-03-20"}])  # fmt: skip
    office.learn(leaving, person("p2", "unemployment_insurance"))
    on_the_15th = office.figure("ui_advised", "2026", TODAY)
    assert on_the_15th["den"] == 2
    assert on_the_15th["valued_on"] == "2026-03-15"
    assert office.figure("ui_advised", "2026", date(2026, 3, 19))["den"] == 2
    assert office.figure("ui_advised", "2026", date(2026, 3, 20))["den"] == 1
    assert office.figure("ui_advised", "2026", date(2026, 4, 1))["den"] == 1


def test_a_breakdown_of_the_unfinished_month_adds_up_to_its_total(office: Office) -> None:
    office.learn(
        person("p1", birth_date="1981-03-16"),  # turns 45 tomorrow
        person("p2", village="v2", gender="male"),
    )
    before = office.figure("employment_service_access", "2026", TODAY, by="age_band")
    after = office.figure("employment_service_access", "2026", date(2026, 3, 16), by="age_band")
    assert {row["key"]: row["den"] for row in before["breakdown"]} == {"35-44": 2}
    assert {row["key"]: row["den"] for row in after["breakdown"]} == {"35-44": 1, "45-59": 1}
    villages = office.figure("employment_service_access", "2026", TODAY, by="village")
    assert sum(codes(villages["breakdown"], "den")) == villages["den"] == 2


def test_each_row_of_a_breakdown_has_status_pace_and_forecast(office: Office) -> None:
    """A rate's target asks the same of every village; a count's is of the commune as a whole."""
    for n in range(4):
        office.learn(person(f"p{n}", village="v1" if n else "v2"))
    office.learn(*(service(f"s{n}", f"2026-0{n + 1}-10", f"p{n}") for n in range(4)))
    office.learn(enrolment("e1", "2026-02-10", "p1"))
    today = date(2026, 8, 31)
    rows = office.figure("employment_service_access", "2026", today, by="village")["breakdown"]
    assert [(row["key"], row["ratio"], row["status"]) for row in rows] == [
        ("v1", 1.0, "met"), ("v2", 1.0, "met"),
    ]  # fmt: skip
    office.learn(person("p5", village="v2"))
    v1, v2 = office.figure("employment_service_access", "2026", today, by="village")["breakdown"]
    assert (v2["num"], v2["den"], v2["status"]) == (1, 2, "behind")
    assert (v1["status"], v1["pace"]["needed_per_month"]) == ("met", 0)
    assert v2["pace"]["needed_per_month"] > 0
    assert v1["forecast"]["method"] == "damped_trend"
    (row,) = office.figure("rural_trainees", "2026", today, by="village")["breakdown"]
    assert (row["value"], row["status"], row["pace"]) == (1, "no_target", None)
    assert (row["forecast"]["method"], row["forecast"]["value"]) == ("run_rate", 1.5)


def test_one_village_alone_is_foreseen_as_the_whole_would_be(office: Office) -> None:
    """A row rests on its own history: of one village only, row and figure are the same."""
    office.learn(person("p1"), person("p2"), enrolment("e1", "2026-02-10"))
    office.learn(enrolment("e2", "2026-04-10", "p2"), service("s1", "2026-03-10"))
    for code in ("rural_trainees", "employment_service_access", "training_dropouts"):
        for day in (date(2026, 8, 31), date(2026, 11, 15)):
            found = office.figure(code, "2026", day, by="village")
            for row in found["breakdown"]:
                assert row["forecast"] == found["forecast"], (code, day)


def test_a_breakdown_adds_up_also_where_a_fact_has_no_such_value(office: Office) -> None:
    work = {"type": "placement", "person": "p1", "kind": "employer", "new_job": True}
    office.learn(
        person("p1"), person("p2"),
        work | {"id": "w1", "on": "2026-02-10", "employer_kind": "cooperative"},
        work | {"id": "w2", "on": "2026-02-11", "person": "p2", "kind": "self_employment"},
    )  # fmt: skip
    rows = office.figure("new_jobs", "2026", by="employer_kind")["breakdown"]
    assert {row["key"]: row["value"] for row in rows} == {"cooperative": 1, "none": 1}
    shares = office.figure("mentoring_coverage", "2026", by="employer_kind")["breakdown"]
    assert {row["key"]: row["den"] for row in shares} == {"cooperative": 1, "none": 1}


def test_months_add_up_to_the_year(office: Office) -> None:
    office.learn(
        person("p1"), person("p2"), enrolment("e1", "2026-02-10"),
        enrolment("e2", "2026-05-02", "p2"), enrolment("e3", "2027-01-05", "p2"),
    )  # fmt: skip
    found = office.figure("rural_trainees", "2026", by="month")
    assert sum(codes(found["breakdown"], "value")) == found["value"] == 2
    assert found["annual"] == {
        "this_year": 2, "mean": 2.0, "years": 1, "cumulative": 2, "of": 750.0
    }  # fmt: skip
    whole = office.figure("rural_trainees", "plan")
    assert (whole["value"], whole["annual"]["cumulative"], whole["target"]["of_span"]) == (
        3, 3, 750,
    )  # fmt: skip


def test_a_figure_is_answered_as_it_was_known(office: Office) -> None:
    office.learn(person("p1"), person("p2"), at=noon("2026-02-01"))
    office.learn(enrolment("e1", "2026-02-10"), at=noon("2026-02-11"))
    office.learn(enrolment("e2", "2026-02-12", "p2"), at=noon("2026-04-20"))  # told late
    then = office.figure("rural_trainees", "2026-Q1", as_of="2026-03-31")
    now = office.figure("rural_trainees", "2026-Q1")
    by_then = office.figure("rural_trainees", "2026-Q1", as_of="2026-03-31", by="gender")
    assert (then["value"], now["value"]) == (1, 2)
    assert [(row["key"], row["value"]) for row in by_then["breakdown"]] == [("female", 1)]
    assert office.figure("rural_trainees", "2026-Q1", as_of="2026-02-10")["value"] == 0


def test_what_was_recorded_since_is_told_with_its_cause(office: Office) -> None:
    office.learn(person("p1"), person("p2"), at=noon("2026-02-01"))
    office.learn(enrolment("e1", "2026-02-10"), at=noon("2026-02-11"))
    office.learn(enrolment("e2", "2026-02-12", "p2"), at=noon("2026-04-20"))
    office.learn(enrolment("e1", "2026-02-10", voided=True), at=noon("2026-04-21"))
    office.learn(enrolment("e3", "2026-04-22", "p1"), at=noon("2026-04-22"))  # news
    found = office.desk().restatements("rural_trainees", "2026-03-31", "2026")["items"]
    assert [(row["cause"], row["change"], row["event"]) for row in found] == [
        ("late_fact", 1, "training/2"),
        ("void", -1, "training/4"),
    ]


def test_a_visitor_sees_a_restatement_without_the_person(office: Office) -> None:
    office.learn(person("p1"), at=noon("2026-02-01"))
    office.learn(enrolment("e1", "2026-02-10"), at=noon("2026-04-20"))
    desk = office.desk(role="city_viewer")
    (row,) = desk.restatements("rural_trainees", "2026-03-31", "2026")["items"]
    assert "unit" not in row
    with pytest.raises(Forbidden):
        desk.figure_people("rural_trainees", "2026", None, 1, 10)
    with pytest.raises(Forbidden):
        desk.why_not("rural_trainees", "p1", "2026")


def test_the_list_names_the_fact_and_the_event_behind_each(office: Office) -> None:
    office.learn(person("p1"), service("s1", "2026-02-10"), service("s2", "2026-01-20"))
    (row,) = office.desk().figure_people("employment_service_access", "2026", "num", 1, 10)["items"]
    assert row == {
        "person_id": "p1", "since": "2026-01-20", "fact": "s2", "event": "placement/2"
    }  # fmt: skip
    (den,) = office.desk().figure_people("employment_service_access", "2026", "den", 1, 10)["items"]
    assert (den["since"], den["event"]) == ("2026-01-01", "registry.indicators/1")


def test_why_not_names_the_condition_that_is_missing(office: Office) -> None:
    office.learn(
        person("p1", "disabled"),
        enrolment("e1", "2025-06-01"),
        person("p2", "poor_household"),
        enrolment("e2", "2026-06-01", "p2", level="college"),
    )
    desk = office.desk()
    assert codes(desk.why_not("rural_trainees", "p1", "2026")["missing"], "condition") == [
        "no_record"
    ]
    (lacking,) = desk.why_not("rural_trainees", "p2", "2026")["missing"]
    assert lacking["condition"] == "not_in_group"
    assert lacking["facts"]["records"] == [{"record": "e2", "on": "2026-06-01"}]
    assert desk.why_not("elderly_in_work", "p1", "2026")["missing"][0]["condition"] == "no_need"
    with pytest.raises(NotFound):
        desk.why_not("rural_trainees", "nobody", "2026")


def test_why_not_of_somebody_counted_lacks_nothing(office: Office) -> None:
    office.learn(person("p1"), enrolment("e1", "2026-02-10"))
    found = office.desk().why_not("rural_trainees", "p1", "2026")
    assert (found["counted"], found["missing"]) == ({"value": True}, [])


def test_why_not_of_all_figures_is_what_each_says_of_itself(office: Office) -> None:
    office.learn(person("p1", "disabled"), enrolment("e1", "2026-02-10"))
    desk = office.desk()
    told = desk.why_not_all("p1", "2026")
    figures = [each for each in desk.figures("2026", None)["items"] if each["kind"] != "external"]
    assert [each["code"] for each in told["items"]] == [each["code"] for each in figures]
    assert told["total"] == len(figures) > 5
    for each, figure in zip(told["items"], figures, strict=True):
        alone = desk.why_not(each["code"], "p1", "2026")
        assert (each["counted"], each["missing"]) == (alone["counted"], alone["missing"])
        assert (each["name"], each["unit"]) == (figure["name"], figure["unit"])
    with pytest.raises(NotFound):
        desk.why_not_all("nobody", "2026")
    with pytest.raises(Forbidden):
        office.desk(role="city_viewer").why_not_all("p1", "2026")


def test_an_external_figure_is_the_latest_survey_up_to_the_spans_end(office: Office) -> None:
    def survey(id_: str, as_of: str, unemployed: int) -> list[tuple[str, str, dict[str, object]]]:
        body = {"survey_id": id_, "as_of": as_of, "source_document": "12/BC", "labour_force": 1000,
                "unemployed": unemployed, "trained": 760, "certified": 560}  # fmt: skip
        return [("registry.indicators", "labour_survey_recorded", body)]

    assert office.figure("unemployment_rate", "2026")["status"] == "no_data"
    office.take(office.feeds.publish(survey("v1", "2026-06-30", 24)))
    office.take(office.feeds.publish(survey("v2", "2027-06-30", 31)))
    first, later = (office.figure("unemployment_rate", span) for span in ("2026", "2027"))
    assert (first["num"], first["den"], first["status"]) == (24, 1000, "met")
    assert (later["num"], later["status"]) == (31, "behind")
    assert first["survey"]["source_document"] == "12/BC"
    assert office.figure("unemployment_rate", "2026-Q1")["status"] == "no_data"
    void = {"record_kind": "labour_surveys", "record_id": "v2", "person_id": None}
    office.take(office.feeds.publish([("registry.indicators", "record_voided", void)]))
    assert office.figure("unemployment_rate", "2027")["num"] == 24


def test_what_the_plan_does_not_have_is_refused(office: Office) -> None:
    desk = office.desk()
    for span in ("2025", "2031", "2026-Q5", "2026-13", "soon"):
        with pytest.raises(Invalid):
            desk.figures(span, None)
    with pytest.raises(NotFound):
        desk.figure("happiness", "2026", None, None)
    with pytest.raises(Invalid):
        desk.figure("elderly_household_credit", "2026", "gender", None)


def test_the_snapshot_gets_a_new_version_when_a_feed_moved(office: Office) -> None:
    before = office.desk(TODAY).snapshot()
    assert office.desk(TODAY).snapshot() is before
    office.learn(person("p1"))
    after = office.desk(TODAY).snapshot()
    assert after["version"] != before["version"]
    assert after["spans"]["2026"][6]["den"] == 1


def test_a_closed_span_stays_as_it_was_signed(office: Office) -> None:
    office.learn(person("p1"), enrolment("e1", "2026-02-10"))
    desk = office.desk(date(2026, 4, 2), role="commune_leader")
    signed = desk.close_span({"span": "2026-Q1"}, {"key": "k1"})
    office.learn(person("p2"), enrolment("e2", "2026-02-11", "p2"))
    found = desk.list_closings()
    assert found["sound"]
    assert found["items"][0]["digest"] == signed["digest"]
    assert found["items"][0]["figures"][0]["value"] == 1
    assert office.figure("rural_trainees", "2026-Q1")["value"] == 2
    with pytest.raises(Refused, match="already_closed"):
        desk.close_span({"span": "2026-Q1"}, {"key": "k2"})
    with pytest.raises(Refused, match="span_not_over"):
        desk.close_span({"span": "2026-Q2"}, {"key": "k3"})
    with pytest.raises(Forbidden):
        office.desk(role="commune_officer").close_span({"span": "2026-Q1"}, {"key": "k4"})


def test_the_public_sees_no_count_below_five(office: Office) -> None:
    for n in range(4):
        office.learn(person(f"p{n}"), enrolment(f"e{n}", "2026-02-10", f"p{n}"))
    few = office.desk(role="city_viewer").public_figures("2026")["items"][0]
    assert (few["value"], few["hidden"]) == (None, True)
    assert all(month["hidden"] for month in few["months"])
    office.learn(person("p5"), enrolment("e5", "2026-02-10", "p5"))
    enough = office.desk(role="city_viewer").public_figures("2026")["items"][0]
    assert (enough["value"], enough["hidden"]) == (5, False)


def test_a_group_left_the_next_day_is_among_the_groups_of_its_only_day(office: Office) -> None:
    """In and out in one month come to no cell: only what has not come yet tells of the group."""
    brief = {"code": "priority_youth", "from": "2026-03-01", "to": "2026-03-02"}
    lasting = {"code": "rural", "from": "2026-01-01", "to": None}
    office.learn(person("p1", groups=[lasting, brief]))

    def groups_on(day: str) -> dict[str, int]:
        found = office.figure("employment_service_access", "plan", by="group", on=day)
        return {row["key"]: row["den"] for row in found["breakdown"] if row["den"]}

    assert groups_on("2026-03-01") == {"rural": 1, "priority_youth": 1}
    assert groups_on("2026-03-02") == {"rural": 1}
