"""What is counted beside the plan's fourteen, through HTTP, real services and broker: a story made
by hand, and what each reading of the plan file makes of it.

Other cases may have told of the same years: what the story adds is what it expects.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest

from ..support.proof import settle
from ..support.system import Client, Desks, System
from .feed import Feeder

Numbers = dict[str, int]
HERE, THERE = f"Thôn {secrets.token_hex(4)}", f"Thôn {secrets.token_hex(4)}"

EXPECTED: dict[tuple[str, str], Numbers] = {
    # both completed on 31 March; one started work on 30 June, the last day, the other a day late
    ("job_after_training_3m", "2027"): {"num": 1, "den": 2},
    ("job_after_training_3m", "2027-Q2"): {"num": 1, "den": 2},
    ("job_after_training_3m", "2027-Q1"): {"num": 0, "den": 0},
    ("job_after_training_6m", "2027"): {"num": 2, "den": 2},
    ("job_after_training_12m", "2027"): {"num": 0, "den": 0},
    ("job_after_training_12m", "2028-03"): {"num": 2, "den": 2},
    ("training_dropouts", "2027"): {"num": 1, "den": 3},
    ("training_dropouts", "2027-02"): {"num": 1, "den": 1},
    ("retention_3m", "2027"): {"num": 1, "den": 2},
    ("retention_6m", "2027"): {"num": 1, "den": 1},
    ("retention_12m", "2028"): {"num": 0, "den": 1},
    ("mentoring_coverage", "2027"): {"num": 1, "den": 2},
    # paid out on 1 March: looked at on the 31st, thirty days, and on 1 April
    ("use_checks_on_time", "2027-03"): {"num": 1, "den": 2},
    # made on 1 February: answered on the 16th, on the 17th, never
    ("handoffs_dropped", "2027-02"): {"num": 2, "den": 3},
    ("training_support_paid", "2027"): {"value": 2_500_000},
    ("loans_paid", "2027-Q1"): {"value": 100_000_000},
    ("mobile_classes", "2027"): {"num": 1, "den": 2},
    ("training_needs_met", "2027"): {"num": 1, "den": 2},
    ("job_needs_met", "2027"): {"num": 1, "den": 2},
}


def figure(client: Client, code: str, span: str) -> Numbers:
    found = client.get(f"/indicators/{code}", span=span)
    return {name: int(found.get(name) or 0) for name in ("value", "num", "den")}


def rows(client: Client, code: str, by: str) -> dict[str, dict[str, Any]]:
    found = client.get(f"/indicators/{code}", span="2027", by=by)["breakdown"]
    return {row["key"]: row for row in found}


@pytest.fixture(scope="module")
def told(system: System, desks: Desks) -> tuple[dict[tuple[str, str], Numbers], Numbers]:
    """The figures before the story, and the money paid by source; then the story is told."""
    settle(system)
    officer = desks["commune_officer"]
    before = {asked: figure(officer, *asked) for asked in EXPECTED}
    paid = rows(officer, "training_support_paid", "source")
    tell(desks)
    settle(system)
    return before, {source: int(row["value"]) for source, row in paid.items()}


def tell(desks: Desks) -> None:
    officer, school = desks["commune_officer"], desks["school"]
    centre, bank = desks["job_centre"], desks["bank"]
    feeder = Feeder(desks)
    for name, village in (("an", HERE), ("binh", HERE), ("chi", HERE), ("dung", THERE)):
        feeder.person(
            {"id": name, "birth_date": "1990-05-05", "gender": "female", "village": village,
             "groups": [{"code": "rural", "from": "2026-01-01", "to": None}]}
        )  # fmt: skip
    an, binh, chi, dung = (feeder.id(name) for name in ("an", "binh", "chi", "dung"))
    for person, kind in ((an, "training"), (dung, "training"), (binh, "job"), (dung, "job")):
        officer.post(f"/people/{person}/needs", {"kind": kind, "on": "2027-01-02"})

    first, _ = (_class(school, form) for form in ("mobile", "at_school"))
    body = {"person_ids": [an, binh, chi], "on": "2027-01-10"}
    enrolled = school.post(f"/classes/{first}/enrolments", body)["enrolments"]
    of = {each["person_id"]: each["id"] for each in enrolled}
    for person in (an, binh):
        school.post(f"/enrolments/{of[person]}/complete", {"on": "2027-03-31"})
    left = {"on": "2027-02-01", "reason_code": "health"}
    school.post(f"/enrolments/{of[chi]}/withdraw", left)
    for desk, person, amount, source in (
        (officer, an, 2_000_000, "state_budget"),
        (school, binh, 500_000, "unemployment_fund"),
    ):
        support = {"amount": amount, "funding_source": source, "policy": "nd338_rural"}
        desk.post(f"/enrolments/{of[person]}/support", {**support, "on": "2027-04-01"})

    checks = {
        an: (("3", True, "2027-09-30"), ("6", True, "2027-12-30"), ("12", False, "2028-06-30")),
        binh: (("3", False, "2027-10-01"),),
    }
    for person, on in ((an, "2027-06-30"), (binh, "2027-07-01")):
        started = centre.post(
            "/placements",
            {"person_id": person, "kind": "employer", "new_job": True, "suitable": True,
             "contract": "fixed_term", "mentored": person == an, "on": on},
        )["id"]  # fmt: skip
        for months, still, day in checks[person]:
            check = {"months": int(months), "still_employed": still, "on": day}
            centre.post(f"/placements/{started}/retention-checks", check)

    for person, day in ((chi, "2027-03-31"), (dung, "2027-04-01")):
        loan = bank.post(
            "/loans",
            {"person_id": person, "product": "job_creation", "amount": 50_000_000,
             "purpose": "trade", "on": "2027-01-15"},
        )["id"]  # fmt: skip
        bank.post(f"/loans/{loan}/assess", {"eligible": True, "reason_codes": [],
                                            "on": "2027-01-20"})  # fmt: skip
        bank.post(f"/loans/{loan}/approve", {"on": "2027-02-20"})
        bank.post(f"/loans/{loan}/disburse", {"amount": 50_000_000, "on": "2027-03-01"})
        bank.post(f"/loans/{loan}/check-use", {"as_declared": True, "on": day})

    for person, answered in ((an, "2027-02-16"), (chi, "2027-02-17"), (dung, None)):
        referral = officer.post(
            "/referrals",
            {"person_id": person, "to": "placement", "kind": "job", "on": "2027-02-01",
             "purpose": "support", "consent": {"given_on": "2027-02-01", "form": "paper"}},
        )["id"]  # fmt: skip
        if answered:
            _answer(centre, referral, answered)


def _class(school: Client, form: str) -> str:
    opened = school.post(
        "/classes",
        {"occupation": "May công nghiệp", "level": "elementary", "form": form, "village": HERE,
         "starts_on": "2027-01-10", "ends_on": "2027-12-31", "capacity": 25,
         "funding_source": "state_budget"},
    )  # fmt: skip
    return str(opened["id"])


def _answer(centre: Client, referral: str, on: str) -> None:
    """A referral reaches its partner in a moment."""
    for _ in range(200):
        found = centre.send(
            "POST", f"/referrals/{referral}/answer", {"answer": "accepted", "on": on}
        )
        if found.status_code != 404:
            break
    assert found.status_code in (200, 201), found.text


@pytest.mark.parametrize("asked", sorted(EXPECTED), ids="-".join)
def test_a_further_figure_is_what_its_reading_says(
    asked: tuple[str, str], told: tuple[dict[tuple[str, str], Numbers], Numbers], desks: Desks
) -> None:
    before, after = told[0][asked], figure(desks["commune_officer"], *asked)
    assert {name: after[name] - before[name] for name in EXPECTED[asked]} == EXPECTED[asked]


def test_needs_are_met_by_village(told: object, desks: Desks) -> None:
    officer = desks["commune_officer"]
    for code in ("training_needs_met", "job_needs_met"):
        found = rows(officer, code, "village")
        assert (found[HERE]["num"], found[HERE]["den"]) == (1, 1)
        assert (found[THERE]["num"], found[THERE]["den"]) == (0, 1)


def test_money_is_told_by_its_source(
    told: tuple[dict[tuple[str, str], Numbers], Numbers], desks: Desks
) -> None:
    found = rows(desks["commune_officer"], "training_support_paid", "source")
    added = {name: row["value"] - told[1].get(name, 0) for name, row in found.items()}
    assert added == {"state_budget": 2_000_000, "unemployment_fund": 500_000}


def test_every_list_is_as_long_as_its_figure(told: object, desks: Desks) -> None:
    officer = desks["commune_officer"]
    for span in ("2027", "2027-Q1", "plan"):
        for each in officer.get("/indicators", span=span, set="further")["indicators"]:
            for part in ("num", "den") if each["kind"] in ("stock", "share") else ("num",):
                if each["kind"] == "money":
                    continue
                path = f"/indicators/{each['code']}/people"
                asked = {"span": span, "part": part, "page_size": 1000}
                answer = officer.send("GET", path, params=asked)
                expected = each["value"] if each["kind"] == "flow" else each[part]
                pages = json.loads(answer.headers["X-Pagination"])
                assert (pages["total"], len(answer.json()["people"])) == (expected, expected), path
