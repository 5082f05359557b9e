"""Where somebody works: chosen from every employer there is, by name, or added."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chassis.errors import Invalid, Refused
from gateway.pages.vietnamese import in_order

from .believable_people import IDS
from .forms import RECEIPT, asked, send
from .office import Office

NAMES = ["Ấp Đoài", "Công ty Ba", "Công ty Bà", "Công ty Bảo", "Cơ sở Đức", "Đông Á", "Ơn", "Út"]
ADDED = "e" * 32
FORM = {"person_id": IDS[4], "kind": "employer", "contract": "none", "on": "2026-11-20"}
OPTION = re.compile(r'<option value="([^"]*)"( selected)?>(.*?)</option>')


@pytest.fixture
def office(served: Office) -> Office:
    records = [{"id": f"{at:032x}", "name": name} for at, name in enumerate(reversed(NAMES))]
    records.append({"id": ADDED, "name": "Út", "tax_code": "0101", "address": "Thôn 2"})

    def pages(page: int, page_size: int) -> dict[str, Any]:
        """The service gives fewer than were asked for."""
        return {"items": records[(page - 1) * 5 : page * 5], "total": len(records)}

    served.rpc.answers["placement.list_employers"] = pages
    return served


def choices(html: str) -> list[tuple[str, bool, str]]:
    select = html.partition('<select id="employer"')[2].partition("</select>")[0]
    return [(value, bool(chosen), text) for value, chosen, text in OPTION.findall(select)]


def test_texts_stand_in_vietnamese_order() -> None:
    assert sorted({*NAMES}, key=in_order) == NAMES
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ", "na"]
    assert sorted({*tones}, key=in_order) == tones
    assert sorted(["may 10", "May", "Máy 2"], key=in_order) == ["May", "Máy 2", "may 10"]
    numbered = ["Tổ 1", "Tổ 02", "Tổ 2A", "Tổ 2B", "Tổ 10", "Tổ Một"]
    assert sorted({*numbered}, key=in_order) == numbered


def test_every_employer_can_be_chosen_by_name_and_none_is(office: Office) -> None:
    told = choices(office.browser("job_centre").get("/placements").text)
    assert told[0] == ("", False, "– chọn nơi làm việc –")
    assert [text for _, _, text in told[1:]] == [*NAMES, "Út · 0101 · Thôn 2"]
    assert not any(chosen for _, chosen, _ in told)


def test_the_chosen_one_is_recorded(office: Office) -> None:
    office.rpc.answers["placement.start_placement"] = RECEIPT
    browser = office.browser("job_centre")
    send(browser, "/placements", "/placements", **FORM, employer_id=ADDED)
    (sent,) = asked(office, "start_placement")
    assert sent["body"]["employer_id"] == ADDED


def test_without_one_the_warning_is_told(office: Office) -> None:
    warned = {**RECEIPT, "warnings": [{"code": "employer_missing", "field": "employer_id"}]}
    office.rpc.answers["placement.start_placement"] = warned
    browser = office.browser("job_centre")
    answer = send(browser, "/placements", "/placements", **FORM, employer_id="")
    (sent,) = asked(office, "start_placement")
    assert "employer_id" not in sent["body"]
    html = browser.get(answer.location).text
    assert "Chưa ghi đơn vị sử dụng lao động." in html
    assert "The employer is missing." in browser.get(f"{answer.location}&lang=en").text


def test_a_refused_job_keeps_its_employer(office: Office) -> None:
    office.rpc.answers["placement.start_placement"] = Refused("in_future", {"field": "on"})
    browser = office.browser("job_centre")
    html = send(browser, "/placements", "/placements", **FORM, employer_id=ADDED).text
    assert [value for value, chosen, _ in choices(html) if chosen] == [ADDED]


def test_an_added_employer_is_chosen_for_whom_the_page_was_opened(office: Office) -> None:
    office.rpc.answers["placement.register_employer"] = {**RECEIPT, "id": ADDED}
    browser, page = office.browser("job_centre"), f"/placements?person={IDS[4]}"
    answer = send(
        browser, page, "/placements/employers",
        name="Út", employer_kind="cooperative", tax_code="0101", address="Thôn 2",
    )  # fmt: skip
    (sent,) = asked(office, "register_employer")
    assert sent["body"] == {
        "name": "Út", "kind": "cooperative", "tax_code": "0101", "address": "Thôn 2",
        "commune": "09931",
    }  # fmt: skip
    assert "%C3%9A" not in answer.location and "Út" not in answer.location
    html = browser.get(answer.location).text
    assert [value for value, chosen, _ in choices(html) if chosen] == [ADDED]
    assert re.search(rf'<option value="{IDS[4]}" selected>', html)


def test_a_refused_employer_keeps_what_was_typed(office: Office) -> None:
    office.rpc.answers["placement.register_employer"] = Invalid.of(tax_code="too_long")
    html = send(
        office.browser("job_centre"), "/placements", "/placements/employers",
        name="Tổ hợp tác Đồng Quang", employer_kind="other", tax_code="9" * 14,
    ).text  # fmt: skip
    assert "Mã số thuế: " in html
    assert 'value="Tổ hợp tác Đồng Quang"' in html
    assert '<option value="other" selected>' in html
    assert '<details class="below" open>' in html


def test_social_insurance_reads_where_somebody_works(office: Office) -> None:
    listed = office.rpc.answers["placement.list_placements"]()
    listed["items"][0]["employer_id"] = ADDED
    office.rpc.answers["placement.list_placements"] = lambda **_: listed
    html = office.browser("social_insurance").get("/placements").text
    assert "Út · " in html and 'name="employer_id"' not in html
