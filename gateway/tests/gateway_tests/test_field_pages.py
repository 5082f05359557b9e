"""Field work and partners' work in the browser: what each role sees, asks and writes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chassis.errors import Invalid, Refused

from .believable_people import IDS
from .office import Office
from .outline import Outline

RECEIPT = {"id": "x1", "version": 1, "warnings": []}
CONTACT = f"/people/{IDS[0]}/contact"
PAGES = [
    ("commune_officer", "/needs"),
    ("commune_officer", "/needs?by=group&year=2027"),
    ("commune_leader", "/needs?by=occupation"),
    ("front", "/needs?by=kind"),
    ("commune_officer", "/visits"),
    ("village_head", "/visits"),
    ("commune_officer", "/visits/vp1"),
    ("front", "/visits/vp1"),
    ("commune_officer", "/visits/vp1/paper?layout=call"),
    ("village_head", "/visits/vp1/paper?layout=invitation"),
    ("village_head", f"{CONTACT}?plan=vp1"),
    ("commune_officer", "/feedback"),
    ("front", "/feedback?status=overdue"),
    ("village_head", "/feedback"),
    ("commune_officer", "/labour-surveys"),
    ("commune_leader", "/labour-surveys"),
    ("school", "/referrals"),
    ("school", "/referrals?status=declined"),
    ("job_centre", "/referrals"),
    ("bank", "/referrals"),
    ("school", "/classes"),
    ("school", "/classes/c1"),
    ("job_centre", "/placements"),
    ("social_insurance", "/placements"),
    ("bank", "/loans"),
    ("bank", "/loans/l1"),
    ("bank", "/loans/l2"),
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_is_well_made(served: Office, role: str, path: str, language: str) -> None:
    mark = "&" if "?" in path else "?"
    answer = served.browser(role).get(f"{path}{mark}lang={language}")
    assert answer.status_code == 200, answer.text
    found = Outline(answer.text)
    assert found.inline == []
    assert found.tags.count("h1") == 1
    assert len(found.ids) == len(set(found.ids))
    assert set(found.inputs) <= set(found.labels)
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    seen = re.sub(r"<[^>]+>", " ", main)
    assert "None" not in seen
    assert "…" not in seen or path.startswith("/needs")
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", seen), "a code where a word should be"


def posted(served: Office, role: str, path: str, page: str, **form: Any) -> Any:
    """As a browser sends the form of that page."""
    browser = served.browser(role)
    html = browser.get(page).text
    token = re.search(r'name="csrf_token" value="(\w+)"', html)
    assert token is not None
    return browser.post(path, data={"csrf_token": token[1], "key": "a" * 32, **form})


WRITES = [
    ("commune_officer", "/visits", "/visits", "registry.plan_visits",
     {"round": "Đợt 2", "village": "Thôn 1", "from": "2026-12-01", "until": "2026-12-31"},
     {"body": {"round": "Đợt 2", "village": "Thôn 1", "from": "2026-12-01", "to": "2027-01-01"}}),
    ("commune_officer", "/visits/vp1/cancel", "/visits/vp1", "registry.cancel_visits",
     {"reason_code": "did_not_happen"},
     {"plan_id": "vp1", "body": {"reason_code": "did_not_happen"}}),
    ("village_head", f"{CONTACT}/outreach?plan=vp1", CONTACT, "registry.record_outreach",
     {"channel": "door_to_door", "topic": "job_search", "on": "2026-11-23", "reached": "no"},
     {"body": {"channel": "door_to_door", "topic": "job_search", "on": "2026-11-23",
               "person_id": IDS[0], "reached": 0}}),
    ("front", f"{CONTACT}/need", CONTACT, "registry.record_need",
     {"kind": "training", "on": "2026-11-23", "occupation": "May", "able_to_work": "yes"},
     {"person_id": IDS[0], "body": {"kind": "training", "on": "2026-11-23", "occupation": "May",
                                    "able_to_work": True}}),
    ("front", "/feedback", "/feedback", "registry.record_feedback",
     {"source": "front_supervision", "topic": "other", "text": "Kiến nghị", "on": "2026-11-23"},
     {"body": {"source": "front_supervision", "topic": "other", "text": "Kiến nghị",
               "on": "2026-11-23"}}),
    ("commune_officer", "/feedback/fb1/answer", "/feedback", "registry.answer_feedback",
     {"text": "Đã xem xét", "on": "2026-11-23"},
     {"feedback_id": "fb1", "body": {"text": "Đã xem xét", "on": "2026-11-23"}}),
    ("commune_officer", "/labour-surveys", "/labour-surveys", "registry.record_labour_survey",
     {"as_of": "2026-07-01", "source_document": "12/BC-UBND", "labour_force": "9.412",
      "unemployed": "203", "trained": "6871", "certified": "0"},
     {"body": {"as_of": "2026-07-01", "source_document": "12/BC-UBND", "labour_force": 9412,
               "unemployed": 203, "trained": 6871, "certified": 0}}),
    ("school", "/referrals/r0/answer", "/referrals", "training.answer_referral",
     {"answer": "declined", "reason_code": "class_full"},
     {"referral_id": "r0", "body": {"answer": "declined", "reason_code": "class_full"}}),
    ("bank", "/referrals/r0/answer", "/loans/l1", "credit.answer_referral",
     {"answer": "accepted", "reason_code": "outstanding_debt"},
     {"referral_id": "r0", "body": {"answer": "accepted"}}),
    ("school", "/classes", "/classes", "training.open_class",
     {"occupation": "May", "level": "elementary", "form": "mobile", "starts_on": "2026-12-01",
      "ends_on": "2027-03-01", "capacity": "30", "funding_source": "state_budget"},
     {"body": {"occupation": "May", "level": "elementary", "form": "mobile",
               "starts_on": "2026-12-01", "ends_on": "2027-03-01", "capacity": 30,
               "funding_source": "state_budget"}}),
    ("school", "/classes/c1/enrolments", "/classes/c1", "training.enrol",
     {"on": "2026-11-23", "person_id": [IDS[0], IDS[3]]},
     {"class_id": "c1", "body": {"on": "2026-11-23", "person_ids": [IDS[0], IDS[3]]}}),
    ("school", "/classes/c1/enrolments/e1/withdraw", "/classes/c1", "training.withdraw_enrolment",
     {"on": "2026-11-23", "reason_code": "health"},
     {"enrolment_id": "e1", "body": {"on": "2026-11-23", "reason_code": "health"}}),
    ("job_centre", "/placements/services", "/placements", "placement.give_service",
     {"person_id": IDS[4], "service": "counselling", "mode": "online", "topic": "job_search",
      "on": "2026-11-23"},
     {"body": {"person_id": IDS[4], "service": "counselling", "mode": "online",
               "topic": "job_search", "on": "2026-11-23"}}),
    ("job_centre", "/placements", "/placements", "placement.start_placement",
     {"person_id": IDS[4], "kind": "employer", "contract": "none", "on": "2026-11-23",
      "new_job": "yes", "suitable": "no"},
     {"body": {"person_id": IDS[4], "kind": "employer", "contract": "none", "on": "2026-11-23",
               "new_job": True, "suitable": False, "mentored": False}}),
    ("job_centre", "/placements/pl1/retention", "/placements", "placement.check_retention",
     {"on": "2026-11-23", "months": "6", "still_employed": "yes"},
     {"placement_id": "pl1", "body": {"on": "2026-11-23", "months": 6, "still_employed": True}}),
    ("social_insurance", "/placements/pl2/confirm", "/placements", "placement.confirm_placement",
     {"on": "2026-11-23"}, {"placement_id": "pl2", "body": {"on": "2026-11-23"}}),
    ("bank", "/loans", "/loans", "credit.open_loan",
     {"person_id": IDS[3], "product": "job_creation", "purpose": "trade", "on": "2026-11-23",
      "amount": "50.000.000"},
     {"body": {"person_id": IDS[3], "product": "job_creation", "purpose": "trade",
               "on": "2026-11-23", "amount": 50_000_000}}),
    ("bank", "/loans/l1/disburse", "/loans/l1", "credit.disburse_loan",
     {"on": "2026-11-23", "amount": "80.000.000"},
     {"loan_id": "l1", "body": {"on": "2026-11-23", "amount": 80_000_000}}),
    ("bank", "/loans/l1/assess", "/loans/l1", "credit.assess_loan",
     {"on": "2026-11-23", "eligible": "no", "reason_codes": ["outstanding_debt"]},
     {"loan_id": "l1", "body": {"on": "2026-11-23", "eligible": False,
                                "reason_codes": ["outstanding_debt"]}}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "path", "page", "method", "form", "asked"), WRITES, ids=[row[3] for row in WRITES]
)
def test_a_form_asks_the_service_once_and_shows_what_was_done(
    served: Office, role: str, path: str, page: str, method: str, form: Any, asked: Any
) -> None:
    served.rpc.answers[method] = RECEIPT
    answer = posted(served, role, path, page, **form)
    assert answer.status_code == 303, answer.text
    assert "done=1" in answer.location
    called = served.rpc.last
    assert f"{called.service}.{called.method}" == method
    assert called.kwargs == {**asked, "meta": {"key": "a" * 32, "if_match": None}}


@pytest.mark.parametrize(
    ("role", "path", "page", "method", "form", "asked"), WRITES, ids=[row[3] for row in WRITES]
)
def test_what_is_refused_is_told_beside_the_form(
    served: Office, role: str, path: str, page: str, method: str, form: Any, asked: Any
) -> None:
    for error in (Refused("in_future", {"field": "on"}), Invalid.of(on="required")):
        served.rpc.answers[method] = error
        answer = posted(served, role, path, page, **form)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    ("role", "path", "page", "status"),
    [
        ("social_insurance", "/placements/pl1/end", "/placements", 403),
        ("job_centre", "/placements/pl1/confirm", "/placements", 403),
        ("job_centre", "/placements/pl1/erase", "/placements", 404),
        ("bank", "/loans/l1/erase", "/loans/l1", 404),
        ("school", "/classes/c1/enrolments/e1/erase", "/classes/c1", 404),
    ],
)
def test_a_step_is_its_own_agencys_and_one_there_is(
    served: Office, role: str, path: str, page: str, status: int
) -> None:
    assert posted(served, role, path, page).status_code == status


def test_the_leader_is_offered_no_cut_by_group_and_sees_what_is_hidden(served: Office) -> None:
    html = served.browser("commune_leader").get("/needs?by=group").text
    assert "by=group" not in html.partition("<main")[2]
    assert served.rpc.last.kwargs["by"] == "village"
    assert "1 dòng dưới 5 người" in html


def test_the_need_survey_comes_as_a_file(served: Office) -> None:
    answer = served.client("front").get("/api/v1/needs/summary.csv?year=2026&by=kind")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Loại nhu cầu,Số người,Số nhu cầu,Học nghề")
    assert lines[1] == "Học nghề,71,90,40,22,12,,0"
    assert lines[-1].startswith("Cộng,148,207")
    sheet = served.client("commune_officer").get("/api/v1/needs/summary.xlsx?year=2026")
    assert sheet.data[:2] == b"PK"
    assert served.client("front").get("/api/v1/needs/summary.pdf?year=2026").status_code == 404


def test_a_list_for_paper_goes_house_by_house_in_vietnamese(served: Office) -> None:
    html = served.browser("commune_officer").get("/visits/vp1/paper?lang=en").text
    assert "DANH SÁCH GỌI ĐIỆN" in html and "XÃ HƯNG ĐẠO" in html
    assert html.count('<tbody class="house">') == 1
    assert "3 người, 1 hộ đã biết" in html
    assert served.rpc.last.kwargs == {"plan_id": "vp1", "layout": "call"}


def test_a_head_records_feedback_and_reads_nobody_elses(served: Office) -> None:
    html = served.browser("village_head").get("/feedback").text
    assert 'action="/feedback"' in html
    assert "Lớp may ở nhà văn hóa" not in html
    assert all(called.method != "list_feedback" for called in served.rpc.calls)


def test_a_stranger_to_the_village_is_nobody_at_the_door(served: Office) -> None:
    served.rpc.answers["registry.names"] = {"people": {}}
    assert served.browser("village_head").get(CONTACT).status_code == 404


@pytest.mark.parametrize(
    ("role", "there"),
    [
        ("commune_officer", {"/visits"}),
        ("commune_leader", {"/needs"}),
        ("school", {"/referrals", "/classes"}),
        ("job_centre", {"/referrals", "/placements"}),
        ("social_insurance", {"/placements"}),
        ("bank", {"/referrals", "/loans"}),
        ("ops", set()),
    ],
)
def test_each_role_finds_its_work_in_the_navigation(
    served: Office, role: str, there: set[str]
) -> None:
    html = served.browser(role).get("/").text
    nav = re.search(r'<nav class="main-nav".*?</nav>', html, re.S)
    assert nav is not None
    ways = {"/visits", "/needs", "/referrals", "/classes", "/placements", "/loans"}
    assert set(re.findall(r'href="([^"]+)"', nav[0])) & ways == there
