"""Chromium through chromedriver, by the W3C protocol: enough to look at a page."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chassis.waiting import until

__all__ = ["Browser", "open_browser"]

CHROMIUM = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=en-US",
)


class Browser:
    """One page. ``size`` sets a real device's metrics, narrower than a window can be."""

    def __init__(self, url: str, session: str) -> None:
        self._url = f"{url}/session/{session}"

    def go(self, url: str) -> None:
        _post(f"{self._url}/url", {"url": url})

    def size(self, width: int, height: int, *, dark: bool = False, phone: bool = False) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone}
        self._cdp("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._cdp("Emulation.setEmulatedMedia", {"features": [scheme]})

    def without_script(self) -> None:
        self._cdp("Emulation.setScriptExecutionDisabled", {"value": True})

    def run(self, script: str) -> Any:
        return _post(f"{self._url}/execute/sync", {"script": script, "args": []})

    def until(self, script: str, seconds: float = 10) -> None:
        """Wait until the script returns true. Raises TimeoutError."""
        until(lambda: self.run(script), seconds, script)

    def fill(self, selector: str, text: str) -> None:
        _post(f"{self._url}/element/{self._find(selector)}/value", {"text": text})

    def click(self, selector: str) -> None:
        _post(f"{self._url}/element/{self._find(selector)}/click", {})

    def press(self, *keys: str) -> None:
        """Keys one after the other, as a keyboard sends them to whatever has the focus."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        _post(
            f"{self._url}/actions",
            {"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]},
        )

    def picture(self, path: Path, clip: tuple[int, int, int, int] | None = None) -> None:
        """The whole page, or ``clip`` of it: x, y, width, height."""
        wanted: dict[str, Any] = {"captureBeyondViewport": True}
        if clip is not None:
            names = ("x", "y", "width", "height")
            wanted["clip"] = dict(zip(names, clip, strict=True)) | {"scale": 1}
        shot = self._cdp("Page.captureScreenshot", wanted)
        path.write_bytes(base64.b64decode(shot["data"]))

    def printed(self) -> tuple[float, int, list[str]]:
        """The page as paper: its width in points, how many sheets, and which parts of the
        frame are still there."""
        made = self._cdp("Page.printToPDF", {"preferCSSPageSize": True})
        pdf = base64.b64decode(made["data"])
        boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
        self._cdp("Emulation.setEmulatedMedia", {"media": "print"})
        frame = ".top, .foot, .not-printed, form"
        shown = self.run(
            f"return [...document.querySelectorAll('{frame}')]"
            ".filter((each) => each.offsetParent !== null).map((each) => each.className)"
        )
        self._cdp("Emulation.setEmulatedMedia", {"media": ""})
        return float(boxes[0][0]), len(boxes), list(shown)

    def console(self) -> list[str]:
        """What the browser complained about: refused scripts, failed requests."""
        found = _post(f"{self._url}/se/log", {"type": "browser"})
        return [each["message"] for each in found]

    def _find(self, selector: str) -> str:
        found = _post(f"{self._url}/element", {"using": "css selector", "value": selector})
        return str(next(iter(found.values())))

    def _cdp(self, command: str, params: dict[str, Any]) -> Any:
        return _post(f"{self._url}/goog/cdp/execute", {"cmd": command, "params": params})


@contextmanager
def open_browser(profile: Path) -> Iterator[Browser]:
    """A browser of its own, gone afterwards with its profile."""
    driver = subprocess.Popen(
        ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        url = f"http://127.0.0.1:{_port_of(driver)}"
        arguments = [*CHROMIUM, f"--user-data-dir={profile}"]
        options = {"args": arguments, "binary": shutil.which("chromium")}
        wanted = {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        session = _post(f"{url}/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        try:
            yield Browser(url, session)
        finally:
            _send("DELETE", f"{url}/session/{session}", None)
    finally:
        driver.terminate()
        driver.wait(timeout=10)


def _port_of(driver: subprocess.Popen[str]) -> int:
    """It listens once it says on which port."""
    said = driver.stdout or ()
    for line in said:
        started = re.search(r"started successfully on port (\d+)", line)
        if started:
            return int(started[1])
    raise RuntimeError("chromedriver ended before it listened")


def _post(url: str, body: dict[str, Any]) -> Any:
    return _send("POST", url, body)


def _send(method: str, url: str, body: dict[str, Any] | None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310 - loopback only
        url, data=data, method=method, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise RuntimeError(error.read().decode()[:500]) from error
