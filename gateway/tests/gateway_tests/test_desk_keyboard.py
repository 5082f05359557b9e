"""The desks by keyboard alone, on a desktop and on a phone's narrow page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from chassis.waiting import until
from gateway.schemas.vocabulary import AMEND_REASONS, VOID_REASONS

from .believable_desk import HOUSEHOLD
from .believable_people import IDS
from .browser import open_browser
from .forms import RECEIPT
from .serving import serving
from .test_browser import Desk

TAB, ENTER, SPACE, DELETE = "\ue004", "\ue007", " ", "\ue017"
UP, DOWN = "\ue013", "\ue015"
MOST_TABS = 120
WRITES = (
    "decide_task", "complete_request", "erase_person", "amend_household", "report_breach",
    "amend_person", "add_group", "change_villages", "void_village_change", "merge_person",
    "record_land_recovery", "amend_land_recovery", "void_land_recovery",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with serving() as (url, office), open_browser(tmp_path_factory.mktemp("keys")) as browser:
        browser.size(1280, 800)
        there = Desk(url=url, office=office, browser=browser)
        there.sign_in()
        browser.until("return location.pathname === '/'")
        for method in WRITES:
            office.rpc.answers[f"registry.{method}"] = RECEIPT
        yield there


@pytest.fixture(params=[False, True], ids=["desktop", "phone"])
def there(request: pytest.FixtureRequest, desk: Desk) -> Desk:
    narrow = request.param
    desk.browser.size(390 if narrow else 1280, 800, phone=narrow)
    desk.office.rpc.calls.clear()
    return desk


def at(desk: Desk, selector: str, *keys: str) -> None:
    """Press Tab until this has the focus, see that it shows, and press these keys there."""
    for _ in range(MOST_TABS):
        if desk.browser.run(f"return document.activeElement.matches('{selector}')"):
            shown = "return getComputedStyle(document.activeElement).outlineStyle"
            assert desk.browser.run(shown) != "none", selector
            desk.browser.press(*keys)
            return
        desk.browser.press(TAB)
    raise AssertionError(f"not reached: {selector}")


def sent(desk: Desk, method: str) -> dict[str, Any]:
    """What reached the registry, once the page has come."""
    until(lambda: any(each.method == method for each in desk.office.rpc.calls))
    desk.browser.until("return document.readyState === 'complete'")
    return next(each.kwargs for each in desk.office.rpc.calls if each.method == method)


def test_a_task_is_decided(there: Desk) -> None:
    there.browser.go(f"{there.url}/work")
    at(there, ".job-do input[name=reason]", *"giay khai sinh", TAB, ENTER)
    assert sent(there, "decide_task")["body"] == {"decision": "yes", "reason": "giay khai sinh"}


def test_a_request_is_closed(there: Desk) -> None:
    there.browser.go(f"{there.url}/data-requests")
    at(there, "#request-rq1 summary", ENTER)
    at(there, "#c-outcome-rq1", DOWN)
    at(there, "#c-note-rq1", *"xong", TAB, ENTER)
    body = sent(there, "complete_request")["body"]
    assert (body["outcome"], body["note"]) == ("done", "xong")


def test_a_person_is_erased_after_saying_so(there: Desk) -> None:
    there.browser.go(f"{there.url}/people/{IDS[0]}/erase")
    at(there, "#basis", "T")  # "Theo yêu cầu …": a select is chosen from by typing
    at(there, "#understood", SPACE)
    at(there, "button.danger", ENTER)
    assert sent(there, "erase_person")["body"]["basis"] == "request"


def test_a_household_is_amended(there: Desk) -> None:
    there.browser.go(f"{there.url}/households/h1/edit")
    at(there, "#code", *"-X", ENTER)
    assert sent(there, "amend_household")["body"]["code"].endswith("X")


def test_a_person_is_amended(there: Desk) -> None:
    there.browser.go(f"{there.url}/people/{IDS[0]}/edit")
    at(there, "#phone", *"9", ENTER)
    assert sent(there, "amend_person")["body"]["phone"].endswith("9")


def test_a_paper_is_added(there: Desk) -> None:
    there.browser.go(f"{there.url}/people/{IDS[0]}/groups")
    at(there, "#code", "T")  # "Thanh niên ưu tiên"
    at(there, "#from", *"01052026")
    at(there, "#document-new", *"Giay", ENTER)
    body = sent(there, "add_group")["body"]
    assert (body["code"], body["from"]) == ("priority_youth", "2026-01-05")
    assert body["evidence"]["document"] == "Giay"


def test_a_village_is_renamed_after_a_look_and_taken_back(there: Desk) -> None:
    there.browser.go(f"{there.url}/villages/change?kind=rename&village=v1")
    at(there, "#into", *"Thon Moi")
    at(there, "#on", *"11012026")
    at(there, "#reason", *"nghi quyet")
    at(there, "main button.primary", ENTER)
    there.browser.until("return location.pathname === '/villages/preview'")
    at(there, "#confirmed", SPACE)
    at(there, "main button.primary", ENTER)
    body = sent(there, "change_villages")["body"]
    assert (body["kind"], body["into"]) == ("rename", "Thon Moi")
    assert body["villages"] == ["Thôn Trại Cá"]
    assert (body["on"], body["reason"]) == ("2026-11-01", "nghi quyet")
    there.browser.until("return location.pathname === '/villages/changes/x1'")
    at(there, "summary", ENTER)
    at(there, "#reason", *"nham")
    at(there, "#confirmed", SPACE)
    at(there, "button.danger", ENTER)
    assert sent(there, "void_village_change")["body"] == {"reason": "nham"}


def test_two_whom_nobody_suspected_are_found_compared_and_merged(there: Desk) -> None:
    page = f"/people/{IDS[0]}/merge"
    there.browser.go(f"{there.url}{page}")
    at(there, "#q", *"nguyen an", ENTER)
    there.browser.until("return document.querySelector('.merge-found a') !== null")
    at(there, f'.merge-found a[href="{page}/{IDS[1]}"]', ENTER)
    there.browser.until(f"return location.pathname === '{page}/{IDS[1]}'")
    at(there, "#keep-1", DOWN)  # the other record is kept
    at(there, "#reason", *"cung mot the")
    at(there, "main button.primary", ENTER)
    merged = sent(there, "merge_person")
    assert merged["person_id"] == IDS[0]
    assert merged["body"] == {"into": IDS[1], "reason": "cung mot the"}
    there.browser.until(f"return location.pathname === '/people/{IDS[1]}/history'")


def test_a_recovery_of_land_is_recorded_with_the_last_word_on_a_member(there: Desk) -> None:
    there.browser.go(f"{there.url}/households/h1/land")
    at(there, "#number-new", *"9")
    at(there, "#on-new", *"06012026")
    at(there, "#land-new", DOWN)
    at(there, "#area-new", *"360")
    at(there, f"#who-new-{IDS[1]}", DOWN)
    at(there, 'form[action$="/land"] button.primary', ENTER)
    body = sent(there, "record_land_recovery")["body"]
    assert (body["number"], body["on"], body["area"]) == ("9", "2026-06-01", 360)
    assert (body["land"], body["include"]) == ("agricultural", [IDS[1]])


def test_a_recovery_of_land_is_corrected_with_its_reason(there: Desk) -> None:
    there.browser.go(f"{there.url}/households/h1/land")
    at(there, "article details:nth-of-type(1) summary", ENTER)
    at(there, "#issued_by-1", DELETE)  # what has the focus is chosen whole: it is emptied
    at(there, "#land-1", DOWN)
    at(there, "#area-1", *"1.400")
    at(there, f"#who-1-{IDS[1]}", UP)
    at(there, "#why-1", DOWN)
    at(there, "#why-note-1", *"do lai")
    at(there, 'form[action$="/lr1/amend"] button.primary', ENTER)
    amended = sent(there, "amend_land_recovery")
    assert (amended["recovery_id"], amended["meta"]["if_match"]) == ("lr1", HOUSEHOLD["version"])
    assert amended["body"] == {
        "number": "45/QĐ-UBND", "on": "2026-03-12", "issued_by": None, "land": "business",
        "area": 1400, "verified_by": "Nguyễn Thị Hạnh", "include": [IDS[1]], "leave_out": [],
        "reason": AMEND_REASONS[0], "reason_note": "do lai",
    }  # fmt: skip
    there.browser.until("return location.search === '?done=1'")


def test_a_recovery_of_land_is_voided(there: Desk) -> None:
    there.browser.go(f"{there.url}/households/h1/land")
    at(there, "details:nth-of-type(2) summary", ENTER)
    at(there, "#reason_code-1", DOWN, DOWN)
    at(there, "#note-1", *"ghi hai lan")
    at(there, 'form[action$="/lr1/void"] button.danger', ENTER)
    voided = sent(there, "void_land_recovery")
    assert voided["recovery_id"] == "lr1"
    assert voided["body"] == {"reason_code": VOID_REASONS[1], "note": "ghi hai lan"}


def test_a_breach_is_reported(there: Desk) -> None:
    there.browser.go(f"{there.url}/breaches")
    at(there, "#breach-b1 summary", ENTER)
    at(there, "#at-b1", *"11232026", TAB, *"0915AM")
    at(there, "#number-b1", *"15", TAB, ENTER)
    assert sent(there, "report_breach")["body"] == {
        "at": "2026-11-23T09:15:00+07:00",
        "report_number": "15",
    }


def test_the_way_past_the_frame_is_one_key(there: Desk) -> None:
    there.browser.go(f"{there.url}/work")
    there.browser.press(TAB)
    assert there.browser.run("return document.activeElement.matches('.skip')")
