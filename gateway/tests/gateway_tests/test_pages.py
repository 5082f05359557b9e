"""Pages: figures in words, forms that work without script, people only for those who may."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from chassis.errors import Invalid, Transient
from gateway.pages.charts import columns, line
from gateway.pages.format import Format
from gateway.pages.links import local_path

from . import believable
from .believable_people import IDS, NAMES
from .office import PASSWORD, Office
from .test_texts import WORDS

VI, EN = Format(WORDS.language("vi")), Format(WORDS.language("en"))


class Outline(HTMLParser):
    """Landmarks, headings, labels, ids and everything a strict policy would refuse."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.inputs: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "label":
            self.labels.append(str(values.get("for")))
        if tag in ("input", "select") and values.get("type") != "hidden":
            self.inputs.append(str(values.get("id")))
        inline = [name for name in values if name == "style" or name.startswith("on")]
        if inline or tag == "style" or (tag == "script" and not values.get("src")):
            self.inline.append(tag)


PAGES = (
    "/", "/?span=2026-Q3", "/?span=plan", "/?lang=en", "/public", "/sign-in", "/people",
    "/imports", "/imports/i1", "/imports/i1?verdict=review&page=2", "/imports/i1/columns",
    "/imports/i1/rows/9", "/reviews", f"/people/{IDS[0]}/journey", f"/people/{IDS[0]}/history",
    f"/people/{IDS[0]}", "/indicators/rural_trainees?part=num",
    "/indicators/priority_credit?by=village&as_of=2026-11-01T08:00",
    f"/people/{IDS[0]}/privacy", f"/people/{IDS[0]}/erase", "/data-requests",
    "/data-requests?status=closed", "/breaches", "/work", "/households", "/households/h1",
    "/households/h1/edit", "/households/h1/land", f"/people/{IDS[0]}/merge",
    f"/people/{IDS[0]}/merge/{IDS[1]}", "/households/new", "/group-policies", "/retention-rules",
    "/?set=further&on=2026-09-30", "/public/data", "/closings", "/closings/2026-Q2",
    "/indicators/loans_paid?part=num", "/indicators/training_dropouts?by=reason&part=den",
    "/indicators/rural_trainees?if_kind=class&if_count=25&if_finishes=60",
    "/indicators/unemployment_rate", "/indicators/elderly_household_credit?part=den",
    "/api/docs", "/nowhere",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_made(served: Office, path: str) -> None:
    html = served.browser("commune_officer").get(path).text
    found = Outline(html)
    assert found.inline == []
    assert found.tags.count("h1") == 1
    assert found.tags.count("main") == 1
    assert len(found.ids) == len(set(found.ids))
    assert set(found.inputs) <= set(found.labels)
    assert re.search(r'<html lang="(vi|en)">', html)
    assert "{{" not in html
    assert "None" not in re.sub(r"<[^>]+>", " ", html)


def test_the_dashboard_says_the_fourteen_targets_in_vietnamese(served: Office) -> None:
    html = served.browser("commune_leader").get("/").text
    assert html.count('<li class="row') == 14
    for part in ("Lao động nông thôn tham gia đào tạo nghề", "75,9%", "791 / 1.236 người",
                 "Chỉ tiêu 150/năm", "đến nay cần 134", "Chỉ tiêu dưới 2,5%",
                 "Chỉ tiêu 75–80%", "Chưa đủ dữ liệu", "Không có chỉ tiêu số", "11 / 11 hộ",
                 "hết ngày 23/11/2026", "10:31 23/11/2026", "lâu không có tin"):  # fmt: skip
        assert part in html, part


def test_english_is_a_choice_that_is_kept(served: Office) -> None:
    browser = served.browser("commune_leader")
    assert "Fourteen targets to 2030" in browser.get("/?lang=en").text
    assert "1,236" in browser.get("/").text
    assert "Mười bốn chỉ tiêu" in browser.get("/?lang=vi").text
    assert (
        "Mười bốn chỉ tiêu"
        in served.browser("ops").get("/", headers={"Accept-Language": "en-US,en;q=0.9"}).text
    )


def test_the_part_that_renews_itself_is_the_same_list(served: Office) -> None:
    browser = served.browser("ops")
    whole, part = browser.get("/?span=2026").text, browser.get("/targets?span=2026").text
    assert part.strip() in whole
    assert "<html" not in part


def test_figures_stay_when_freshness_cannot_be_told(served: Office) -> None:
    served.rpc.answers["indicators.freshness"] = Transient("timeout")
    answer = served.browser("ops").get("/")
    assert answer.status_code == 200
    assert "Số liệu cập nhật đến" not in answer.text


def test_a_stranger_is_led_to_the_sign_in_and_back(served: Office) -> None:
    browser = served.browser()
    away = browser.get("/indicators/new_jobs?span=2026")
    assert away.status_code == 303
    assert away.location == "/sign-in?next=/indicators/new_jobs?span%3D2026"
    form = {"username": "ops", "password": PASSWORD}
    assert browser.post(away.location, data=form).location == "/indicators/new_jobs?span=2026"


@pytest.mark.parametrize(
    ("target", "place"),
    [("/people", "/people"), ("//evil.example", "/"), ("https://evil.example", "/"),
     ("/\\evil.example", "/"), (None, "/"), ("", "/")],
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(target: str | None, place: str) -> None:
    assert local_path(target) == place


def test_a_failed_sign_in_keeps_the_name_and_says_nothing_more(served: Office) -> None:
    form = {"username": "ops", "password": "sai-mat-khau"}
    answer = served.browser().post("/sign-in", data=form)
    assert answer.status_code == 401
    assert 'value="ops"' in answer.text
    assert "sai-mat-khau" not in answer.text
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text


def test_signing_out_takes_our_own_token(served: Office) -> None:
    browser = served.browser("ops")
    assert browser.post("/sign-out").status_code == 403
    token = re.search(r'name="csrf_token" value="(\w+)"', browser.get("/").text)
    assert token is not None
    assert browser.post("/sign-out", data={"csrf_token": token[1]}).location == "/sign-in"
    assert browser.get("/").status_code == 303


def test_a_page_shows_the_way_to_what_the_role_may_do_only(served: Office) -> None:
    officer = served.browser("commune_officer").get("/").text
    leader = served.browser("commune_leader").get("/").text
    school = served.browser("school").get("/").text
    assert 'href="/imports"' in officer
    assert 'href="/people"' in school
    assert 'href="/imports"' not in school
    assert 'href="/people"' not in leader


def test_a_figure_page_explains_itself(served: Office) -> None:
    html = served.browser("commune_officer").get("/indicators/rural_trainees?part=num").text
    for part in ("131 / 750", "Cách tính", "Cơ sở giáo dục nghề nghiệp", "Dân tộc thiểu số",
                 NAMES[0], "12/01/2026", "131 trường hợp"):  # fmt: skip
        assert part in html, part


def test_a_leader_sees_no_name_on_a_figure_page(served: Office) -> None:
    html = served.browser("commune_leader").get("/indicators/rural_trainees?part=num").text
    assert IDS[0] in html
    assert NAMES[0] not in html
    assert f'href="/people/{IDS[0]}"' not in html


def test_a_viewer_from_the_city_is_offered_no_list_at_all(served: Office) -> None:
    html = served.browser("city_viewer").get("/indicators/rural_trainees?part=num").text
    assert IDS[0] not in html
    assert "Những ai" not in html
    assert "indicators.figure_people" not in {
        f"{each.service}.{each.method}" for each in served.rpc.calls
    }


def test_a_line_that_was_taken_is_told_by_its_persons_name(served: Office) -> None:
    taken = {"row": 4, "verdict": "accept", "person_id": IDS[0], "cells": {}, "problems": []}
    served.rpc.answers["registry.list_import_rows"] = {"items": [taken], "total": 1}
    html = served.browser("commune_officer").get("/imports/i1").text
    assert f'<a href="/people/{IDS[0]}">{NAMES[0]}</a>' in html
    (asked,) = [call.kwargs for call in served.rpc.calls if call.method == "names"]
    assert (asked["person_ids"], asked["purpose"]) == ([IDS[0]], "import")


def test_why_not_is_answered_in_words(served: Office) -> None:
    html = (
        served.browser("commune_officer").get(f"/indicators/elderly_in_work?person={IDS[0]}").text
    )
    assert "Chưa có hỗ trợ nào từ ngày có nhu cầu" in html


def test_a_figure_of_the_past_says_so_and_what_changed_since(served: Office) -> None:
    html = served.browser("ops").get("/indicators/new_jobs?as_of=2026-11-01T08:00").text
    assert "Số liệu như đã biết lúc 08:00 01/11/2026" in html
    assert "Ghi nhận muộn" in html
    assert "−1" in html
    asked = next(each for each in served.rpc.calls if each.method == "restatements")
    assert asked.kwargs["since"] == "2026-11-01T08:00+07:00"


def test_people_are_looked_for_by_post_and_shown_masked(served: Office) -> None:
    browser = served.browser("commune_officer")
    token = re.search(r'name="csrf_token" value="(\w+)"', browser.get("/people").text)
    assert token is not None
    html = browser.post("/people", data={"q": "dao thi duoc", "csrf_token": token[1]}).text
    assert NAMES[0] in html
    assert "001•••••1234" in html
    assert "Tìm thấy 132 người" in html


def test_a_journey_with_a_service_away_says_that_it_may_be_incomplete(served: Office) -> None:
    served.rpc.answers["credit.journey"] = Transient("no_service")
    html = served.browser("commune_officer").get(f"/people/{IDS[0]}").text
    assert "Vay vốn tạm thời chưa trả lời" in html
    assert "Nhập học" in html


def test_an_import_in_work_renews_itself_without_script(served: Office) -> None:
    served.rpc.answers["registry.get_import"] = {"status": "running", "counts": {}, "rows": []}
    browser = served.browser("commune_officer")
    assert browser.get("/imports/i1").headers["Refresh"] == "2"
    served.rpc.answers["registry.get_import"] = {"status": "done", "counts": {}, "rows": []}
    assert "Refresh" not in browser.get("/imports/i1").headers


def test_a_list_that_is_none_is_said_beside_the_form(served: Office) -> None:
    browser = served.browser("commune_officer")
    token = re.search(r'name="csrf_token" value="(\w+)"', browser.get("/imports").text)
    assert token is not None
    answer = browser.post(
        "/imports", data={"csrf_token": token[1]}, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "Cần nhập mục này." in answer.text


def test_what_a_service_refuses_is_a_page_in_words(served: Office) -> None:
    served.rpc.answers["indicators.figures"] = Invalid.of(span="unknown_span")
    answer = served.browser("ops").get("/?span=2031")
    assert answer.status_code == 422
    assert "Một số mục chưa hợp lệ." in answer.text


class TestFormat:
    """Numbers as readers write them."""

    def test_thousands_and_points_follow_the_language(self) -> None:
        assert VI.number(1234567.5, 1) == "1.234.567,5"
        assert EN.number(1234567.5, 1) == "1,234,567.5"
        assert VI.number(-3) == "−3"
        assert VI.number(None) == "–"

    def test_a_share_is_never_rounded_into_a_whole_or_into_nothing(self) -> None:
        assert VI.percent(1) == "100%"
        assert VI.percent(0.9996) == "99,9%"
        assert VI.percent(0.0001) == "0,1%"
        assert VI.percent(0) == "0%"
        assert VI.percent(0.639968) == "64%"
        assert VI.percent(None) == "–"

    def test_days_are_local_and_as_exact_as_they_are_known(self) -> None:
        assert VI.instant("2026-11-22T18:30:00Z") == "01:30 23/11/2026"
        assert VI.day("2026-03-01") == "01/03/2026"
        assert VI.birth("1964-05") == "05/1964"
        assert VI.birth(1964) == "1964"
        assert VI.birth(None) == "–"


class TestCharts:
    """Geometry."""

    def test_the_tallest_column_fills_the_height_and_a_gap_stays_a_gap(self) -> None:
        drawn = columns([("a", 2), ("b", None), ("c", 4)], 30, 20, gap=2)
        assert [(each.x, each.height) for each in drawn] == [(1, 10), (21, 20)]

    def test_nothing_at_all_draws_no_division_by_zero(self) -> None:
        assert columns([], 30, 20) == []
        assert columns([("a", 0)], 30, 20)[0].height == 0.5
        assert line([None, None], 30, 20, 0, 0).stretches == ()

    def test_a_line_is_broken_where_nothing_is_known(self) -> None:
        drawn = line([0, 1, None, 0.5], 40, 20, 0, 1)
        assert drawn.stretches == ("5.0,20.0 15.0,0.0", "35.0,10.0")
        assert drawn.last == (35.0, 10.0)


def test_every_problem_of_a_row_is_told_in_words(served: Office) -> None:
    browser = served.browser("commune_officer")
    warned = browser.get("/imports/i1?verdict=accept_with_warning").text
    assert "Đã khôi phục số 0 ở đầu số định danh." in warned
    assert "<b>Ngày sinh</b> <q>31/02/1990</q> Phải là một ngày có thật" in (
        browser.get("/imports/i1").text
    )


def _token(browser: Any, path: str) -> str:
    found = re.search(r'name="csrf_token" value="(\w+)"', browser.get(path).text)
    assert found is not None
    return found[1]


def test_a_previewed_list_is_carried_out_once_however_often_the_button_is_pressed(
    served: Office,
) -> None:
    served.rpc.answers["registry.start_import"] = {"import_id": "i2"}
    browser = served.browser("commune_officer")
    token = _token(browser, "/imports/i1")
    for _ in range(2):
        answer = browser.post("/imports/i1/carry-out", data={"csrf_token": token})
        assert answer.headers["Location"] == "/imports/i2"
    keys = {
        call.kwargs["meta"]["key"]
        for call in served.rpc.calls
        if call.method == "start_import" and call.kwargs["of"] == "i1"
    }
    assert keys == {"carry-out-i1"}


def test_columns_are_said_by_a_form_and_the_list_is_read_again(served: Office) -> None:
    served.rpc.answers["registry.start_import"] = {"import_id": "i3"}
    browser = served.browser("commune_officer")
    said = {
        "csrf_token": _token(browser, "/imports/i1/columns"),
        "column_1": "full_name",
        "column_2": "birth_date",
        "column_0": "",
        "village": "Thôn Phú Mỹ",
        "header_row": "7",
    }
    assert browser.post("/imports/i1/columns", data=said).headers["Location"] == "/imports/i3"
    sent = served.rpc.last.kwargs
    assert (sent["of"], sent["dry_run"]) == ("i1", True)
    assert sent["mapping"] == {
        "columns": {"full_name": 1, "birth_date": 2},
        "constants": {"village": "Thôn Phú Mỹ"},
        "header_row": 7,
    }


def test_only_the_cells_that_were_changed_are_sent_to_be_judged(served: Office) -> None:
    served.rpc.answers["registry.correct_row"] = {"row": 9, "verdict": "accept", "problems": []}
    browser = served.browser("commune_officer")
    form = {
        "csrf_token": _token(browser, "/imports/i1/rows/9"),
        "cell_full_name": NAMES[1],
        "cell_birth_date": "28/02/1990",
    }
    answer = browser.post("/imports/i1/rows/9", data=form)
    assert answer.headers["Location"] == "/imports/i1?verdict=accept#row-9"
    assert served.rpc.last.kwargs["values"] == {"birth_date": "28/02/1990"}


def test_a_line_that_is_still_wrong_is_shown_again(served: Office) -> None:
    problems = [{"column": "birth_date", "value": "hôm qua", "reason": "not_a_date"}]
    served.rpc.answers["registry.correct_row"] = {
        "row": 9, "verdict": "reject", "problems": problems, "cells": {"birth_date": "hôm qua"},
    }  # fmt: skip
    browser = served.browser("commune_officer")
    form = {"csrf_token": _token(browser, "/imports/i1/rows/9"), "cell_birth_date": "hôm qua"}
    answer = browser.post("/imports/i1/rows/9", data=form)
    assert answer.status_code == 422
    assert 'value="hôm qua"' in answer.text


def test_a_question_is_decided_for_the_person_it_names(served: Office) -> None:
    served.rpc.answers["registry.decide_review"] = {"id": "rv1", "version": 2, "warnings": []}
    browser = served.browser("commune_officer")
    form = {"csrf_token": _token(browser, "/reviews"), "decision": f"same:{IDS[0]}"}
    assert browser.post("/reviews/rv1/decide", data=form).headers["Location"] == "/reviews"
    assert served.rpc.last.kwargs["body"] == {"decision": "same", "same_as": IDS[0]}


def test_a_list_is_taken_along_for_a_purpose_by_post(served: Office) -> None:
    served.rpc.answers["registry.export_people"] = {
        "filename": "danh-sach.csv", "content_base64": "77u/YQ==", "rows": 1,
    }  # fmt: skip
    browser = served.browser("commune_officer")
    form = {"csrf_token": _token(browser, "/people"), "purpose": "họp thôn", "form": "csv"}
    answer = browser.post("/people/export", data=form)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="danh-sach.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert served.rpc.last.kwargs["purpose"] == "họp thôn"


def test_a_hidden_public_figure_says_why_it_is_hidden(served: Office) -> None:
    hidden = {**believable.figure("new_jobs"), "value": None, "hidden": True, "pace": None}
    served.rpc.answers["indicators.public_figures"] = {"items": [hidden], "total": 1}
    assert "ẩn vì ít người" in served.client().get("/public").text


def test_the_public_page_offers_its_data(served: Office) -> None:
    text = served.client().get("/public?span=2026-Q3").text
    assert "/api/v1/public/indicators.csv?span=2026-Q3" in text
    assert "kèm từ điển dữ liệu" in text


def test_a_figure_shows_its_forecast_with_the_interval(served: Office) -> None:
    forecast = {"value": 158.6, "low": 141.4, "high": 175.9, "level": 0.8, "method": "run_rate"}
    foreseen = {**believable.figure("new_jobs", by="month"), "forecast": forecast}
    served.rpc.answers["indicators.figure"] = foreseen
    assert "159 (141 – 176)" in served.browser("commune_officer").get("/indicators/new_jobs").text
