"""The pages of figures: both clocks, further figures, outlook, what if, causes, the public."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from chassis.errors import Invalid, Refused, Transient
from gateway.pages.charts import outlook
from gateway.pages.spans import last_day, spans_over, this_year

from . import believable
from .believable_field import CLASS
from .fakes import TODAY
from .office import Office


def asked(served: Office, method: str) -> dict[str, Any]:
    return next(each.kwargs for each in served.rpc.calls if each.method == method)


# -- the dashboard --------------------------------------------------------------------


def test_further_figures_stand_beside_the_fourteen(served: Office) -> None:
    browser = served.browser("commune_leader")
    html = browser.get("/?set=further").text
    for part in ("Tỷ lệ bỏ học", "13,1%", "8 / 61 người", "1,85 tỷ", "5 / 12 lớp"):
        assert part in html, part
    assert asked(served, "figures")["set"] == "further"
    assert 'href="/?span=2026&amp;set=further"' in browser.get("/").text


def test_both_clocks_go_along_to_every_figure(served: Office) -> None:
    html = served.browser("ops").get("/?as_of=2026-11-01T08:00&on=2026-09-30").text
    told = asked(served, "figures")
    assert (told["as_of"], told["on"]) == ("2026-11-01T08:00+07:00", "2026-09-30")
    assert "Số liệu như đã biết lúc 08:00 01/11/2026" in html
    assert "Chỉ tính việc xảy ra đến hết ngày 30/09/2026" in html
    link = re.search(r'href="(/indicators/new_jobs\?[^"]+)"', html)
    assert link is not None
    assert "as_of=2026-11-01T08%3A00%2B07%3A00" in link[1]
    assert "on=2026-09-30" in link[1]
    assert "live.js" not in html


def test_a_clock_that_is_none_is_refused(served: Office) -> None:
    for query in ("as_of=gestern", "on=2026-13-1x", "set=mine", "commune=x'"):
        assert served.browser("ops").get(f"/?{query}").status_code == 422, query


def test_of_a_city_a_commune_can_be_chosen(served: Office) -> None:
    told = {**believable.figures(), "communes": ["09931", "10001"]}
    served.rpc.answers["indicators.figures"] = told
    html = served.browser("ops").get("/?commune=10001").text
    assert '<option value="10001" selected>' in html
    assert asked(served, "figures")["commune"] == "10001"
    assert 'href="/indicators/new_jobs?span=2026&amp;commune=10001"' in html


def test_a_communes_figure_has_its_own_list(served: Office) -> None:
    html = served.browser("ops").get("/indicators/new_jobs?commune=10001&part=num").text
    assert asked(served, "figure_people")["commune"] == "10001"
    assert "Những ai" in html
    assert "Vì sao chưa tính" not in html  # one person's question has no commune


def test_a_figure_of_the_past_has_the_list_of_the_past(served: Office) -> None:
    page = "/indicators/new_jobs?as_of=2026-11-01T08:00&on=2026-03-31&part=num"
    html = served.browser("ops").get(page).text
    told = asked(served, "figure_people")
    assert (told["as_of"], told["on"]) == ("2026-11-01T08:00+07:00", "2026-03-31")
    assert "Những ai" in html
    assert "Vì sao chưa tính" in html
    assert "Nếu làm thêm" not in html


def test_why_not_of_the_past_is_asked_by_both_clocks_and_tells_its_limits(served: Office) -> None:
    served.rpc.answers["indicators.why_not"] = {
        "person_id": "p1",
        "counted": {"value": False},
        "missing": [{"part": "value", "condition": "no_record", "facts": {}}],
        "heard": False,
        "unasked": ["training"],
        "not_kept": [
            {"record": each, "table": each, "event": "training/7", "why": each}
            for each in ("corrected", "voided", "profile", "merged", "unclear")
        ],
    }
    page = "/indicators/new_jobs?as_of=2026-11-01T08:00&on=2026-03-31&person=p1"
    html = served.browser("ops").get(page).text
    told = asked(served, "why_not")
    assert (told["as_of"], told["on"]) == ("2026-11-01T08:00+07:00", "2026-03-31")
    for part in ("Chưa có việc nào được ghi nhận", "chưa ghi nhận điều gì còn giữ được",
                 "Chưa hỏi được cơ quan giữ dữ liệu gốc", "không còn được giữ",
                 "Bản ghi đã được sửa sau đó", "Hồ sơ được gộp hoặc tách sau đó",
                 "training/7"):  # fmt: skip
        assert part in html, part
    for name, value in (("as_of", "2026-11-01T08:00+07:00"), ("on", "2026-03-31")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html
    for word in ("corrected", "voided", "unclear"):
        assert f">{word}<" not in html


def test_a_village_nobody_lives_in_any_more_is_foretold_nothing(served: Office) -> None:
    def told(**asked: Any) -> dict[str, Any]:
        found = believable.figure(**asked)
        if asked["by"] == "village":
            found["breakdown"][0] |= {"forecast": None, "pace": None, "gone": True}
        return found

    served.rpc.answers["indicators.figure"] = told
    html = served.browser("ops").get("/indicators/rural_trainees?by=village").text
    assert html.count("<small>không dự báo</small>") == 1
    assert html.count("<small>dự báo") == 3
    assert "nơi không còn ai thuộc diện tính" in html
    assert "thôn đã sáp nhập" in html
    assert (
        "thôn đã sáp nhập"
        not in served.browser("ops").get("/indicators/rural_trainees?by=gender").text
    )


def test_each_row_of_a_breakdown_says_where_it_is_going(served: Office) -> None:
    """A count's rows have a forecast, a rate's with a target a status too."""
    browser = served.browser("ops")
    html = browser.get("/indicators/rural_trainees?by=village").text
    assert re.search(r"<small>dự báo \d+ \(\d+ – \d+\)</small>", html)
    assert '<th scope="col">Tình trạng</th>' not in html
    html = browser.get("/indicators/employment_service_access?by=village").text
    assert '<th scope="col">Tình trạng</th>' in html


def test_what_has_no_value_of_a_dimension_has_a_row_in_words(served: Office) -> None:
    def told(**asked: Any) -> dict[str, Any]:
        found = believable.figure(**asked)
        if asked["by"] != "month":
            found["breakdown"].append({"key": "none", "value": 7, "status": "no_target"})
        return found

    served.rpc.answers["indicators.figure"] = told
    assert "Không có trong bản ghi" in served.browser("ops").get("/indicators/new_jobs").text


def test_a_silent_agency_is_named_on_the_figures_it_concerns(served: Office) -> None:
    html = served.browser("ops").get("/").text
    assert html.count("Lâu không có tin: NHCSXH") == 2  # the two figures of credit
    figure = served.browser("ops").get("/indicators/priority_credit").text
    assert "NHCSXH - phòng giao dịch Quốc Oai đã quá 14 ngày không gửi tin" in figure
    assert "04/11/2026" in figure
    assert "không gửi tin" not in served.browser("ops").get("/indicators/new_jobs").text


# -- one figure -----------------------------------------------------------------------


def test_the_outlook_tells_forecast_interval_method_and_what_it_was_worth(served: Office) -> None:
    html = served.browser("ops").get("/indicators/rural_trainees").text
    for part in ("Dự báo hết kỳ: 146 (140 – 158)", "trong 80% số lần dự báo",
                 "bình quân tháng của 12 tháng", "5/6 lần", "lệch bình quân 4,2 người",
                 '<polygon class="fan"', "Cần mỗi tháng"):  # fmt: skip
        assert part in html, part
    assert asked(served, "backtest") == {"months": 3, "code": "rural_trainees"}


def test_a_figure_stays_when_its_forecast_cannot_be_judged(served: Office) -> None:
    served.rpc.answers["indicators.backtest"] = Transient("timeout")
    answer = served.browser("ops").get("/indicators/rural_trainees")
    assert answer.status_code == 200
    assert "Thử lại trên số liệu" not in answer.text


def test_a_past_moment_has_no_outlook(served: Office) -> None:
    html = served.browser("ops").get("/indicators/rural_trainees?on=2026-09-30").text
    assert "Hướng đi đến hết kỳ" not in html
    assert asked(served, "figure")["on"] == "2026-09-30"


def test_restatements_are_told_by_cause_in_words(served: Office) -> None:
    html = served.browser("ops").get("/indicators/new_jobs?as_of=2026-11-01T08:00").text
    for part in ("Ghi nhận muộn", "Việc đã xảy ra trước đó, sau mới ghi", "Đổi cách tính",
                 "Khi đó: <b>43</b>", "Nay: <b>45</b>", "+2", "training/2801",
                 "Những thay đổi sau đó"):  # fmt: skip
        assert part in html, part
    go_on = re.search(r'href="([^"]*after=[^"]+)"', html)
    assert go_on is not None
    served.rpc.calls.clear()
    served.browser("ops").get(go_on[1].replace("&amp;", "&"))
    assert asked(served, "restatements")["after"] == "2026-11-22T01:00:00.000Z"


def test_a_class_more_is_asked_as_percents_and_answered_beside_the_form(served: Office) -> None:
    html = (
        served.browser("commune_leader")
        .get(
            "/indicators/rural_trainees?span=2026&if_kind=class&if_count=25&if_fills=100"
            "&if_finishes=60&if_level=elementary"
        )
        .text
    )
    change = {"kind": "class", "count": 25, "fills": 1.0, "finishes": 0.6, "level": "elementary"}
    assert asked(served, "what_if")["body"] == {"changes": [change]}
    assert "<b>156</b>" in html
    assert "Được tính thêm: 25" in html
    assert 'name="if_finds_work" type="number" min="0" max="100" value="" placeholder="0"' in html
    unmoved = served.browser("ops").get("/indicators/new_jobs?if_kind=loans&if_count=1").text
    assert "không làm thay đổi chỉ tiêu" in unmoved


def test_a_real_class_is_tried_by_its_free_places(served: Office) -> None:
    browser = served.browser("commune_leader")
    html = browser.get("/indicators/rural_trainees?span=2026").text
    (link,) = re.findall(r'href="([^"]*if_kind=class[^"]*)"', html)
    assert "khai giảng 05/10/2026, còn 6/30 chỗ" in html
    tried = browser.get(f"/indicators/rural_trainees{link.partition('#')[0].replace('&amp;', '&')}")
    change = {"kind": "class", "count": 6, "level": "elementary"}
    assert asked(served, "what_if")["body"] == {"changes": [change]}
    assert 'name="if_count" type="number" min="1" max="10000" required value="6"' in tried.text
    for gone in (
        {"free": 0},
        {"voided": True},
        {"ends_on": "2026-11-22"},
        {"starts_on": "2027-01-04"},
    ):
        full = {"items": [{**CLASS, **gone}], "total": 1}
        served.rpc.answers["training.list_classes"] = full
        assert "if_kind=class" not in browser.get("/indicators/rural_trainees?span=2026").text
    served.rpc.answers["training.list_classes"] = Transient("timeout")
    assert 'name="if_count"' in browser.get("/indicators/rural_trainees?span=2026").text


def test_in_a_span_that_is_over_nothing_more_is_tried(served: Office) -> None:
    browser = served.browser("ops")
    html = browser.get("/indicators/rural_trainees?span=2026-Q3&if_kind=jobs&if_count=1").text
    assert "Kỳ này đã hết" in html
    assert 'name="if_count"' not in html
    assert not [each for each in served.rpc.calls if each.method == "what_if"]


def test_a_commune_is_called_as_the_plans_files_call_it(served: Office) -> None:
    names = {"10001": {"vi": "xã Bắc Sơn", "en": "Bắc Sơn commune"}}
    told = {**believable.figures(), "communes": ["09931", "10001"], "commune_names": names}
    served.rpc.answers["indicators.figures"] = told
    html = served.browser("ops").get("/?commune=10001").text
    assert '<option value="10001" selected>xã Bắc Sơn</option>' in html
    assert '<option value="09931">xã Hưng Đạo</option>' in html
    assert "Số liệu của xã Bắc Sơn." in html
    rows = [{"key": "10001", "value": 3}]

    def by_commune(code: str, by: str | None = None, **asked: Any) -> Any:
        own = by == "commune"
        found = believable.figure(code, by=None if own else by, **asked)
        found |= {"commune_names": names, "dimensions": ["commune", "month"]}
        return found | ({"breakdown": rows} if own else {})

    served.rpc.answers["indicators.figure"] = by_commune
    page = served.browser("ops").get("/indicators/rural_trainees?by=commune&lang=en").text
    assert ">Bắc Sơn commune</a>" in page


def test_a_what_if_of_one_commune_stays_there(served: Office) -> None:
    html = (
        served.browser("ops")
        .get("/indicators/rural_trainees?span=2026&commune=09931&if_kind=jobs&if_count=1")
        .text
    )
    assert asked(served, "what_if")["commune"] == "09931"
    form = html.partition('class="what-if"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="commune" value="09931">' in form
    assert "Tính cho xã Hưng Đạo" in html


def test_a_what_if_tells_how_many_find_nobody_left_to_count(served: Office) -> None:
    told = served.rpc.answers["indicators.what_if"]

    def few_left(**asked: object) -> object:
        return {**told(**asked), "added": {"num": 4}, "left_over": 21}

    served.rpc.answers["indicators.what_if"] = few_left
    html = served.browser("ops").get("/indicators/new_jobs?if_kind=jobs&if_count=25").text
    assert "Được tính thêm: 4" in html
    assert "21 người nữa không được tính" in html


@pytest.mark.parametrize("error", [Refused("not_foreseeable"), Invalid.of(count="out_of_range")])
def test_a_what_if_that_is_refused_says_why_beside_the_form(
    served: Office, error: Exception
) -> None:
    served.rpc.answers["indicators.what_if"] = error
    answer = served.browser("ops").get("/indicators/new_jobs?if_kind=jobs&if_count=x")
    assert answer.status_code == 200
    assert 'class="problem" role="alert"' in answer.text


def test_people_behind_a_figure_stand_with_fact_and_event(served: Office) -> None:
    served.rpc.answers["indicators.figure_people"] = {
        "items": [{"class_id": "c" * 32, "since": "2026-03-02", "fact": "f1",
                   "event": "training/77"}],
        "total": 1,
    }  # fmt: skip
    html = served.browser("commune_officer").get("/indicators/mobile_classes?part=den").text
    for part in ("training/77", "f1", "02/03/2026", "Lớp", "Mẫu số"):
        assert part in html, part


def test_money_is_said_in_millions_and_has_one_list(served: Office) -> None:
    html = served.browser("commune_officer").get("/indicators/loans_paid").text
    assert "1,85 tỷ" in html
    assert "Lượt chi" in html
    assert "part=den" not in html
    assert "Nếu làm thêm" not in html


def test_a_budget_is_said_in_millions_too(served: Office) -> None:
    """A commune that knows its budget makes it the target of an amount."""

    def told(**asked: Any) -> dict[str, Any]:
        found = believable.figure(**asked)
        target = {"rule": "annual_average", "value": 2_400_000_000, "of_span": 2_400_000_000}
        return found | {
            "target": {**target, "upper": None},
            "status": "behind",
            "pace": {"due": 2_150_000_000, "needed_per_month": 45_500_000},
        }

    served.rpc.answers["indicators.figure"] = told
    html = served.browser("ops").get("/indicators/loans_paid").text
    for part in ("Chỉ tiêu 2,40 tỷ/năm", "đến nay cần 2,15 tỷ", "45,5 triệu đồng"):
        assert part in html, part


@pytest.mark.parametrize("condition", ["not_of_the_kind", "not_followed", "followed"])
def test_every_condition_of_why_not_has_words(served: Office, condition: str) -> None:
    served.rpc.answers["indicators.why_not"] = {
        "person_id": "p1",
        "counted_as": "p2",
        "counted": {"den": True, "num": False},
        "missing": [{"part": "num", "condition": condition, "facts": {}}],
    }
    html = served.browser("ops").get("/indicators/training_dropouts?person=p1").text
    assert condition not in html
    assert "Tử số:" in html
    assert "được tính theo <code>p2</code>" in html


# -- the public -----------------------------------------------------------------------


def public(figure: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**figure, "hidden": False, "published": True, "published_on": "2026-11-01", **more}


def test_what_is_not_yet_published_is_not_called_small(served: Office) -> None:
    unknown = {"value": None, "hidden": True, "published": False, "due_on": "2026-12-01",
               "published_on": None, "status": "no_data"}  # fmt: skip
    figure = public(believable.figure("new_jobs"), **unknown)
    served.rpc.answers["indicators.public_figures"] = {"items": [figure], "plan": believable.OF}
    html = served.browser().get("/public").text
    assert "từ 01/12/2026" in html
    assert "Chưa công bố" in html
    assert "Chưa đủ dữ liệu" not in html
    assert "Lần công bố đầu tiên: ngày 01/12/2026" in html
    assert "ẩn vì ít người" not in html
    small = public(believable.figure("new_jobs"), value=None, hidden=True)
    served.rpc.answers["indicators.public_figures"] = {"items": [small], "plan": believable.OF}
    assert "ẩn vì ít người" in served.browser().get("/public").text


def test_a_public_status_left_open_is_said_as_a_range(served: Office) -> None:
    figure = public(
        believable.figure("new_jobs"), status="between", status_range=["behind", "at_risk"]
    )
    served.rpc.answers["indicators.public_figures"] = {"items": [figure], "plan": believable.OF}
    html = served.browser().get("/public").text
    assert "giữa chậm và có nguy cơ: số công bố đã làm tròn" in html


def test_the_open_data_have_a_dictionary_for_readers(served: Office) -> None:
    html = served.browser().get("/public/data?span=2026").text
    for part in ("<code>value</code>", "Số đếm trong kỳ", "Bội số của 5", "số nguyên",
                 "/api/v1/public/indicators.csv?span=2026"):  # fmt: skip
        assert part in html, part


# -- pure -----------------------------------------------------------------------------


def test_spans_that_are_over_end_before_today() -> None:
    over = spans_over(TODAY)
    assert {"2026-Q3", "2026-10", "2026-9M", "2026-H1"} <= set(over)
    assert not {"2026", "2026-H2", "2026-11", "plan", "2027"} & set(over)
    assert [str(last_day(each)) for each in ("2026", "2028-02", "2027-H2", "plan")] == [
        "2026-12-31", "2028-02-29", "2027-12-31", "2030-12-31"
    ]  # fmt: skip


def test_the_fan_opens_from_now_to_the_end_of_the_span() -> None:
    drawn = outlook([(0, 0), (0.5, 50)], (100, 80, 120), (0, 100), top=120, width=100, height=120)
    assert drawn.line == "0,120.0 50.0,70.0"
    assert drawn.fan == "50.0,70.0 100,0.0 100,40.0"
    assert drawn.middle == "50.0,70.0 100,20.0"
    assert drawn.goal == "0,120.0 100,20.0"
    plain = outlook([(0.5, 50)], (100, None, None), None, top=120, width=100, height=120)
    assert (plain.fan, plain.goal) == ("", "")


@pytest.mark.parametrize(
    ("day", "span"), [("2025-12-31", "2026"), ("2030-12-31", "2030"), ("2031-01-15", "2030")]
)
def test_outside_the_plan_its_nearest_year_is_shown(day: str, span: str) -> None:
    """In January 2031 the plan's last year is what a leader looks for."""
    assert this_year(date.fromisoformat(day)) == span


def test_after_the_plans_end_the_pages_still_open(served: Office) -> None:
    later = replace(served.parts, today=lambda: date(2031, 1, 15))
    served.app.extensions["vieclam"] = later
    browser = served.browser("commune_officer")
    for path in ("/", "/indicators/rural_trainees", "/plan", "/public"):
        served.rpc.calls.clear()
        assert browser.get(path).status_code == 200
        spans = {each.kwargs["span"] for each in served.rpc.calls if each.kwargs.get("span")}
        assert spans == {"2030"}, path
