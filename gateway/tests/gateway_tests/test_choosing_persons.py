"""A partner's clerk chooses somebody by name: nobody by default, nobody for somebody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chassis.errors import Refused

from .believable_people import IDS
from .forms import send
from .office import Office

PEOPLE = {
    IDS[2]: {"full_name": "Lê Thị An", "birth_year": 1990, "village": "Thôn 1"},
    IDS[1]: {"full_name": "Lê Thị An", "birth_year": 1971, "village": "Thôn 2"},
    IDS[0]: {"full_name": "Bùi Văn Đức", "birth_year": 1988, "village": None},
}
"""As the registry tells them: in the order of their names."""

SELECT = re.compile(r'<select id="([a-z_-]+)" name="person_id" required>(.*?)</select>', re.S)
OPTION = re.compile(r'<option value="([^"]*)"( selected)?>(.*?)</option>')


@pytest.fixture
def office(served: Office) -> Office:
    def names(person_ids: list[str], purpose: str) -> dict[str, Any]:
        assert purpose
        return {"people": {each: told for each, told in PEOPLE.items() if each in person_ids}}

    served.rpc.answers["registry.names"] = names
    for service in ("placement", "credit", "training"):
        served.rpc.answers[f"{service}.list_referrals"] = _sent(IDS[0], IDS[2], IDS[1], IDS[2])
    return served


def _sent(*persons: str, total: int | None = None) -> dict[str, Any]:
    items = [
        {"id": f"r{number}", "person_id": each, "kind": "job", "on": "2026-11-02", "level": None}
        for number, each in enumerate(persons)
    ]
    return {"items": items, "total": total or len(items)}


def choices(html: str) -> dict[str, list[tuple[str, bool, str]]]:
    """By select: value, whether it is chosen, what is read."""
    return {
        name: [(value, bool(chosen), text) for value, chosen, text in OPTION.findall(inner)]
        for name, inner in SELECT.findall(html)
    }


@pytest.mark.parametrize(
    ("role", "page", "count"), [("job_centre", "/placements", 2), ("bank", "/loans", 1)]
)
def test_everybody_once_told_from_namesakes_and_nobody_chosen(
    office: Office, role: str, page: str, count: int
) -> None:
    found = choices(office.browser(role).get(page).text)
    assert len(found) == count
    for options in found.values():
        assert options == [
            ("", False, "– chọn người –"),
            (IDS[2], False, "Lê Thị An · 1990 · Thôn 1"),
            (IDS[1], False, "Lê Thị An · 1971 · Thôn 2"),
            (IDS[0], False, "Bùi Văn Đức · 1988"),
        ]


@pytest.mark.parametrize(("role", "page"), [("job_centre", "/placements"), ("bank", "/loans")])
def test_a_page_opened_for_somebody_has_them_chosen(office: Office, role: str, page: str) -> None:
    """Somebody accepted so long ago that the list has them no more, too."""
    for service in ("placement", "credit"):
        office.rpc.answers[f"{service}.list_referrals"] = _sent(IDS[0], total=900)
    html = office.browser(role).get(f"{page}?person={IDS[1]}").text
    for options in choices(html).values():
        assert [value for value, chosen, _ in options if chosen] == [IDS[1]]
    assert "500 người nhận gần nhất" in html
    for nobody in ("nobody", IDS[4], "<script>"):
        html = office.browser(role).get(page, query_string={"person": nobody}).text
        assert nobody not in [value for each in choices(html).values() for value, _, _ in each]


def test_accepted_referrals_lead_to_what_comes_next(office: Office) -> None:
    html = office.browser("job_centre").get("/referrals?status=accepted").text
    assert f'href="/placements?person={IDS[2]}"' in html
    html = office.browser("bank").get("/referrals?status=accepted").text
    assert f'href="/loans?person={IDS[2]}"' in html
    assert "?person=" not in office.browser("bank").get("/referrals?status=waiting").text


def test_what_was_typed_stays_where_it_was_refused(office: Office) -> None:
    office.rpc.answers["placement.start_placement"] = Refused("in_future", {"field": "on"})
    form = {"person_id": IDS[1], "kind": "work_abroad", "contract": "seasonal", "mentored": "yes",
            "suitable": "no"}  # fmt: skip
    browser = office.browser("job_centre")
    html = send(browser, "/placements", "/placements", **form, on="2026-11-01").text
    found = choices(html)
    assert [value for value, chosen, _ in found["placement-person"] if chosen] == [IDS[1]]
    assert [value for value, chosen, _ in found["service-person"] if chosen] == []
    assert '<option value="work_abroad" selected>' in html
    assert '<option value="seasonal" selected>' in html
    assert 'id="placement-on" name="on" type="date" required value="2026-11-01"' in html
    assert re.search(r'name="mentored"[^>]* checked', html)
    assert not re.search(r'name="suitable"[^>]* checked', html)
    said = {name: html.partition(f'<select id="{name}"')[2].partition("</select>")[0]
            for name in ("suitable", "new_job")}  # fmt: skip
    assert '<option value="no" selected>' in said["suitable"]
    assert said["new_job"] and " selected" not in said["new_job"]


def test_only_who_finds_people_of_several_villages_is_asked_for_one(office: Office) -> None:
    assert 'name="village"' in office.browser("commune_officer").get("/people").text
    assert 'name="village"' not in office.browser("village_head").get("/people").text


def test_a_school_sees_its_level_first_then_names(office: Office) -> None:
    sent = _sent(IDS[0], IDS[2], IDS[1])
    for each, level in zip(sent["items"], ("elementary", "vocational", "elementary"), strict=True):
        each["level"] = level
    office.rpc.answers["training.list_referrals"] = sent
    office.rpc.answers["training.list_enrolments"] = {"items": [], "total": 0}
    html = office.browser("school").get("/classes/c1").text
    assert re.findall(r'name="person_id" value="([^"]*)"', html) == [IDS[1], IDS[0], IDS[2]]


@pytest.mark.parametrize(
    ("role", "page"), [("job_centre", "/placements"), ("bank", "/loans"), ("school", "/classes/c1")]
)
def test_whoever_is_not_in_the_list_is_found_by_name(office: Office, role: str, page: str) -> None:
    """By the search, which is sent by POST: no name stands in an address."""
    browser = office.browser(role)
    assert '<a href="/people">' in browser.get(page).text
    office.rpc.answers["registry.search_people"] = {
        "items": [{"id": IDS[1], **PEOPLE[IDS[1]]}], "total": 1, "exact": True,
    }  # fmt: skip
    html = send(browser, "/people", "/people", q="le thi an").text
    (way,) = re.findall(rf'href="([^"]*\?person={IDS[1]})"', html)
    assert way == f"{page.removesuffix('/c1')}?person={IDS[1]}"
    assert "Lê Thị An" in browser.get(way).text


def test_a_school_chooses_a_class_for_whom_it_found(office: Office) -> None:
    office.rpc.answers["training.list_referrals"] = _sent(IDS[0], total=900)
    office.rpc.answers["training.list_enrolments"] = {"items": [], "total": 0}
    browser = office.browser("school")
    html = browser.get(f"/classes?person={IDS[1]}").text
    assert "Chọn lớp cho Lê Thị An." in html
    html = browser.get(re.findall(r'href="(/classes/c1[^"]*)"', html)[0]).text
    assert re.findall(r'name="person_id" value="([^"]*)"( checked)?', html) == [
        (IDS[1], " checked"),
        (IDS[0], ""),
    ]
    assert "500 người nhận gần nhất" in html


def test_who_is_no_partner_is_led_nowhere_else(office: Office) -> None:
    office.rpc.answers["registry.search_people"] = {
        "items": [{"id": IDS[1], **PEOPLE[IDS[1]]}], "total": 1, "exact": True,
    }  # fmt: skip
    for role in ("commune_officer", "front"):
        assert "?person=" not in send(office.browser(role), "/people", "/people", q="an le").text
