"""``python -m gateway_tests.take_pictures FOLDER``: every page at desktop and phone width."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .believable_people import IDS
from .browser import Browser, open_browser
from .office import PASSWORD
from .serving import serving

PAGES = {
    "dashboard": "/",
    "figure-flow": "/indicators/rural_trainees?part=num",
    "figure-share": "/indicators/employment_service_access?by=village&as_of=2026-11-01T08:00",
    "person": f"/people/{IDS[0]}",
    "journey": f"/people/{IDS[0]}/journey",
    "history": f"/people/{IDS[0]}/history",
    "privacy": f"/people/{IDS[0]}/privacy",
    "erase": f"/people/{IDS[0]}/erase",
    "data-requests": "/data-requests",
    "breaches": "/breaches",
    "work": "/work",
    "households": "/households",
    "household": "/households/h1",
    "household-edit": "/households/h1/edit",
    "household-land": "/households/h1/land",
    "merge": f"/people/{IDS[0]}/merge/{IDS[1]}",
    "villages": "/villages",
    "village-change": "/villages/change?kind=merge&village=v1",
    "village-changed": "/villages/changes/vc1",
    "group-policies": "/group-policies",
    "retention-rules": "/retention-rules",
    "imports": "/imports",
    "import": "/imports/i1",
    "docs": "/api/docs",
    "missing": "/nowhere",
    "dashboard-en": "/?lang=en",
}
SIZES = {"desktop": (1280, 800, False), "phone": (390, 844, True)}


def main(folder: Path, only: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    with serving() as (url, _), profile as place, open_browser(Path(place)) as browser:
        browser.size(1280, 800)
        browser.go(f"{url}/sign-in")
        _at_each_size(browser, folder, "sign-in", only)
        browser.fill("#username", "commune_officer")
        browser.fill("#password", PASSWORD)
        browser.click("button.primary")
        for name, path in PAGES.items():
            if only and not name.startswith(only):
                continue
            browser.go(url + path)
            _at_each_size(browser, folder, name, only)
        if not only or only == "people":
            browser.go(f"{url}/people?lang=vi")
            browser.fill("#q", "dao thi duoc")
            browser.click(".search button")
            _at_each_size(browser, folder, "people", only)


def _at_each_size(browser: Browser, folder: Path, name: str, only: str) -> None:
    if only and not name.startswith(only):
        return
    for size, (width, height, phone) in SIZES.items():
        browser.size(width, height, phone=phone)
        browser.picture(folder / f"{name}-{size}.png", (0, 0, 390, 1500) if phone else None)
    if name in ("dashboard", "figure-share"):
        browser.size(1280, 800, dark=True)
        browser.picture(folder / f"{name}-dark.png")
    browser.size(1280, 800)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
