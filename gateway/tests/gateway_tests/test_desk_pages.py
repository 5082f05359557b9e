"""Desks: persons' rights, breaches, the work list, households, histories, journeys."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Transient
from gateway.pages.clocks import days_left
from gateway.pages.history import merges_in
from gateway.pages.household_form import conflict_lines, poverty_of, years_of
from gateway.pages.own_data import readable

from .believable_desk import CHANGES, DESK_ANSWERS, HOUSEHOLD, SUBJECT
from .believable_people import IDS, NAMES
from .forms import RECEIPT, asked, fields, send
from .office import WORDS, Office

DONE = "Đã ghi vào sổ."
PERSON = f"/people/{IDS[0]}"


class TestRequests:
    """The data-subject desk."""

    def test_each_request_has_its_two_clocks_and_what_is_left_of_them(self, served: Office) -> None:
        html = served.browser("commune_officer").get("/data-requests").text
        for part in ("Hạn chế xử lý dữ liệu", NAMES[0], "Quá hạn 13 ngày", "hạn 10/11/2026",
                     "Còn 3 ngày", "hạn 26/11/2026", "Xong 20/11/2026", "Còn 32 ngày",
                     "đã gia hạn", "chưa xác nhận", "có bên khác cùng thực hiện"):  # fmt: skip
            assert part in html, part

    @pytest.mark.parametrize(
        ("step", "method", "said"),
        [
            ("answer", "answer_request", {"on": "2026-11-23"}),
            ("extend", "extend_request", {"on": "2026-11-23", "reason": "chờ ngân hàng"}),
            ("complete", "complete_request", {"on": "2026-11-23", "outcome": "done"}),
        ],
    )
    def test_a_step_is_recorded_once_however_often_the_form_is_sent(
        self, served: Office, step: str, method: str, said: dict[str, str]
    ) -> None:
        served.rpc.answers[f"registry.{method}"] = RECEIPT
        browser = served.browser("commune_officer")
        action = f"/data-requests/rq1/{step}"
        form = {**fields(browser.get("/data-requests").text, action), **said}
        for _ in range(2):
            assert browser.post(action, data=form).location == "/data-requests?done=1"
        sent = asked(served, method)
        assert [each["body"] for each in sent] == [said, said]
        assert sent[0]["meta"] == sent[1]["meta"]
        assert DONE in browser.get("/data-requests?done=1").text

    def test_from_the_persons_page_the_way_leads_back_there(self, served: Office) -> None:
        served.rpc.answers["registry.answer_request"] = RECEIPT
        action = "/data-requests/rq1/answer"
        answer = send(
            served.browser("commune_officer"), f"{PERSON}/privacy", action, on="2026-11-23"
        )
        assert answer.location == f"{PERSON}/privacy?done=1"

    def test_what_is_refused_is_said_on_the_page(self, served: Office) -> None:
        served.rpc.answers["registry.complete_request"] = Invalid.of(note="required")
        action = "/data-requests/rq1/complete"
        answer = send(
            served.browser("commune_officer"), "/data-requests", action, outcome="refused"
        )
        assert answer.status_code == 422
        assert "Ghi chú: Cần nhập mục này." in answer.text
        assert "Hạn chế xử lý dữ liệu" in answer.text

    def test_a_step_that_there_is_not_reaches_no_service(self, served: Office) -> None:
        browser = served.browser("commune_officer")
        form = fields(browser.get("/data-requests").text, "/data-requests/rq1/answer")
        calls = len(served.rpc.calls)
        assert browser.post("/data-requests/rq1/burn", data=form).status_code == 404
        assert len(served.rpc.calls) == calls


class TestRights:
    """One person's requests, consents, restriction, data, erasure."""

    def test_all_of_a_persons_rights_stand_on_one_page(self, served: Office) -> None:
        html = served.browser("commune_officer").get(f"{PERSON}/privacy").text
        for part in (NAMES[0], "Sổ đồng ý", "Phiếu số 12", "rút lại 01/05/2026",
                     "Không có hạn chế.", "Tải bản để đọc", "Ai đã xem", "hỗ trợ", "dân tộc",
                     "Tất cả 2 lần xem."):  # fmt: skip
            assert part in html, part

    @pytest.mark.parametrize(
        ("action", "method", "said", "body"),
        [
            (
                "requests",
                "receive_request",
                {"type": "access", "received_on": "2026-11-23", "form": "paper",
                 "others_must_act": "yes"},
                {"person_id": IDS[0], "type": "access", "received_on": "2026-11-23",
                 "form": "paper", "others_must_act": True},
            ),
            (
                "consents",
                "record_consent",
                {"scope": "other", "text_version": "1", "channel": "paper", "evidence": "Phiếu 1",
                 "given_on": "2026-11-23"},
                {"person_id": IDS[0], "scope": "other", "text_version": "1", "channel": "paper",
                 "evidence": "Phiếu 1", "given_on": "2026-11-23"},
            ),
            ("consents/c1/withdraw", "withdraw_consent", {"on": "2026-11-23"},
             {"on": "2026-11-23"}),
            ("restriction", "restrict_processing",
             {"on": "2026-11-23", "reason": "theo đơn", "do": "restrict"},
             {"on": "2026-11-23", "reason": "theo đơn"}),
        ],
    )  # fmt: skip
    def test_what_is_recorded_reaches_the_registry(
        self, served: Office, action: str, method: str, said: dict[str, str], body: dict[str, Any]
    ) -> None:
        served.rpc.answers[f"registry.{method}"] = RECEIPT
        browser = served.browser("commune_officer")
        answer = send(browser, f"{PERSON}/privacy", f"{PERSON}/{action}", **said)
        assert answer.location.startswith(f"{PERSON}/privacy?done=1#")
        assert asked(served, method)[0]["body"] == body

    def test_a_restriction_is_shown_and_lifted(self, served: Office) -> None:
        served.rpc.answers["registry.data_subject"] = {**SUBJECT, "restricted": "2026-11-01"}
        served.rpc.answers["registry.lift_restriction"] = RECEIPT
        browser = served.browser("commune_officer")
        assert "Đang hạn chế từ 01/11/2026" in browser.get(f"{PERSON}/privacy").text
        said = {"on": "2026-11-23", "reason": "đã rút đơn", "do": "lift"}
        send(browser, f"{PERSON}/privacy", f"{PERSON}/restriction", **said)
        assert len(asked(served, "lift_restriction")) == 1

    def test_own_data_is_a_file_that_nobody_keeps_on_the_way(self, served: Office) -> None:
        browser = served.browser("commune_officer")
        for form in ("json", "html"):
            answer = send(browser, f"{PERSON}/privacy", f"{PERSON}/own-data", form=form)
            assert answer.headers["Cache-Control"] == "no-store"
            named = answer.headers["Content-Disposition"]
            assert named.startswith("attachment;") and named.endswith(f'.{form}"')
            assert NAMES[0] not in named
        whole = send(browser, f"{PERSON}/privacy", f"{PERSON}/own-data", form="json")
        assert json.loads(whole.data)["person"]["full_name"] == NAMES[0]
        assert "Đào" in whole.text

    def test_own_data_can_be_read_by_the_person_it_is_of(self, served: Office) -> None:
        browser = served.browser("commune_officer")
        html = send(browser, f"{PERSON}/privacy", f"{PERSON}/own-data", form="html").text
        for part in (NAMES[0], "001164001234", "05/1964", "Nữ", "Đang giải quyết", "Mường",
                     "Thường trú", "01/01/1990", "xem hồ sơ", "hỗ trợ", "dân tộc",
                     "Giới thiệu đến đơn vị phối hợp", "Điện thoại: 0912345678 → 0987654321",
                     "lập lúc 10:00 23/11/2026", "&lt;b&gt;đậm&lt;/b&gt;"):  # fmt: skip
            assert part in html, part
        assert "permanent" not in html
        assert re.search(r"\d{4}-\d\d-\d\d", html) is None

    def test_a_name_that_means_several_things_is_told_in_the_right_word(self) -> None:
        words = WORDS.language("vi")
        told = readable({"form": "mobile", "channel": "meeting", "reason": "paper"}, words)
        assert [text for _, text in told["rows"]] == [
            "Lưu động", "Họp thôn, họp nhóm", "theo giấy tờ đã xem",
        ]  # fmt: skip
        assert readable({"form": "paper"}, words)["rows"][0][1] == "bằng giấy"

    def test_nobody_is_erased_by_a_slip(self, served: Office) -> None:
        served.rpc.answers["registry.erase_person"] = {**RECEIPT, "erased_ids": [IDS[0]]}
        browser = served.browser("commune_officer")
        page, said = f"{PERSON}/erase", {"basis": "request"}
        html = browser.get(page).text
        assert "không thể hoàn tác" in html
        assert f"xóa danh tính của {NAMES[0]}, sinh năm 1964" in html
        slip = send(browser, page, page, **said)
        assert slip.status_code == 422
        assert "Hãy đánh dấu vào ô xác nhận" in slip.text
        assert asked(served, "erase_person") == []
        meant = send(browser, page, page, **said, understood="yes")
        assert meant.location == f"{PERSON}/privacy?done=1"
        assert asked(served, "erase_person")[0]["body"] == said

    def test_feedback_that_names_them_is_shown_and_what_is_ticked_goes_too(
        self, served: Office
    ) -> None:
        served.rpc.answers["registry.erase_person"] = {**RECEIPT, "erased_ids": [IDS[0]]}
        browser, page = served.browser("commune_officer"), f"{PERSON}/erase"
        html = browser.get(page).text
        assert "Phản ánh có ghi tên này" in html and "nhà văn hóa thôn" in html
        assert asked(served, "list_feedback")[0]["naming"] == IDS[0]
        said = {"basis": "request", "understood": "yes", "feedback_ids": "fb2"}
        send(browser, page, page, **said)
        assert asked(served, "erase_person")[0]["body"] == {
            "basis": "request", "feedback_ids": ["fb2"],
        }  # fmt: skip

    def test_who_is_erased_is_offered_nothing_more(self, served: Office) -> None:
        erased = {**SUBJECT, "erased": "2026-11-20", "full_name": "", "requests": []}
        served.rpc.answers["registry.data_subject"] = erased
        html = served.browser("commune_officer").get(f"{PERSON}/privacy").text
        assert "đã được xóa ngày 20/11/2026" in html
        assert 'action="/people' not in html.replace(f'action="{PERSON}/own-data"', "")

    def test_a_person_nobody_knows_is_told_so(self, served: Office) -> None:
        served.rpc.answers["registry.data_subject"] = NotFound("no_such_person")
        assert served.browser("commune_officer").get("/people/x1/privacy").status_code == 404


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


class TestHouseholds:
    """Found, opened, amended."""

    def test_households_are_listed_with_todays_status(self, served: Office) -> None:
        browser = served.browser("commune_officer")
        html = browser.get("/households?village=Thôn Trại Cá&page=2").text
        for part in ("HĐ-0412", "Không nghèo", "1 người", "cần bổ sung", "Trang 2 / 3"):
            assert part in html, part
        assert asked(served, "list_households")[0]["village"] == "Thôn Trại Cá"
        assert "village=Th%C3%B4n" in html.partition('class="pager"')[2]

    def test_a_household_tells_each_year_and_its_members(self, served: Office) -> None:
        html = served.browser("commune_officer").get("/households/h1").text
        for part in ("HĐ-0412", NAMES[0], "đến trước 01/05/2024", "2025", "Hộ cận nghèo",
                     "từ 01/07/2025"):  # fmt: skip
            assert part in html, part

    def test_a_household_is_amended_against_the_version_that_was_seen(self, served: Office) -> None:
        served.rpc.answers["registry.amend_household"] = RECEIPT
        browser, action = served.browser("commune_officer"), "/households/h1/edit"
        said = {"code": "HĐ-0412", "village": "Thôn Phú Mỹ", "status_0": "poor",
                "from_0": "2026-01-01", "to_0": ""}  # fmt: skip
        assert send(browser, action, action, **said).location == "/households/h1?done=1"
        sent = asked(served, "amend_household")[0]
        assert sent["meta"]["if_match"] == 5
        assert sent["body"] == {
            "code": "HĐ-0412", "village": "Thôn Phú Mỹ",
            "poverty": [{"status": "poor", "from": "2026-01-01"}],
        }  # fmt: skip

    def test_where_two_were_at_it_both_values_are_shown_and_nothing_typed_is_lost(
        self, served: Office
    ) -> None:
        moved = Conflict("version_moved", {"expected": 5, "present": 6})
        served.rpc.answers["registry.amend_household"] = moved
        browser, action = served.browser("commune_officer"), "/households/h1/edit"
        served.rpc.answers["registry.get_household"] = {**HOUSEHOLD, "version": 6}
        said = {"code": "HĐ-0500", "village": "Thôn Trại Cá", "status_0": "poor",
                "from_0": "2026-01-01"}  # fmt: skip
        answer = send(browser, action, action, **said)
        assert answer.status_code == 409
        for part in ("<td>HĐ-0412</td>", "HĐ-0500</td>", 'value="HĐ-0500"',
                     "Không nghèo từ 01/01/2026", "Hộ nghèo từ 01/01/2026",
                     'name="version" value="6"'):  # fmt: skip
            assert part in answer.text, part

    def test_a_household_is_registered_and_opened(self, served: Office) -> None:
        served.rpc.answers["registry.register_household"] = {**RECEIPT, "id": "h9"}
        said = {"code": "HĐ-9", "village": "Thôn Trại Cá"}
        answer = send(served.browser("commune_officer"), "/households/new", "/households", **said)
        assert answer.location == "/households/h9?done=1"
        assert asked(served, "register_household")[0]["body"] == {**said, "poverty": []}

    def test_rows_that_are_blank_are_left_out_and_half_rows_are_not(self) -> None:
        form = {"status_0": "poor", "from_0": "2026-01-01", "status_2": "none", "status_3": ""}
        assert poverty_of(form) == [
            {"status": "poor", "from": "2026-01-01"}, {"status": "none", "from": ""},
        ]  # fmt: skip

    def test_a_year_has_every_status_it_had_and_none_where_nothing_is_known(self) -> None:
        found = {
            each["year"]: [one["status"] for one in each["statuses"]]
            for each in years_of(HOUSEHOLD["poverty"], date(2026, 11, 23))
        }
        assert found == {
            2026: ["none"], 2025: ["poor", "near_poor"], 2024: ["poor"], 2023: ["poor"],
        }  # fmt: skip
        gap = [{"status": "poor", "from": "2024-01-01", "to": "2025-01-01"}]
        assert years_of(gap, date(2026, 1, 1))[0] == {"year": 2026, "statuses": []}

    def test_equal_values_are_no_conflict(self) -> None:
        said = {"code": HOUSEHOLD["code"], "village": "Thôn 2", "poverty": HOUSEHOLD["poverty"]}
        assert [each["field"] for each in conflict_lines(said, HOUSEHOLD)] == ["village"]


class TestHistory:
    """What changed, and a merge undone."""

    def test_a_change_is_told_before_and_after_in_words(self, served: Office) -> None:
        html = served.browser("commune_officer").get(f"{PERSON}/history").text
        for part in ("<del>0912345678</del>", "<ins>0987654321</ins>", "05/1964",
                     "Thường trú, Thôn Trại Cá, từ 01/01/1990", "118/QĐ",
                     "thông tin nhạy cảm, chưa nêu mục đích", "đã bỏ"):  # fmt: skip
            assert part in html, part

    def test_why_is_told_as_far_as_it_may_be_read(self, served: Office) -> None:
        html = served.browser("commune_officer").get(f"{PERSON}/history").text
        for part in ("theo giấy tờ đã xem · xem thẻ tại nhà", "lý do đã xóa",
                     "lý do chỉ xem khi nêu mục đích"):  # fmt: skip
            assert part in html, part

    def test_sensitive_changes_are_read_for_a_purpose(self, served: Office) -> None:
        browser = served.browser("commune_officer")
        browser.get(f"{PERSON}/history?purpose=verification")
        browser.get(f"{PERSON}/history?purpose=curiosity")
        assert [each["purpose"] for each in asked(served, "person_history")] == [
            "verification", "",
        ]  # fmt: skip

    def test_a_duplicate_is_separated_again_with_a_reason(self, served: Office) -> None:
        served.rpc.answers["registry.unmerge_person"] = {**RECEIPT, "was": IDS[0]}
        browser, action = served.browser("commune_officer"), f"{PERSON}/unmerge"
        assert NAMES[1] in browser.get(f"{PERSON}/history").text
        answer = send(browser, f"{PERSON}/history", action, reason="hai chị em")
        assert answer.location == f"{PERSON}/history?done=1"
        sent = asked(served, "unmerge_person")[0]
        assert (sent["person_id"], sent["body"]) == (IDS[1], {"reason": "hai chị em"})

    def test_a_merge_that_was_undone_is_offered_no_more(self) -> None:
        undone = {"changes": [{"field": f"merged_here.{IDS[1]}", "before": True, "after": None}]}
        assert merges_in(CHANGES) == ([IDS[1]], None)
        assert merges_in([*CHANGES, undone]) == ([], None)
        into = {"changes": [{"field": "merged_into", "before": None, "after": IDS[2]}]}
        assert merges_in([into]) == ([], IDS[2])


class TestJourney:
    """All five services."""

    def told(self, served: Office) -> str:
        return str(served.browser("commune_officer").get(f"{PERSON}/journey").text)

    def why(self, served: Office, **codes: dict[str, Any]) -> None:
        items = [
            {"code": code, "name": f"Chỉ tiêu {code}", "unit": "person", "kind": "stock", **told}
            for code, told in codes.items()
        ]
        served.rpc.answers["indicators.why_not_all"] = {"items": items, "total": len(items)}

    def test_the_figures_that_count_a_person_are_told_and_why_others_do_not(
        self, served: Office
    ) -> None:
        missing = [{"part": "num", "condition": "nothing_after_need", "facts": {}}]
        self.why(
            served,
            one={"counted": {"den": True, "num": True}, "missing": []},
            two={"counted": {"den": True, "num": False}, "missing": missing},
        )
        html = self.told(served)
        counted, _, others = html.partition("1 chỉ tiêu chưa tính người này")
        assert "Chỉ tiêu one" in counted
        assert "Chỉ tiêu two" in others and "Chỉ tiêu two" not in counted
        assert "thuộc diện phải hỗ trợ" in others
        assert "Chưa có hỗ trợ nào từ ngày có nhu cầu" in others
        assert [each["person_id"] for each in asked(served, "why_not_all")] == [IDS[0]]
        assert asked(served, "why_not") == asked(served, "figures") == []

    def test_a_referral_tells_how_far_it_is_and_who_is_late(self, served: Office) -> None:
        self.why(served)
        html = self.told(served)
        for part in ("Đã nhận", "05/02/2026", "Đang thực hiện", "10/03/2026 · Nhập học",
                     "Chờ trả lời", "hạn 09/11/2026 · quá hạn"):  # fmt: skip
            assert part in html, part

    def test_figures_that_are_away_are_said_to_be_away(self, served: Office) -> None:
        served.rpc.answers["indicators.why_not_all"] = Transient("no_service")
        assert "Chỉ tiêu tạm thời chưa trả lời" in self.told(served)

    def test_figures_that_never_heard_of_a_person_say_so(self, served: Office) -> None:
        served.rpc.answers["indicators.why_not_all"] = NotFound("person")
        assert "chưa nhận tin nào về người này" in self.told(served)

    def test_a_village_head_sees_the_way_and_no_figures(self, served: Office) -> None:
        for service in ("training", "placement", "credit"):
            served.rpc.answers[f"{service}.journey"] = Forbidden("role")
        answer = served.browser("village_head").get(f"{PERSON}/journey")
        assert answer.status_code == 200
        assert 'id="figures"' not in answer.text
        assert asked(served, "why_not_all") == []

    def test_an_erased_persons_way_stays_without_a_name(self, served: Office) -> None:
        self.why(served)
        served.rpc.answers["registry.names"] = {"people": {}}
        assert "Không có tên" in self.told(served)
        assert served.browser("village_head").get(f"{PERSON}/journey").status_code == 404

    def test_the_api_tells_the_same(self, served: Office) -> None:
        self.why(served, one={"counted": {"value": True}, "missing": []})
        told = served.client("commune_officer").get(f"/api/v1{PERSON}/journey").json
        assert [each["code"] for each in told["figures"]] == ["one"]
        assert told["withheld"] == []


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
