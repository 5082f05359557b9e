"""A person's history and way through all five services."""

from __future__ import annotations

from typing import Any

from chassis.errors import Forbidden, NotFound, Transient
from gateway.pages.history import merges_in

from .believable_desk import CHANGES
from .believable_people import IDS, NAMES
from .forms import RECEIPT, asked, send
from .office import Office

PERSON = f"/people/{IDS[0]}"


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
