"""Field work and partners' work in a real browser: widths, contrast, the keyboard, paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .believable_field import EMPLOYERS
from .believable_people import IDS
from .browser import Browser, open_browser
from .office import PASSWORD
from .serving import serving
from .test_browser import CONTRAST

PAGES = {
    "commune_officer": (
        "/people", "/people/new", f"/people/{IDS[0]}", f"/people/{IDS[0]}/edit",
        f"/people/{IDS[0]}/place", f"/people/{IDS[0]}/groups", f"/people/{IDS[0]}/refer",
        f"/people/{IDS[0]}/records/needs/n1", "/imports", "/imports/i1", "/imports/i1/columns",
        "/imports/i1/rows/9", "/reviews", "/feedback", "/labour-surveys",
    ),
    "village_head": ("/visits", "/visits/vp1", f"/people/{IDS[0]}/contact?plan=vp1", "/feedback"),
    "school": ("/referrals", "/classes", "/classes/c1"),
    "job_centre": ("/referrals", "/placements", "/employers", f"/employers/{EMPLOYERS[0]['id']}"),
    "social_insurance": ("/placements",),
    "bank": ("/loans", "/loans/l1", "/loans/l2"),
}  # fmt: skip
SHEET_POINTS = 595
"""An A4 page upright is 595 points wide."""


@pytest.fixture(scope="module", params=sorted(PAGES))
def signed_in(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Browser, str, tuple[str, ...]]]:
    with serving() as (url, _), open_browser(tmp_path_factory.mktemp("role")) as browser:
        _sign_in(browser, url, request.param)
        yield browser, url, PAGES[request.param]


def _sign_in(browser: Browser, url: str, role: str) -> None:
    browser.size(1280, 800)
    browser.go(f"{url}/sign-in")
    browser.fill("#username", role)
    browser.fill("#password", PASSWORD)
    browser.click("button.primary")
    browser.until("return location.pathname !== '/sign-in'")


Signed = tuple[Browser, str, tuple[str, ...]]


def test_no_page_is_wider_than_the_screen_and_all_text_stands_out(signed_in: Signed) -> None:
    browser, url, pages = signed_in
    for path in pages:
        for width in (390, 1280):
            browser.size(width, 844, phone=width < 500)
            browser.go(url + path)
            assert browser.run("return document.documentElement.scrollWidth") <= width, path
        for dark in (False, True):
            browser.size(1280, 800, dark=dark)
            browser.go(url + path)
            assert browser.run(CONTRAST) == [], (path, dark)


def test_every_field_and_button_is_reached_by_the_keyboard(signed_in: Signed) -> None:
    """What lies in a closed step is reached once its summary, itself reached, opens it."""
    browser, url, pages = signed_in
    browser.size(390, 844, phone=True)
    for path in pages:
        browser.go(url + path)
        missed = browser.run(
            """
            const missed = [];
            for (const each of document.querySelectorAll("main details")) {
              each.querySelector("summary").focus();
              if (document.activeElement !== each.querySelector("summary")) missed.push("summary");
              each.open = true;
            }
            const all = "main a[href], main button, main input:not([type=hidden]), main select";
            for (const each of document.querySelectorAll(all + ", main textarea")) {
              each.focus();
              if (document.activeElement !== each || each.tabIndex < 0) missed.push(each.outerHTML);
            }
            return missed;
            """
        )
        assert missed == [], path


def test_a_list_on_paper_is_an_upright_page_without_the_frame(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with serving() as (url, _), open_browser(tmp_path_factory.mktemp("paper")) as browser:
        _sign_in(browser, url, "commune_officer")
        for layout in ("call", "invitation"):
            browser.go(f"{url}/visits/vp1/paper?layout={layout}")
            width, pages, shown = browser.printed()
            assert round(width) == SHEET_POINTS
            assert pages == 1
            assert shown == []
