"""Desks: breaches, the work list, and what holds for every desk."""

from __future__ import annotations

from datetime import date

import pytest
from chassis.errors import Invalid, Refused
from gateway.pages.clocks import days_left

from .believable_desk import DESK_ANSWERS
from .believable_people import IDS, NAMES
from .forms import RECEIPT, asked, send
from .office import Office

PERSON = f"/people/{IDS[0]}"


class TestBreaches:
    """The register and its clock."""

    def test_the_clock_of_72_hours_is_told(self, served: Office) -> None:
        html = served.browser("commune_officer").get("/breaches").text
        for part in ("Còn 46 giờ", "hạn 08:00 25/11/2026", "Đã báo 10:00 06/08/2026", "chậm hạn",
                     "Không phải báo", "14/BC-UBND", "12 người bị ảnh hưởng"):  # fmt: skip
            assert part in html, part

    def test_local_time_is_sent_as_an_instant(self, served: Office) -> None:
        served.rpc.answers["registry.record_breach"] = RECEIPT
        said = {"kind": "loss", "detected_at": "2026-11-23T08:15", "nature": "Mất máy",
                "measures": "Khóa máy", "people_affected": "40", "must_report": "yes"}  # fmt: skip
        answer = send(served.browser("commune_officer"), "/breaches", "/breaches", **said)
        assert answer.location == "/breaches?done=1"
        assert asked(served, "record_breach")[0]["body"] == {
            "kind": "loss", "nature": "Mất máy", "measures": "Khóa máy", "people_affected": 40,
            "detected_at": "2026-11-23T08:15:00+07:00", "must_report": True,
        }  # fmt: skip

    def test_what_was_typed_stays_where_it_was_refused(self, served: Office) -> None:
        served.rpc.answers["registry.record_breach"] = Refused(
            "in_future", {"field": "detected_at"}
        )
        said = {"kind": "loss", "detected_at": "2027-01-01T08:15", "nature": "Mất máy <b>"}
        answer = send(served.browser("commune_officer"), "/breaches", "/breaches", **said)
        assert answer.status_code == 422
        assert "Mất máy &lt;b&gt;" in answer.text
        assert 'value="2027-01-01T08:15"' in answer.text

    def test_an_operator_records_one_and_leaves_the_report_to_the_officer(
        self, served: Office
    ) -> None:
        html = served.browser("ops").get("/breaches").text
        assert 'action="/breaches"' in html
        assert "/report" not in html
        assert 'href="/data-requests"' not in html

    def test_a_report_is_recorded_with_its_number(self, served: Office) -> None:
        served.rpc.answers["registry.report_breach"] = RECEIPT
        said = {"at": "2026-11-23T09:00", "report_number": "15/BC"}
        send(served.browser("commune_officer"), "/breaches", "/breaches/b1/report", **said)
        assert asked(served, "report_breach")[0]["body"] == {
            "at": "2026-11-23T09:00:00+07:00", "report_number": "15/BC",
        }  # fmt: skip


class TestWork:
    """What waits for the officer."""

    def test_the_three_lists_stand_on_one_page(self, served: Office) -> None:
        html = served.browser("commune_officer").get("/work").text
        for part in ("Quá hạn 14 ngày", NAMES[2], "Còn 5 ngày", "Hết hạn 22 ngày trước",
                     "Người cao tuổi: từ đủ 60 tuổi", "sinh 1966", "Có giấy khai sinh bản giấy",
                     "3 giấy tờ của nhóm nhạy cảm không hiện"):  # fmt: skip
            assert part in html, part

    def test_sensitive_groups_are_asked_for_with_a_purpose_of_the_list_only(
        self, served: Office
    ) -> None:
        browser = served.browser("commune_officer")
        for purpose, passed in (("verification", "verification"), ("tò mò", ""), ("", "")):
            browser.get("/work", query_string={"purpose": purpose, "within": "30"})
            found = asked(served, "list_expiring")[-1]
            assert (found["purpose"], found["within_days"]) == (passed, 30)

    def test_a_task_is_decided_with_its_reason(self, served: Office) -> None:
        served.rpc.answers["registry.decide_task"] = RECEIPT
        task = f"elderly_60-2026-{IDS[1]}"
        said = {"decision": "yes", "reason": "Có giấy khai sinh"}
        answer = send(served.browser("commune_officer"), "/work", f"/tasks/{task}/decide", **said)
        assert answer.location == "/work?done=1#tasks"
        sent = asked(served, "decide_task")[0]
        assert (sent["task_id"], sent["body"]) == (task, said)

    def test_without_a_reason_the_list_is_shown_again(self, served: Office) -> None:
        served.rpc.answers["registry.decide_task"] = Invalid.of(reason="required")
        action = f"/tasks/elderly_60-2026-{IDS[1]}/decide"
        answer = send(served.browser("commune_officer"), "/work", action, decision="no")
        assert answer.status_code == 422
        assert "Lý do: Cần nhập mục này." in answer.text


def test_rules_that_are_not_entered_or_confirmed_are_shown_as_that(served: Office) -> None:
    browser = served.browser("commune_officer")
    html = browser.get("/retention-rules").text
    assert "1 loại hồ sơ chưa có thời hạn" in html
    assert "<i>chưa nhập</i>" in html and "24 tháng" in html
    html = browser.get("/group-policies").text
    assert "Quyết định 12/2024/QĐ-TTg" in html
    assert (html.count("đã xác nhận"), html.count("chưa xác nhận")) == (1, 1)


@pytest.mark.parametrize(
    "path",
    ["/work", "/households", "/households/h1", "/households/h1/edit", "/households/new",
     "/data-requests", "/breaches", "/group-policies", "/retention-rules", f"{PERSON}/privacy",
     f"{PERSON}/erase", f"{PERSON}/history"],
)  # fmt: skip
def test_every_desk_is_there_in_both_languages(served: Office, path: str) -> None:
    browser = served.browser("commune_officer")
    assert browser.get(path).status_code == 200
    english = browser.get(f"{path}?lang=en")
    assert english.status_code == 200
    assert '<html lang="en">' in english.text


def test_the_way_to_every_desk_is_shown_to_whoever_may_go_there(served: Office) -> None:
    officer = served.browser("commune_officer").get("/imports").text
    assert all(f'href="{path}"' in officer for path in ("/work", "/households", "/data-requests"))
    tabs = served.browser("commune_officer").get("/breaches").text
    for path in ("/data-requests", "/breaches", "/retention-rules", "/group-policies"):
        assert f'href="{path}"' in tabs
    assert f'href="{PERSON}/privacy"' in served.browser("commune_officer").get(PERSON).text
    school = served.browser("school").get("/people").text
    assert not any(f'href="{path}"' in school for path in ("/work", "/data-requests", "/breaches"))


def test_days_are_counted_to_the_day() -> None:
    assert days_left("2026-11-25", date(2026, 11, 23)) == 2
    assert days_left("2026-11-20", date(2026, 11, 23)) == -3
    assert days_left(None, date(2026, 11, 23)) is None


def test_the_answers_of_these_tests_are_of_methods_that_there_are() -> None:
    """A fake that answers what nobody asks for proves nothing."""
    registry = pytest.importorskip("registry.service")
    for name in DESK_ANSWERS:
        assert hasattr(registry.RegistryService, name.partition(".")[2]), name
