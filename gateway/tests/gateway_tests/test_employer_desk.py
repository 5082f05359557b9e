"""The job centre's list of employers: found, added, amended and voided in the browser."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
from chassis.errors import Conflict, Invalid

from .believable_field import EMPLOYERS
from .forms import RECEIPT, asked, send
from .office import Office

SEWING, FARMING = (each["id"] for each in EMPLOYERS)
PAGE = f"/employers/{SEWING}"
FORM = {
    "name": "Công ty TNHH May Hòa Thạch", "kind": "enterprise", "tax_code": "0109876543",
    "phone": "024 3384 0000", "barrier_free": "yes", "mentoring": "yes",
}  # fmt: skip


def amended(served: Office, **change: str) -> Any:
    served.rpc.answers.setdefault("placement.amend_record", RECEIPT)
    said = {name: value for name, value in (FORM | change).items() if value}
    return send(served.browser("job_centre"), PAGE, f"{PAGE}/amend", **said)


def named(html: str) -> list[str]:
    return re.findall(r'<a href="/employers/\w+"><b>(.*?)</b>', html)


def test_employers_stand_in_vietnamese_order_a_page_at_a_time(served: Office) -> None:
    names = [f"Tổ hợp tác {number}" for number in range(1, 61)]
    records = [{**EMPLOYERS[0], "id": f"{at:032x}", "name": name} for at, name in enumerate(names)]
    served.rpc.answers["placement.list_employers"] = {"items": records[::-1], "total": 60}
    browser = served.browser("job_centre")
    assert named(browser.get("/employers").text) == names[:50]
    assert named(browser.get("/employers?page=2").text) == names[50:]
    assert '<a class="button" href="/employers">' in browser.get("/placements").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dong cham", FARMING), ("Hợp Tác Đồng", FARMING), ("hoa thach", SEWING),
        ("01098", SEWING), ("98765", None), ("xây dựng", None),
    ],
)  # fmt: skip
def test_one_is_found_by_name_or_tax_code_and_no_name_stands_in_an_address(
    served: Office, query: str, found: str | None
) -> None:
    answer = send(served.browser("job_centre"), "/employers", "/employers/find", q=query)
    assert answer.status_code == 200
    assert re.findall(r'<a href="/employers/(\w+)">', answer.text) == ([found] if found else [])
    assert f'value="{query}"' in answer.text


def test_an_employer_is_added_and_shown(served: Office) -> None:
    served.rpc.answers["placement.register_employer"] = {**RECEIPT, "id": FARMING}
    answer = send(
        served.browser("job_centre"), "/employers", "/employers",
        name="Út", kind="household_business", village="Thôn 2", flexible_work="yes",
    )  # fmt: skip
    (sent,) = asked(served, "register_employer")
    assert sent["body"] == {
        "name": "Út", "kind": "household_business", "village": "Thôn 2", "commune": "09931",
        "barrier_free": False, "flexible_work": True, "mentoring": False,
    }  # fmt: skip
    assert answer.location == f"/employers/{FARMING}?done=1"


def test_a_refused_one_keeps_what_was_typed(served: Office) -> None:
    served.rpc.answers["placement.register_employer"] = Invalid.of(tax_code="too_long")
    html = send(
        served.browser("job_centre"), "/employers", "/employers",
        name="Út", kind="other", tax_code="9" * 14, mentoring="yes",
    ).text  # fmt: skip
    assert "Mã số thuế: " in html
    assert 'value="Út"' in html
    assert '<option value="other" selected>' in html
    assert 'name="mentoring" type="checkbox" value="yes" checked' in html


def test_only_what_differs_is_sent_with_the_version_seen(served: Office) -> None:
    answer = amended(served, phone="", address="Cụm công nghiệp", mentoring="")
    (sent,) = asked(served, "amend_record")
    assert (sent["kind"], sent["record_id"]) == ("employers", SEWING)
    assert sent["body"] == {"address": "Cụm công nghiệp", "phone": None, "mentoring": False}
    assert sent["meta"]["if_match"] == 2
    assert answer.location == f"{PAGE}?done=1"


def test_what_does_not_differ_is_not_sent_and_a_name_is_not_emptied(served: Office) -> None:
    assert amended(served, name="").location == f"{PAGE}?done=1"
    assert not asked(served, "amend_record")


@pytest.mark.parametrize("noticed", ["here", "by the service"])
def test_where_two_amend_one_both_values_are_shown(served: Office, noticed: str) -> None:
    browser = served.browser("job_centre")
    html = browser.get(PAGE).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    theirs = deepcopy(EMPLOYERS)
    theirs[0] |= {"version": 3, "phone": "0912 000 111"}

    def moved(**_: Any) -> Any:
        served.rpc.answers["placement.list_employers"] = {"items": theirs, "total": 2}
        raise Conflict("version_moved")

    served.rpc.answers["placement.amend_record"] = moved
    if noticed == "here":
        served.rpc.answers["placement.list_employers"] = {"items": theirs, "total": 2}
    said = {**FORM, "phone": "024 3384 9999", "version": "2"}
    answer = browser.post(f"{PAGE}/amend", data={**hidden, **said})
    assert answer.status_code == 409
    assert len(asked(served, "amend_record")) == (noticed == "by the service")
    assert '<td>0912 000 111</td><td class="is-differs">024 3384 9999</td>' in answer.text
    assert '<input type="hidden" name="version" value="3">' in answer.text
    assert 'value="024 3384 9999"' in answer.text


def test_one_entered_twice_is_voided_with_a_reason(served: Office) -> None:
    served.rpc.answers["placement.void_record"] = RECEIPT
    answer = send(
        served.browser("job_centre"), PAGE, f"{PAGE}/void", reason_code="duplicate", note="hai lần"
    )
    (sent,) = asked(served, "void_record")
    assert (sent["kind"], sent["record_id"]) == ("employers", SEWING)
    assert sent["body"] == {"reason_code": "duplicate", "note": "hai lần"}
    assert answer.location == "/employers?done=1"


def test_an_employer_that_is_not_there_is_not_found(served: Office) -> None:
    assert served.browser("job_centre").get(f"/employers/{'f' * 32}").status_code == 404


@pytest.mark.parametrize("role", ["social_insurance", "school", "commune_officer"])
def test_the_list_is_the_job_centres(served: Office, role: str) -> None:
    assert served.browser(role).get("/employers").status_code == 403
    assert 'href="/employers"' not in served.browser(role).get("/placements").text
