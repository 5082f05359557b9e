"""What a form records was chosen by somebody: nothing that matters is chosen beforehand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chassis.errors import Refused

from .believable_people import IDS
from .office import Office
from .test_field_browser import PAGES
from .test_field_pages import posted

MORE = {
    "commune_officer": (
        "/visits", "/visits/vp1", "/work", "/data-requests", "/breaches", "/households/new",
        f"/people/{IDS[0]}/privacy", f"/people/{IDS[0]}/erase", "/households/h1/land",
        f"/people/{IDS[0]}/history", f"/people/{IDS[0]}/contact",
    ),
}  # fmt: skip
THERE = [(role, page) for role in PAGES for page in (*PAGES[role], *MORE.get(role, ()))]
USUAL = {
    "channel": "from door to door, on the page made for the door",
    "mode": "in person: the service's own default",
    "source": "whoever writes: the Front's supervision or a citizen",
    "form": "of a file to take along",
    "layout": "of a file to take along",
}
"""Choices with a usual answer that the reader sees, by their names."""
KNOWN = (
    f"/people/{IDS[0]}/records/",  # these two amend what stands: its values are chosen
    f"/people/{IDS[0]}/edit",
    "/people/new",  # lives here for good, as nearly everybody does
    "/imports",  # looked at before anything is recorded
)
SAFE = ("must_report",)
"""What is lost by an oversight is ticked: a breach of personal data that must be reported."""
TICKED = re.compile(r'<input [^>]*name="([^"]*)"[^>]* checked>')
FORM = re.compile(r'<form[^>]*method="post"[^>]*>.*?</form>', re.S)
SELECT = re.compile(r'<select id="([^"]*)" name="([^"]*)"([^>]*)>(.*?)</select>', re.S)
CHOSEN = re.compile(r'<option value="([^"]*)" selected>')


@pytest.mark.parametrize(("role", "page"), THERE, ids=str)
def test_no_form_comes_with_a_choice_that_nobody_made(served: Office, role: str, page: str) -> None:
    if page.startswith(KNOWN):
        return
    html = served.browser(role).get(page).text
    for form in FORM.findall(html):
        if '/amend"' in form:
            continue
        for found, name, _, options in SELECT.findall(form):
            if name in USUAL or (name == "topic" and found == "topic" and "other" in options):
                continue
            assert options.lstrip().startswith('<option value="">'), (page, found)
            assert not CHOSEN.search(options), (page, found)
        for ticked in TICKED.findall(form):
            assert ticked in SAFE, (page, ticked)


TRIED = [
    ("commune_officer", "/visits", "/visits",
     {"village": "Thôn Trại Cá", "round": "Đợt 9", "from": "2026-12-01", "until": "x"},
     ["<option selected>Thôn Trại Cá</option>", 'value="Đợt 9"', 'value="2026-12-01"']),
    ("bank", "/loans/l1/decline", "/loans/l1",
     {"reason_code": "outstanding_debt", "on": "2026-11-02"},
     ['<option value="outstanding_debt" selected>', 'value="2026-11-02"']),
    ("school", "/classes/c1/enrolments/e1/withdraw", "/classes/c1",
     {"reason_code": "health", "on": "2026-11-02"},
     ['<option value="health" selected>', 'value="2026-11-02"', "<details open>"]),
    ("school", "/classes/c1/enrolments", "/classes/c1",
     {"person_id": IDS[3], "on": "2026-11-02"},
     [f'value="{IDS[3]}" checked', 'value="2026-11-02"']),
    ("job_centre", "/placements/pl1/retention", "/placements",
     {"months": "6", "still_employed": "no", "on": "2026-11-02"},
     ['<option value="no" selected>', 'value="2026-11-02"', "<details open>"]),
    ("job_centre", "/referrals/r9/answer", "/referrals",
     {"answer": "declined", "reason_code": "outside_area"},
     ['<option value="outside_area" selected>', "<details open>"]),
    ("village_head", f"/people/{IDS[0]}/contact/outreach", f"/people/{IDS[0]}/contact",
     {"reached": "no", "topic": "start_up", "on": "2026-11-02"},
     ['value="no" checked', '<option value="start_up" selected>', 'value="2026-11-02"']),
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "path", "page", "form", "kept"), TRIED, ids=[row[1] for row in TRIED]
)
def test_a_refused_form_keeps_what_was_chosen_and_no_other_takes_it(
    served: Office, role: str, path: str, page: str, form: dict[str, Any], kept: list[str]
) -> None:
    refused = Refused("in_future", {"field": "on"})
    before = dict(served.rpc.answers)
    for name in ("plan_visits", "decline_loan", "withdraw_enrolment", "enrol", "check_retention",
                 "answer_referral", "record_outreach"):  # fmt: skip
        for service in ("registry", "training", "placement", "credit"):
            served.rpc.answers[f"{service}.{name}"] = refused
    answer = posted(served, role, path, page, **form)
    assert answer.status_code == 422
    for each in kept:
        assert answer.text.count(each) == 1, each
    served.rpc.answers = before
    again = served.browser(role).get(page).text
    assert not any(each in again for each in kept)


@pytest.mark.parametrize(
    ("role", "path", "page", "method", "name"),
    [
        ("bank", "/loans/l1/assess", "/loans/l1", "assess_loan", "eligible"),
        ("bank", "/loans/l1/check-use", "/loans/l1", "check_loan_use", "as_declared"),
        ("job_centre", "/placements/pl1/retention", "/placements", "check_retention",
         "still_employed"),
        ("job_centre", "/placements", "/placements", "start_placement", "new_job"),
        ("job_centre", "/placements", "/placements", "start_placement", "suitable"),
    ],
)  # fmt: skip
def test_silence_is_no_answer(
    served: Office, role: str, path: str, page: str, method: str, name: str
) -> None:
    """A form that came without an answer says neither yes nor no: the service refuses it."""
    posted(served, role, path, page, on="2026-11-20")
    (sent,) = [call for call in served.rpc.calls if call.method == method]
    assert name not in sent.kwargs["body"]


@pytest.mark.parametrize(
    ("path", "method", "question"),
    [("outreach", "record_outreach", "Có gặp được không"),
     ("need", "record_need", "Đủ khả năng lao động")],
)  # fmt: skip
def test_silence_at_the_door_is_refused_though_the_service_would_take_it(
    served: Office, path: str, method: str, question: str
) -> None:
    contact = f"/people/{IDS[0]}/contact"
    answer = posted(served, "village_head", f"{contact}/{path}", contact, on="2026-11-20")
    assert answer.status_code == 422
    assert f"<p>{question}: " in answer.text
    assert method not in [call.method for call in served.rpc.calls]
