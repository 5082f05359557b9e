"""The plan's page: what is counted and how, the files so far, another one tried out."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from chassis.errors import Invalid

from .believable_plan import EFFECT, INDICATORS, MISTAKES
from .office import Office
from .outline import Outline
from .test_village_pages import well_made

FILE = ("plan: x\n", "ke-hoach.yaml")


@pytest.fixture
def leader(served: Office) -> Any:
    return served.browser("commune_leader")


def tried(browser: Any, *files: tuple[str | bytes, str], **more: str) -> Any:
    token = re.search(r'name="csrf_token" value="(\w+)"', browser.get("/plan").text)
    assert token is not None
    sent = [
        (io.BytesIO(text if isinstance(text, bytes) else text.encode()), name)
        for text, name in files
    ]
    data = {"csrf_token": token[1], "files": sent, **more}
    return browser.post("/plan", data=data, content_type="multipart/form-data")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_is_well_made(leader: Any, language: str) -> None:
    html = leader.get(f"/plan?lang={language}").text
    well_made(html)
    well_made(tried(leader, FILE).text)


def test_every_indicator_stands_with_its_reading_target_and_source(served: Office) -> None:
    html = served.browser("city_viewer").get("/plan").text
    for part in (
        'href="/indicators/rural_trainees"', "Lao động nông thôn tham gia đào tạo nghề",
        "Chỉ tiêu 150/năm", "III.1",
    ):  # fmt: skip
        assert part in html, part
    assert 'name="files"' not in html, "trying another is the leader's and operations'"
    assert served.rpc.calls[-1].kwargs == {"span": "2026", "set": "all"}


def test_the_files_that_were_counted_stand_newest_first_with_what_changed(leader: Any) -> None:
    html = leader.get("/plan").text
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition('id="versions"')[2]))
    order = ["từ 09:00 01/09/2026 đang tính", "Chỉ đổi câu chữ", "từ 00:00 01/07/2026",
             "Đổi mức đề ra: Lao động nông thôn tham gia đào tạo nghề",
             "Xã tách riêng thêm: xã Hưng Đạo", "từ đầu"]  # fmt: skip
    places = [told.index(part) for part in order]
    assert places == sorted(places)


def test_a_file_is_had_as_it_was_counted(leader: Any) -> None:
    first = leader.get("/plan/files/1")
    assert (first.text, first.headers["Content-Type"]) == (
        "plan: first\n", "application/yaml; charset=utf-8",
    )  # fmt: skip
    assert "plan-1.yaml" in first.headers["Content-Disposition"]
    assert leader.get("/plan/files/3?commune=09931").text == "plan: own\n"
    for gone in ("0", "4", "x", "1?commune=09931"):
        assert leader.get(f"/plan/files/{gone}").status_code == 404, gone


def test_a_file_that_is_tried_shows_what_it_would_make_of_the_figures(
    served: Office, leader: Any
) -> None:
    answer = tried(leader, FILE, ("plan: y\n", "xa/09931.yaml"))
    assert answer.status_code == 200
    asked = [each for each in served.rpc.calls if each.method == "preview_plan"]
    assert asked[-1].kwargs["body"] == {
        "files": [
            {"name": "ke-hoach.yaml", "text": "plan: x\n"},
            {"name": "09931.yaml", "text": "plan: y\n"},
        ]
    }
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))
    for part in (
        "Nếu áp dụng bản 3", "Không có lỗi trong ke-hoach.yaml, 09931.yaml.",
        "141 mức 150 Đúng tiến độ 100 mức 150 Chậm", "– 1,85 tỷ", "52,9% 9/17 mức 50%",
        "xã Hưng Đạo · Cả kỳ", "hãy tăng version: Người cao tuổi tìm được việc",
        "Chỉ tiêu thêm mới: Vốn vay đã giải ngân ", "Chưa có gì thay đổi",
    ):  # fmt: skip
        assert part in told, part


def test_two_of_one_name_are_told_apart_by_their_codes(served: Office, leader: Any) -> None:
    renamed = {**INDICATORS, "loans_given": INDICATORS["loans_paid"]}
    told = {**EFFECT, "indicators": renamed, "removed": ["loans_given"]}
    served.rpc.answers["indicators.preview_plan"] = told
    assert "Vốn vay đã giải ngân (loans_given)" in tried(leader, FILE).text


def test_mistakes_are_told_with_file_and_place_in_the_readers_language(
    served: Office, leader: Any
) -> None:
    served.rpc.answers["indicators.preview_plan"] = MISTAKES
    answer = tried(leader, FILE)
    assert answer.status_code == 422
    for part in ("Có 2 chỗ phải sửa", "city.yaml", "phải là số", "cả tệp"):
        assert part in answer.text, part
    assert "indicators[rural_trainees].target.value" in answer.text
    leader.get("/plan?lang=en")
    assert "must be a number" in tried(leader, FILE).text


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "Cần nhập"),
        ([("Kế hoạch".encode("utf-16"), "a.yaml")], "UTF-8"),
        ([("x", f"{n}.yaml") for n in range(201)], "Nhiều quá mức"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_the_reason(
    served: Office, leader: Any, files: Any, words: str
) -> None:
    answer = tried(leader, *files)
    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert not [each for each in served.rpc.calls if each.method == "preview_plan"]
    assert Outline(answer.text).tags.count("h1") == 1


def test_what_the_service_refuses_is_told_on_the_page(served: Office, leader: Any) -> None:
    served.rpc.answers["indicators.preview_plan"] = Invalid.of(files="too_many")
    assert tried(leader, FILE).status_code == 422


def test_only_the_leader_and_operations_try_files(served: Office) -> None:
    for role in ("commune_officer", "city_viewer", "school"):
        browser = served.browser(role)
        token = re.search(r'name="csrf_token" value="(\w+)"', browser.get("/plan").text)
        assert token is not None
        assert browser.post("/plan", data={"csrf_token": token[1]}).status_code == 403


def test_programs_ask_the_same(served: Office) -> None:
    api = served.browser("ops")
    assert api.get("/api/v1/plan/versions").json["total"] == 3
