"""In a real browser: narrow screens, the strict policy, the keyboard, live figures, no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from chassis.waiting import until

from . import believable
from .believable_people import IDS
from .browser import Browser, open_browser
from .office import PASSWORD, Office
from .serving import serving

PAGES = (
    "/", "/?span=plan", "/public", "/people", "/imports", "/imports/i1", f"/people/{IDS[0]}",
    "/indicators/rural_trainees?part=num",
    "/indicators/employment_service_access?by=village&as_of=2026-11-01T08:00",
    f"/people/{IDS[0]}/journey", f"/people/{IDS[0]}/history", f"/people/{IDS[0]}/privacy",
    "/people/new", f"/people/{IDS[0]}/edit", f"/people/{IDS[0]}/place",
    f"/people/{IDS[0]}/groups", f"/people/{IDS[0]}/refer",
    f"/people/{IDS[0]}/erase", "/data-requests", "/breaches", "/work", "/households",
    "/households/h1", "/households/h1/edit", "/households/h1/land",
    f"/people/{IDS[0]}/merge", f"/people/{IDS[0]}/merge/{IDS[1]}", "/group-policies",
    "/retention-rules",
    "/villages", "/villages/change?village=v1", "/villages/changes/vc1", "/villages/changes/vc2",
    "/?set=further", "/indicators/rural_trainees?if_kind=class&if_count=25&if_finishes=60",
    "/public/data", "/closings", "/closings/2026-Q2", "/plan",
    "/needs", "/visits", "/visits/vp1", "/visits/vp1/paper", f"/people/{IDS[0]}/contact?plan=vp1",
    "/feedback", "/labour-surveys", "/api/docs", "/sign-in",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    url: str
    office: Office
    browser: Browser

    def sign_in(self, username: str = "commune_officer") -> None:
        self.browser.go(f"{self.url}/sign-in")
        self.browser.fill("#username", username)
        self.browser.fill("#password", PASSWORD)
        self.browser.click("button.primary")
        self.browser.until("return location.pathname !== '/sign-in'")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    profile = tmp_path_factory.mktemp("profile")
    with serving() as (url, office), open_browser(profile) as browser:
        browser.size(1280, 800)
        there = Desk(url=url, office=office, browser=browser)
        there.sign_in()
        yield there


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_page_is_wider_than_the_screen(desk: Desk, width: int) -> None:
    desk.browser.size(width, 844, phone=width < 500)
    wide = []
    for path in PAGES:
        desk.browser.go(desk.url + path)
        if desk.browser.run("return document.documentElement.scrollWidth") > width:
            wide.append(path)
    desk.browser.size(1280, 800)
    assert wide == []


@pytest.mark.parametrize("path", ["/", "/visits", "/data-requests"])
def test_the_menu_shows_on_a_phone_where_one_is(desk: Desk, path: str) -> None:
    desk.browser.size(390, 844, phone=True)
    desk.browser.go(desk.url + path)
    left, right = desk.browser.run(
        """
        const here = document.querySelector(".main-nav [aria-current]").getBoundingClientRect();
        return [Math.round(here.left), Math.round(here.right)];
        """
    )
    desk.browser.size(1280, 800)
    assert left >= 0
    assert right <= 390


def test_a_breakdown_shows_its_numbers_on_a_phone(desk: Desk) -> None:
    """Not only after pushing the table aside, however long the forecasts are."""

    def told(**asked: Any) -> dict[str, Any]:
        ahead = {"value": 364_200_000, "low": 215_400_000, "high": 601_700_000}
        forecast = {**ahead, "level": 0.8, "method": "run_rate"}
        row = {"key": "Thôn Cộng-Hòa-Đại-Đồng-Lư", "value": 1_215_000_000, "status": "no_target"}
        if asked["by"] != "village":
            return {**believable.figure(**asked), "dimensions": ["village", "month"]}
        found = believable.figure(**{**asked, "by": None})
        return {**found, "by": "village", "breakdown": [{**row, "forecast": forecast}]}

    before = desk.office.rpc.answers["indicators.figure"]
    desk.office.rpc.answers["indicators.figure"] = told
    desk.browser.size(390, 844, phone=True)
    desk.browser.go(f"{desk.url}/indicators/loans_paid?by=village&lang=en")
    right = desk.browser.run(
        """
        const shown = [...document.querySelectorAll(".bars td")].filter((each) => each.offsetWidth);
        return shown.map((each) => Math.round(each.getBoundingClientRect().right));
        """
    )
    desk.browser.size(1280, 800)
    desk.office.rpc.answers["indicators.figure"] = before
    desk.browser.go(f"{desk.url}/?lang=vi")
    assert right
    assert max(right) <= 390


def test_the_policy_refuses_nothing_of_ours_and_nothing_fails_to_load(desk: Desk) -> None:
    desk.browser.console()
    for path in PAGES:
        desk.browser.go(desk.url + path)
    assert desk.browser.console() == []


def test_every_figure_is_reached_by_the_keyboard_alone(desk: Desk) -> None:
    desk.browser.go(f"{desk.url}/")
    reached = desk.browser.run(
        """
        const found = [];
        for (const link of document.querySelectorAll("a[href], button, input, select")) {
          link.focus();
          if (document.activeElement === link && link.href && link.href.includes("/indicators/"))
            found.push(getComputedStyle(link).outlineStyle);
        }
        return found;
        """
    )
    assert len(reached) == 14


def test_text_stands_out_from_its_ground_in_light_and_dark(desk: Desk) -> None:
    for dark in (False, True):
        desk.browser.size(1280, 800, dark=dark)
        for path in (
            "/", "/indicators/rural_trainees", "/imports/i1", "/sign-in", "/data-requests",
            "/households/h1/land", f"/people/{IDS[0]}/merge/{IDS[1]}",
            "/breaches", "/work", "/households/h1", "/retention-rules", "/needs", "/visits",
            "/villages", "/villages/change", "/villages/changes/vc2", "/villages/changes/vc3",
            "/people/new", f"/people/{IDS[0]}/edit", f"/people/{IDS[0]}/place",
            f"/people/{IDS[0]}/groups", f"/people/{IDS[0]}/refer",
            f"/people/{IDS[0]}?remarks=possible_duplicate",
            "/feedback", "/visits/vp1/paper", f"/people/{IDS[0]}/contact",
            f"/people/{IDS[0]}/journey", f"/people/{IDS[0]}/history", f"/people/{IDS[0]}/erase",
            "/?set=further", "/closings", "/closings/2026-Q2", "/public/data",
            "/indicators/priority_credit?as_of=2026-11-01T08:00",
            "/indicators/rural_trainees?if_kind=class&if_count=25&part=num",
        ):  # fmt: skip
            desk.browser.go(desk.url + path)
            assert desk.browser.run(CONTRAST) == [], (path, dark)
    desk.browser.size(1280, 800)


def test_touch_targets_of_the_main_ways_are_large_enough(desk: Desk) -> None:
    desk.browser.size(390, 844, phone=True)
    desk.browser.go(f"{desk.url}/")
    small = desk.browser.run(
        """
        return [...document.querySelectorAll(".main-nav a, .spans a, button")]
          .filter((each) => each.getBoundingClientRect().height < 24)
          .map((each) => each.textContent.trim());
        """
    )
    desk.browser.size(1280, 800)
    assert small == []


def test_a_change_of_figures_comes_to_the_open_page_by_itself(desk: Desk) -> None:
    answers = desk.office.rpc.answers
    answers["indicators.snapshot"] = {"version": "1"}
    desk.browser.go(f"{desk.url}/")
    desk.browser.until("return document.querySelector('#live').classList.contains('on')")
    changed = [
        {**each, "value": 132} if each["code"] == "rural_trainees" else each
        for each in believable.figures()["items"]
    ]
    answers["indicators.figures"] = {**believable.figures(), "items": changed}
    answers["indicators.snapshot"] = {"version": "2"}
    row = "document.querySelector('[data-code=rural_trainees]')"
    desk.browser.until(f"return {row}.querySelector('.value b').textContent === '132'")
    assert desk.browser.run(f"return {row}.classList.contains('changed')")
    others = "return document.querySelectorAll('.changed').length"
    assert desk.browser.run(others) == 1
    news = desk.browser.run("return document.querySelector('#news').textContent")
    assert news == "Số liệu vừa được cập nhật"
    answers["indicators.figures"] = believable.figures


def test_a_lost_source_is_shown_and_so_is_its_return(desk: Desk) -> None:
    answers: dict[str, Any] = desk.office.rpc.answers
    desk.browser.go(f"{desk.url}/")
    on = "return document.querySelector('#live').classList.contains('on')"
    desk.browser.until(on)
    kept = answers.pop("indicators.snapshot")
    desk.browser.until("return document.querySelector('#live').classList.contains('off')")
    answers["indicators.snapshot"] = kept
    desk.browser.until(on)


def test_without_script_everything_but_the_live_lamp_works(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with serving() as (url, office), open_browser(tmp_path_factory.mktemp("plain")) as browser:
        browser.without_script()
        desk = Desk(url=url, office=office, browser=browser)
        desk.sign_in()
        browser.click("[data-code=new_jobs] a")
        browser.click(".main-nav a[href='/people']")
        browser.fill("#q", "dao thi duoc")
        browser.click(".search button")

        def called() -> list[str]:
            return [f"{each.service}.{each.method}" for each in office.rpc.calls]

        until(lambda: called()[-2:] == ["registry.search_people", "registry.list_villages"])
        assert "indicators.figure" in called()


def test_a_leader_signs_a_span_by_the_keyboard_alone(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    space, enter = " ", "\ue007"
    with serving() as (url, office), open_browser(tmp_path_factory.mktemp("leader")) as browser:
        Desk(url=url, office=office, browser=browser).sign_in("commune_leader")
        browser.go(f"{url}/closings/new?span=2026-Q3")
        assert browser.run(CONTRAST) == []
        browser.fill("form[action='/closings'] button.primary", enter)
        assert browser.run("return location.pathname") == "/closings/new", "the box comes first"
        browser.fill("#confirmed", space)
        browser.fill("form[action='/closings'] button.primary", enter)
        until(lambda: any(each.method == "close_span" for each in office.rpc.calls))
        browser.go(f"{url}/closings/2026-Q2")
        browser.fill("#text", "Đã đối chiếu với sổ của trường.")
        browser.fill("form[action$='/notes'] button", enter)
        until(lambda: any(each.method == "note_on_closing" for each in office.rpc.calls))


CONTRAST = """
const parse = (text) => {
  const numbers = text.match(/[\\d.]+/g).map(Number);
  if (text.startsWith("color(srgb"))
    return [...numbers.slice(0, 3).map((v) => v * 255), numbers[3] ?? 1];
  return [...numbers.slice(0, 3), numbers[3] ?? 1];
};
const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3]));
const ground = (node) => {
  const layers = [];
  for (let each = node; each; each = each.parentElement)
    layers.unshift(parse(getComputedStyle(each).backgroundColor));
  return layers.reduce((under, top) => over(top, under), [255, 255, 255]);
};
const light = (rgb) => {
  const [r, g, b] = rgb.map((v) => {
    v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const poor = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode.parentElement;
  const box = node.getBoundingClientRect();
  const text = walker.currentNode.textContent.trim();
  if (!text || !box.width || node.closest(".skip, script")) continue;
  const under = ground(node);
  const top = over(parse(getComputedStyle(node).color), under);
  const [a, b] = [light(top), light(under)].sort((x, y) => y - x);
  const contrast = (a + 0.05) / (b + 0.05);
  if (contrast < 4.5) poor.push(`${text.slice(0, 30)}: ${contrast.toFixed(2)}`);
}
return poor;
"""
