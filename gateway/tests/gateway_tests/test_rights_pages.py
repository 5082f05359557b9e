"""Persons' rights: the data-subject desk, one person's rights, own data, erasure."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from chassis.errors import Invalid, NotFound
from gateway.pages.own_data import readable

from .believable_desk import SUBJECT
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
