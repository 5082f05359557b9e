"""What is counted beside the plan's targets: one sentence of a reading each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from chassis.mongo import Db, Transactions
from indicators.domain.book import Book
from indicators.plan_file import default_plan, read_plan

from .given import enter, events_of
from .office import Office, enrolment, noon, person
from .test_rules import loan

PLAN = default_plan()
ON = date(2026, 12, 31)


def placed(id_: str, on: str, **more: Any) -> dict[str, Any]:
    return {"type": "placement", "id": id_, "person": "p1", "kind": "employer", "new_job": True,
            "suitable": True, "on": on} | more  # fmt: skip


def share(code: str, first: str, last: str, *facts: dict[str, Any]) -> tuple[int, int]:
    """Numerator and denominator of the days given."""
    book = Book(PLAN)
    enter(book, events_of([person("p1"), *facts]))
    num, den = (
        sum(x.entry.d for x in book.lines if x.entry.k == k and first <= x.entry.on <= last)
        for k in (f"{code}.num", f"{code}.den")
    )
    return num, den


def test_a_completed_training_is_judged_on_the_day_its_months_are_up() -> None:
    done = enrolment("e1", "2026-01-10", completed_on="2026-03-31")
    code = "job_after_training_3m"
    assert share(code, "2026-01-01", "2026-06-29", done) == (0, 0)
    assert share(code, "2026-01-01", "2026-06-30", done) == (0, 1)  # June has no 31st
    assert share(code, "2026-06-01", "2026-06-30", done, placed("w1", "2026-06-30")) == (1, 1)
    assert share(code, "2026-06-01", "2026-06-30", done, placed("w1", "2026-07-01")) == (0, 1)
    assert share(code, "2026-06-01", "2026-06-30", done, placed("w1", "2026-03-30")) == (0, 1)


def test_a_voided_enrolment_was_never_completed() -> None:
    done = enrolment("e1", "2026-01-10", completed_on="2026-03-31", voided=True)
    assert share("job_after_training_3m", "2026-01-01", "2026-12-31", done) == (0, 0)


def test_a_drop_out_counts_when_the_enrolment_ends() -> None:
    facts = (enrolment("e1", "2026-01-10", dropped_on="2026-02-01"),
             enrolment("e2", "2026-01-10", completed_on="2026-04-01"),
             enrolment("e3", "2026-01-10"))  # fmt: skip
    assert share("training_dropouts", "2026-01-01", "2026-12-31", *facts) == (1, 2)
    assert share("training_dropouts", "2026-04-01", "2026-06-30", *facts) == (0, 1)


def test_retention_is_of_the_placements_that_were_checked() -> None:
    facts = (placed("w1", "2026-01-05", checks={3: ("2026-04-06", True), 6: ("2026-07-06", False)}),
             placed("w2", "2026-01-06"))  # fmt: skip
    assert share("retention_3m", "2026-01-01", "2026-12-31", *facts) == (1, 1)
    assert share("retention_6m", "2026-01-01", "2026-12-31", *facts) == (0, 1)


def test_a_placement_without_word_of_a_mentor_has_none() -> None:
    facts = (placed("w1", "2026-01-05", mentored=True), placed("w2", "2026-01-06"))
    assert share("mentoring_coverage", "2026-01-01", "2026-12-31", *facts) == (1, 2)


@pytest.mark.parametrize(("checked", "in_time"), [("2026-03-31", 1), ("2026-04-01", 0), (None, 0)])
def test_the_use_of_a_loan_is_checked_within_thirty_days(checked: str | None, in_time: int) -> None:
    paid = loan("l1", "2026-02-01", disbursed_on="2026-03-01", checked_on=checked)
    found = share("use_checks_on_time", "2026-03-31", "2026-03-31", paid)
    assert found == (in_time, 1)


@pytest.mark.parametrize(("answered", "dropped"), [("2026-02-16", 0), ("2026-02-17", 1), (None, 1)])
def test_a_referral_nobody_answered_in_fifteen_days_is_dropped(
    answered: str | None, dropped: int
) -> None:
    sent = {"type": "referral", "id": "r1", "person": "p1", "kind": "job", "to": "placement",
            "on": "2026-02-01", "answered_on": answered}  # fmt: skip
    assert share("handoffs_dropped", "2026-02-16", "2026-02-16", sent) == (dropped, 1)


def test_further_figures_are_told_when_asked_for(office: Office) -> None:
    office.learn(person("p1"))
    desk = office.desk(ON)
    counts = [len(desk.figures("2026", None, of=name)["items"]) for name in ("plan", "all")]
    assert counts == [14, len(PLAN.indicators)]
    further = desk.figures("2026", None, of="further")["items"]
    assert {each["status"] for each in further} <= {"no_data", "no_target"}


def test_money_is_summed_by_its_source_and_listed_by_payment(office: Office) -> None:
    paid = {"type": "support", "person": "p1", "amount": 3_000_000, "source": "state_budget"}
    office.learn(
        person("p1"),
        paid | {"id": "s1", "on": "2026-05-01"},
        paid | {"id": "s2", "on": "2026-05-01", "source": "mobilised", "amount": 500_000},
        paid | {"id": "s3", "on": "2027-05-01"},
    )
    found = office.figure("training_support_paid", "2026", by="source")
    assert found["value"] == 3_500_000
    assert {row["key"]: row["value"] for row in found["breakdown"]} == {
        "state_budget": 3_000_000, "mobilised": 500_000
    }  # fmt: skip
    people = office.desk().figure_people("training_support_paid", "2026", None, 1, 10)
    assert [row["fact"] for row in people["items"]] == ["s1", "s2"]
    office.learn(paid | {"id": "s1", "on": "2026-05-01", "amount": 2_000_000})  # corrected
    assert office.figure("training_support_paid", "2026")["value"] == 2_500_000
    assert office.desk().figure_people("training_support_paid", "2026", None, 1, 10)["total"] == 2
    assert office.verified() == 0


def test_a_class_is_a_unit_of_its_own(office: Office) -> None:
    for id_, form in (("c1", "mobile"), ("c2", "at_school"), ("c3", "mobile")):
        office.learn({"type": "class", "id": id_, "form": form, "on": "2026-05-01",
                      "voided": id_ == "c3"})  # fmt: skip
    found = office.figure("mobile_classes", "2026", by="form")
    assert (found["num"], found["den"]) == (1, 2)
    assert {row["key"]: row["den"] for row in found["breakdown"]} == {"at_school": 1, "mobile": 1}
    (row,) = office.desk().figure_people("mobile_classes", "2026", "num", 1, 10)["items"]
    assert (row["class_id"], row["event"]) == ("c1", "training/1")
    assert office.verified() == 0


def test_every_list_is_as_long_as_its_figure(office: Office) -> None:
    office.learn(
        person("p1"), enrolment("e1", "2026-01-10", completed_on="2026-03-31"),
        enrolment("e2", "2026-01-10", completed_on="2026-03-31"), placed("w1", "2026-05-01"),
    )  # fmt: skip
    desk = office.desk(ON)
    for figure in desk.figures("2026", None, of="all")["items"]:
        if figure["kind"] == "external":
            continue
        for part in ("num", "den"):
            told = figure[part] if figure["kind"] in ("stock", "share") else figure["value"]
            if figure["kind"] != "money":
                found = desk.figure_people(figure["code"], "2026", part, 1, 10)
                assert len(found["items"]) == found["total"] == told, figure["code"]


def test_why_not_names_what_a_record_lacks(office: Office) -> None:
    office.learn(person("p1"), enrolment("e1", "2026-01-10", completed_on="2026-03-31"))
    lacking = office.desk().why_not("job_after_training_3m", "p1", "2026")
    assert lacking["counted"] == {"den": True, "num": False}
    assert lacking["missing"][0]["condition"] == "not_followed"
    assert office.desk().why_not("retention_3m", "p1", "2026")["missing"][0]["condition"] == (
        "no_record"
    )


def test_the_event_behind_somebody_is_the_one_that_put_them_there(office: Office) -> None:
    """A loan, an enrolment and a placement have several facts under one id."""
    office.learn(
        person("p1"),
        loan("l1", "2026-02-01", disbursed_on="2026-03-01", checked_on="2026-03-20"),
        enrolment("e1", "2026-01-10", dropped_on="2026-02-01"),
        placed("w1", "2026-01-05", checks={3: ("2026-04-06", True)}),
    )

    def event(code: str, part: str) -> str:
        (row,) = office.desk().figure_people(code, "2026", part, 1, 10)["items"]
        return str(row["event"])

    told = {each.id: each.name for each in office.feeds.published}
    found = {
        (code, part): told[event(code, part)]
        for code in ("priority_credit", "use_checks_on_time", "training_dropouts", "retention_3m")
        for part in ("den", "num")
    }
    assert found == {
        ("priority_credit", "den"): "need_assessed",
        ("priority_credit", "num"): "loan_disbursed",
        ("use_checks_on_time", "den"): "loan_disbursed",
        ("use_checks_on_time", "num"): "use_checked",
        ("training_dropouts", "den"): "enrolment_withdrawn",
        ("training_dropouts", "num"): "enrolment_withdrawn",
        ("retention_3m", "den"): "retention_checked",
        ("retention_3m", "num"): "retention_checked",
    }


@pytest.mark.parametrize(
    ("code", "parts"),
    [("training_dropouts", {"den": 1, "num": 1}), ("training_support_paid", {"value": 1})],
)
def test_what_lies_before_a_span_restates_neither_its_shares_nor_its_money(
    office: Office, code: str, parts: dict[str, int]
) -> None:
    office.learn(person("p1"), at=noon("2026-02-01"))
    paid = {"type": "support", "person": "p1", "amount": 5, "source": "state_budget"}
    office.learn(  # all of it told late: one in each quarter
        enrolment("e1", "2026-01-10", dropped_on="2026-02-01"),
        enrolment("e2", "2026-04-10", dropped_on="2026-05-01"),
        paid | {"id": "s1", "on": "2026-02-01"},
        paid | {"id": "s2", "on": "2026-05-01"},
        at=noon("2026-08-01"),
    )
    told = office.desk().restatements(code, "2026-07-15", "2026-Q2")
    by_part = {row["part"]: row["change"] for row in told["items"] if row["part"] != "amount"}
    assert by_part == parts
    differences = {part: told["after"][part] - told["before"][part] for part in parts}
    assert differences == parts


def test_a_budget_known_by_source_makes_an_execution_by_source(
    db: Db,
) -> None:
    """The plan names no sum; a commune that has one writes it into the file, a figure a source."""
    text = PLAN.text.replace(
        """  - code: training_support_paid
    name:""",
        """  - code: support_from_the_state
    name: {vi: Ngân sách Nhà nước đã chi, en: State budget paid}
    clause: "-"
    kind: money
    unit: person
    version: 1
    target: {rule: annual_average, value: 12000000}
    source: {vi: Cơ sở đào tạo, en: Schools}
    measure:
      rule: amounts_paid
      amount: amount
      any_of:
        - {facts: supports, where: {source: [state_budget]}}

  - code: training_support_paid
    name:""",
        1,
    )
    office = Office(db, Transactions(db, "test"), read_plan(text))
    paid = {"type": "support", "person": "p1", "amount": 3_000_000, "source": "state_budget"}
    office.learn(
        person("p1"),
        paid | {"id": "s1", "on": "2026-02-01"},
        paid | {"id": "s2", "on": "2026-02-01", "source": "mobilised"},
    )
    found = office.figure("support_from_the_state", "2026", date(2026, 3, 31))
    assert (found["value"], found["target"]["of_span"]) == (3_000_000, 12_000_000)
    assert (found["status"], round(found["pace"]["due"])) == ("on_track", 2_958_904)
    assert office.figure("support_from_the_state", "2026-Q1", date(2026, 4, 1))["status"] == "met"
    assert office.verified() == 0
