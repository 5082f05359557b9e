"""Closings: looked at before they are signed, signed once, later knowledge beside them."""

from __future__ import annotations

import re
from typing import Any

from chassis.errors import Invalid, Refused

from .believable_closings import DIGESTS, SIGNED, closing
from .office import Office


def token_in(html: str) -> str:
    found = re.search(r'name="csrf_token" value="(\w+)"', html)
    assert found is not None
    return found[1]


def called(served: Office, method: str) -> list[dict[str, Any]]:
    return [each.kwargs for each in served.rpc.calls if each.method == method]


def test_the_list_tells_every_closing_and_that_the_chain_is_whole(served: Office) -> None:
    html = served.browser("city_viewer").get("/closings").text
    for part in ("2026-Q1", SIGNED, "lanh-dao", DIGESTS[SIGNED][:12], "nguyên vẹn"):
        assert part in html, part
    assert html.index(SIGNED) < html.index("2026-Q1")
    assert 'href="/closings/new"' not in html
    told = served.rpc.answers["indicators.list_closings"]()
    served.rpc.answers["indicators.list_closings"] = {**told, "sound": False}
    assert "Chuỗi mã kiểm tra không khớp" in served.browser("ops").get("/closings").text


def test_only_the_leader_is_led_to_signing(served: Office) -> None:
    assert 'href="/closings/new"' in served.browser("commune_leader").get("/closings").text
    for role in ("commune_officer", "ops", "city_viewer"):
        assert served.browser(role).get("/closings/new").status_code == 403


def test_a_leader_sees_what_will_be_signed_and_how_fresh_it_is(served: Office) -> None:
    html = served.browser("commune_leader").get("/closings/new?span=2026-Q3").text
    for part in ("kỳ 2026-Q3, hết ngày 30/09/2026", "Lao động nông thôn tham gia đào tạo nghề",
                 "75,9%", "1 nguồn lâu không có tin", "Ký chốt kỳ 2026-Q3"):  # fmt: skip
        assert part in html, part
    assert called(served, "close_span") == []


def test_only_spans_that_are_over_and_open_can_be_chosen(served: Office) -> None:
    browser = served.browser("commune_leader")
    html = browser.get("/closings/new").text
    chosen = re.findall(r'<option value="([^"]+)"', html)
    assert chosen[:3] == ["2026-10", "2026-9M", "2026-Q3"]
    assert not {"2026", "2026-Q4", "2026-11", "plan", SIGNED, "2026-Q1"} & set(chosen)
    for span, words in ((SIGNED, "đã được"), ("2026-Q4", "chưa"), ("2026-XX", "")):
        answer = browser.get(f"/closings/new?span={span}")
        assert answer.status_code == 422, span
        assert words in answer.text


def test_nothing_is_signed_without_the_box_and_once_with_it(served: Office) -> None:
    browser = served.browser("commune_leader")
    html = browser.get("/closings/new?span=2026-Q3").text
    key = re.search(r'name="key" value="(\w{32})"', html)
    assert key is not None
    form = {"csrf_token": token_in(html), "span": "2026-Q3", "key": key[1]}
    refused = browser.post("/closings", data=form)
    assert refused.status_code == 422
    assert "Hãy xác nhận đã xem" in refused.text
    assert called(served, "close_span") == []
    for _ in range(2):
        answer = browser.post("/closings", data={**form, "confirmed": "yes"})
        assert (answer.status_code, answer.location) == (303, "/closings/2026-Q3")
    keys = {each["meta"]["key"] for each in called(served, "close_span")}
    assert keys == {key[1]}


def test_a_closing_signed_by_another_meanwhile_is_said(served: Office) -> None:
    served.rpc.answers["indicators.close_span"] = Refused("already_closed", {"span": "2026-Q3"})
    browser = served.browser("commune_leader")
    html = browser.get("/closings/new?span=2026-Q3").text
    form = {"csrf_token": token_in(html), "span": "2026-Q3", "confirmed": "yes"}
    assert browser.post("/closings", data=form).status_code == 422


def test_what_was_learnt_later_stands_beside_the_signed_figure(served: Office) -> None:
    html = served.browser("commune_officer").get(f"/closings/{SIGNED}").text
    row = html[html.index("rural_trainees") :]
    assert "<b>131</b>" in row
    for part in ("Nay 134", "(+3)", "Ghi nhận muộn: +4", "Hủy bản ghi: −1", "Đúng tiến độ",
                 "−2,4 điểm phần trăm", "Ghi nhận muộn: mẫu số +1", "không đổi",
                 "Một lớp may công nghiệp báo cáo muộn", "mắt xích thứ 2 trong 3"):  # fmt: skip
        assert part in html, part
    assert "Ký ghi chú" not in html


def test_a_chain_that_does_not_fit_is_said_with_its_place(served: Office) -> None:
    broken = closing(SIGNED) | {
        "sound": False,
        "faults": [{"span": "2026-Q1", "note": None, "what": "altered"}],
    }
    served.rpc.answers["indicators.closing"] = broken
    html = served.browser("ops").get(f"/closings/{SIGNED}").text
    assert "2026-Q1: nội dung khác bản đã ký" in html


def test_a_leader_signs_a_note(served: Office) -> None:
    browser = served.browser("commune_leader")
    html = browser.get(f"/closings/{SIGNED}").text
    form = {"csrf_token": token_in(html), "code": "new_jobs", "text": " Đã đối chiếu. "}
    answer = browser.post(f"/closings/{SIGNED}/notes", data=form)
    assert answer.location == f"/closings/{SIGNED}#notes"
    (sent,) = called(served, "note_on_closing")
    assert (sent["span"], sent["body"]) == (SIGNED, {"code": "new_jobs", "text": "Đã đối chiếu."})
    served.rpc.answers["indicators.note_on_closing"] = Invalid.of(text="required")
    empty = browser.post(f"/closings/{SIGNED}/notes", data={**form, "text": " "})
    assert empty.status_code == 422
    assert "Hãy viết nội dung ghi chú" in empty.text


def test_a_span_that_was_never_signed_is_not_found(served: Office) -> None:
    assert served.browser("ops").get("/closings/2026-Q3").status_code == 404
