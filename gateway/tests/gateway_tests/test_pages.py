"""Pages: figures in words, forms that work without script, people only for those who may."""

from __future__ import annotations

import re

import pytest
from chassis.errors import Invalid, Transient
from gateway.pages.links import local_path

from . import believable
from .believable_people import IDS, NAMES
from .office import PASSWORD, Office
from .outline import Outline

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


def test_what_a_service_refuses_is_a_page_in_words(served: Office) -> None:
    served.rpc.answers["indicators.figures"] = Invalid.of(span="unknown_span")
    answer = served.browser("ops").get("/?span=2031")
    assert answer.status_code == 422
    assert "Một số mục chưa hợp lệ." in answer.text


def test_a_hidden_public_figure_says_why_it_is_hidden(served: Office) -> None:
    hidden = {**believable.figure("new_jobs"), "value": None, "hidden": True, "pace": None}
    served.rpc.answers["indicators.public_figures"] = {
        "items": [hidden],
        "plan": believable.OF,
        "total": 1,
    }
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
