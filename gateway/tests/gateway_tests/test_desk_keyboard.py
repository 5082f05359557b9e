"""The desks by keyboard alone, on a desktop and on a phone's narrow page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from chassis.waiting import until
from gateway.schemas.vocabulary import VOID_REASONS

from .believable_people import IDS
from .browser import open_browser
from .serving import serving
from .test_browser import Desk

TAB, ENTER, SPACE, DOWN = "\ue004", "\ue007", " ", "\ue015"
MOST_TABS = 120
RECEIPT = {"id": "x1", "version": 2, "warnings": []}
WRITES = (
    "decide_task", "complete_request", "erase_person", "amend_household", "report_breach",
    "amend_person", "add_group", "change_villages", "void_village_change", "merge_person",
    "record_land_recovery", "void_land_recovery",
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


def reach(desk: Desk, selector: str) -> None:
    """Press Tab until this has the focus, and see that it shows."""
    for _ in range(MOST_TABS):
        if desk.browser.run(f"return document.activeElement.matches('{selector}')"):
            shown = "return getComputedStyle(document.activeElement).outlineStyle"
            assert desk.browser.run(shown) != "none", selector
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
    reach(there, ".job-do input[name=reason]")
    there.browser.press(*"giay khai sinh", TAB, ENTER)
    assert sent(there, "decide_task")["body"] == {"decision": "yes", "reason": "giay khai sinh"}


def test_a_request_is_closed(there: Desk) -> None:
    there.browser.go(f"{there.url}/data-requests")
    reach(there, "#request-rq1 summary")
    there.browser.press(ENTER)
    reach(there, "#c-note-rq1")
    there.browser.press(*"xong", TAB, ENTER)
    body = sent(there, "complete_request")["body"]
    assert (body["outcome"], body["note"]) == ("done", "xong")


def test_a_person_is_erased_after_saying_so(there: Desk) -> None:
    there.browser.go(f"{there.url}/people/{IDS[0]}/erase")
    reach(there, "#basis")
    there.browser.press("T")  # "Theo yêu cầu …": a select is chosen from by typing
    reach(there, "#understood")
    there.browser.press(SPACE)
    reach(there, "button.danger")
    there.browser.press(ENTER)
    assert sent(there, "erase_person")["body"]["basis"] == "request"


def test_a_household_is_amended(there: Desk) -> None:
    there.browser.go(f"{there.url}/households/h1/edit")
    reach(there, "#code")
    there.browser.press(*"-X", ENTER)
    assert sent(there, "amend_household")["body"]["code"].endswith("X")


def test_a_person_is_amended(there: Desk) -> None:
    there.browser.go(f"{there.url}/people/{IDS[0]}/edit")
    reach(there, "#phone")
    there.browser.press(*"9", ENTER)
    assert sent(there, "amend_person")["body"]["phone"].endswith("9")


def test_a_paper_is_added(there: Desk) -> None:
    there.browser.go(f"{there.url}/people/{IDS[0]}/groups")
    reach(there, "#code")
    there.browser.press("T")  # "Thanh niên ưu tiên"
    reach(there, "#from")
    there.browser.press(*"01052026")
    reach(there, "#document-new")
    there.browser.press(*"Giay", ENTER)
    body = sent(there, "add_group")["body"]
    assert (body["code"], body["from"]) == ("priority_youth", "2026-01-05")
    assert body["evidence"]["document"] == "Giay"


def test_a_village_is_renamed_after_a_look_and_taken_back(there: Desk) -> None:
    there.browser.go(f"{there.url}/villages/change?kind=rename&village=v1")
    reach(there, "#into")
    there.browser.press(*"Thon Moi")
    reach(there, "#on")
    there.browser.press(*"11012026")
    reach(there, "#reason")
    there.browser.press(*"nghi quyet")
    reach(there, "main button.primary")
    there.browser.press(ENTER)
    there.browser.until("return location.pathname === '/villages/preview'")
    reach(there, "#confirmed")
    there.browser.press(SPACE)
    reach(there, "main button.primary")
    there.browser.press(ENTER)
    body = sent(there, "change_villages")["body"]
    assert (body["kind"], body["into"]) == ("rename", "Thon Moi")
    assert body["villages"] == ["Thôn Trại Cá"]
    assert (body["on"], body["reason"]) == ("2026-11-01", "nghi quyet")
    there.browser.until("return location.pathname === '/villages/changes/x1'")
    reach(there, "summary")
    there.browser.press(ENTER)
    reach(there, "#reason")
    there.browser.press(*"nham")
    reach(there, "#confirmed")
    there.browser.press(SPACE)
    reach(there, "button.danger")
    there.browser.press(ENTER)
    assert sent(there, "void_village_change")["body"] == {"reason": "nham"}


def test_two_whom_nobody_suspected_are_found_compared_and_merged(there: Desk) -> None:
    at = f"/people/{IDS[0]}/merge"
    there.browser.go(f"{there.url}{at}")
    reach(there, "#q")
    there.browser.press(*"nguyen an", ENTER)
    there.browser.until("return document.querySelector('.merge-found a') !== null")
    reach(there, f'.merge-found a[href="{at}/{IDS[1]}"]')
    there.browser.press(ENTER)
    there.browser.until(f"return location.pathname === '{at}/{IDS[1]}'")
    reach(there, "#keep-1")
    there.browser.press(DOWN)  # the other record is kept
    reach(there, "#reason")
    there.browser.press(*"cung mot the")
    reach(there, "main button.primary")
    there.browser.press(ENTER)
    merged = sent(there, "merge_person")
    assert merged["person_id"] == IDS[0]
    assert merged["body"] == {"into": IDS[1], "reason": "cung mot the"}
    there.browser.until(f"return location.pathname === '/people/{IDS[1]}/history'")


def test_a_recovery_of_land_is_recorded_with_the_last_word_on_a_member(there: Desk) -> None:
    there.browser.go(f"{there.url}/households/h1/land")
    reach(there, "#number-new")
    there.browser.press(*"9")
    reach(there, "#on-new")
    there.browser.press(*"06012026")
    reach(there, "#land-new")
    there.browser.press(DOWN)
    reach(there, "#area-new")
    there.browser.press(*"360")
    reach(there, f"#who-new-{IDS[1]}")
    there.browser.press(DOWN)
    reach(there, 'form[action$="/land"] button.primary')
    there.browser.press(ENTER)
    body = sent(there, "record_land_recovery")["body"]
    assert (body["number"], body["on"], body["area"]) == ("9", "2026-06-01", 360)
    assert (body["land"], body["include"]) == ("agricultural", [IDS[1]])


def test_a_recovery_of_land_is_voided(there: Desk) -> None:
    there.browser.go(f"{there.url}/households/h1/land")
    reach(there, "details:nth-of-type(2) summary")
    there.browser.press(ENTER)
    reach(there, "#reason_code-1")
    there.browser.press(DOWN)
    reach(there, "#note-1")
    there.browser.press(*"ghi hai lan")
    reach(there, 'form[action$="/lr1/void"] button.danger')
    there.browser.press(ENTER)
    voided = sent(there, "void_land_recovery")
    assert voided["recovery_id"] == "lr1"
    assert voided["body"] == {"reason_code": VOID_REASONS[1], "note": "ghi hai lan"}


def test_a_breach_is_reported(there: Desk) -> None:
    there.browser.go(f"{there.url}/breaches")
    reach(there, "#breach-b1 summary")
    there.browser.press(ENTER)
    reach(there, "#at-b1")
    there.browser.press(*"11232026", TAB, *"0915AM")
    reach(there, "#number-b1")
    there.browser.press(*"15", TAB, ENTER)
    assert sent(there, "report_breach")["body"] == {
        "at": "2026-11-23T09:15:00+07:00",
        "report_number": "15",
    }


def test_the_way_past_the_frame_is_one_key(there: Desk) -> None:
    there.browser.go(f"{there.url}/work")
    there.browser.press(TAB)
    assert there.browser.run("return document.activeElement.matches('.skip')")
