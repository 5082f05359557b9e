"""A city of several communes: each called by its name, in its order, with its own files."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest

from . import believable
from .office import Office
from .report_read_back import text_of

Json = dict[str, Any]
NAMES = {
    "01001": {"vi": "xã Nước Hai", "en": "Nước Hai commune"},
    "10001": {"vi": "xã Đại Đồng", "en": "Đại Đồng commune"},
    "10002": {"vi": "xã Bắc Sơn", "en": "Bắc Sơn commune"},
}
PLAN = {"commune": "01", "title": {"vi": "Kế hoạch của thành phố", "en": "Plan of the city"}}
CITY = {"plan": PLAN, "communes": sorted(NAMES), "commune_names": NAMES}
BY_NAME = ["10002", "10001", "01001"]


@pytest.fixture
def city(served: Office) -> Office:
    def figure(code: str, by: str | None = None, commune: str | None = None, **asked: Any) -> Json:
        """By commune and by no village, as the service tells a city's."""
        if by == "village" and commune is None:
            raise AssertionError("a city is not broken down by village")
        found = believable.figure(code, by=None if by == "commune" else by, **asked)
        names = found["dimensions"]
        if commune is None:
            names = ["commune", *(each for each in names if each != "village")]
        if by == "commune":
            found["breakdown"] = [{"key": key, "value": 3, "num": 1, "den": 2} for key in NAMES]
        return {**found, **CITY, "dimensions": names}

    served.rpc.answers |= {
        "indicators.figures": lambda **asked: {**believable.figures(**asked), **CITY},
        "indicators.figure": figure,
        "indicators.list_closings": {"items": [], "total": 0, "sound": True},
    }
    return served


def chosen_from(html: str) -> list[str]:
    select = html.partition('<select id="commune"')[2].partition("</select>")[0]
    return re.findall(r'<option value="(\d+)"', select)


@pytest.mark.parametrize(
    "path", ["/", "/indicators/new_jobs", "/indicators/new_jobs?commune=10001"]
)
def test_a_commune_is_chosen_by_name_on_every_page_of_figures(city: Office, path: str) -> None:
    html = city.browser("ops").get(path).text
    assert chosen_from(html) == BY_NAME
    assert ('<option value="10001" selected>' in html) == ("10001" in path)


def test_pages_are_headed_by_the_plan_whose_figures_they_show(city: Office) -> None:
    browser = city.browser("ops")
    assert '<p class="eyebrow">Kế hoạch của thành phố</p>' in browser.get("/").text
    own = browser.get("/?commune=10001&lang=en").text
    assert '<p class="eyebrow">Đại Đồng commune · Plan of the city</p>' in own
    city.rpc.answers["indicators.public_figures"] = {"items": [], "total": 0, "plan": PLAN}
    assert '<p class="eyebrow">Kế hoạch của thành phố</p>' in city.client().get("/public").text


def test_rows_of_a_breakdown_stand_in_the_order_of_names(city: Office) -> None:
    html = city.browser("ops").get("/indicators/new_jobs?by=commune").text
    table = html.partition('id="cut"')[2]
    assert re.findall(r"commune=(\d+)[^>]*>x", table) == BY_NAME

    def villages(**asked: Any) -> Json:
        found = believable.figure(**asked)
        if asked["by"] != "village":
            return found
        names = ("none", "Xóm 10", "Xóm 2", "Thôn Đào", "Thôn Dâu")
        return found | {"breakdown": [{"key": each, "value": 2} for each in names]}

    city.rpc.answers["indicators.figure"] = villages
    table = city.browser("ops").get("/indicators/new_jobs?by=village").text.partition('id="cut"')[2]
    assert re.findall(r'<th scope="row">([^<]+)</th>', table.partition("</table>")[0]) == [
        "Thôn Dâu", "Thôn Đào", "Xóm 2", "Xóm 10", "Không có trong bản ghi"
    ]  # fmt: skip


def test_a_school_is_called_by_its_agency(served: Office) -> None:
    def schools(**asked: Any) -> Json:
        found = believable.figure(**{**asked, "by": None})
        rows = {"breakdown": [{"key": "school", "value": 2}]} if asked["by"] == "school" else {}
        return found | {"dimensions": ["school", "month"]} | rows

    served.rpc.answers["indicators.figure"] = schools
    html = served.browser("ops").get("/indicators/rural_trainees?by=school").text
    assert '<th scope="row">Cơ sở giáo dục nghề nghiệp</th>' in html


def test_a_commune_takes_its_own_files_along(city: Office) -> None:
    html = city.browser("ops").get("/?commune=10001").text
    for kind in ("docx", "xlsx", "csv"):
        assert f'href="/api/v1/reports/2026.{kind}?commune=10001"' in html
    for kind in ("xlsx", "csv"):
        answer = city.client("ops").get(f"/api/v1/reports/2026.{kind}?commune=10001")
        assert answer.status_code == 200
        assert f'filename="chi-tieu-10001-2026.{kind}"' in answer.headers["Content-Disposition"]
        assert city.rpc.last.kwargs["commune"] == "10001"
    assert city.client("ops").get("/api/v1/reports/2026.csv?commune=x'").status_code == 422


@pytest.mark.parametrize(
    ("commune", "issuer", "cut"),
    [("", "01", "xã Đại Đồng"), ("?commune=10001", "XÃ ĐẠI ĐỒNG", "Thôn Trại Cá")],
)
def test_a_report_is_of_the_city_by_commune_or_of_a_commune_by_village(
    city: Office, commune: str, issuer: str, cut: str
) -> None:
    answer = city.client("commune_leader").get(f"/api/v1/reports/2026.docx{commune}")
    assert answer.status_code == 200, answer.text
    told = text_of(docx.Document(io.BytesIO(answer.data)))
    head, _, cuts = told.partition("BÁO CÁO")
    assert f"ỦY BAN NHÂN DÂN\n{issuer}\n" in head
    assert f"\n{cut}\n" in cuts
    asked = {each.kwargs["commune"] for each in city.rpc.calls if each.method.startswith("figure")}
    assert asked == {commune.removeprefix("?commune=") or None}
