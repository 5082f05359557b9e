"""Whether every published event has been applied by everybody who reads it."""

import re
import time

import requests

from vieclam_cli import ports
from vieclam_cli.catalogue import PROCESSES
from vieclam_cli.installation import Installation

_SAMPLE = re.compile(r"^(?P<name>vieclam_\w+)(?:\{(?P<labels>[^}]*)\})? (?P<value>\S+)$")
_LABEL = re.compile(r'(\w+)="([^"]*)"')


def is_settled(installation: Installation) -> bool:
    """True when nothing waits in a relay and every consumer stands at its feeds' ends."""
    ends: dict[str, float] = {}
    marks: list[tuple[str, float]] = []
    for process in PROCESSES:
        address = f"http://{ports.LOOPBACK}:{installation.metrics_port(process.name)}/metrics"
        for line in requests.get(address, timeout=10).text.splitlines():
            sample = _SAMPLE.match(line)
            if sample is None:
                continue
            labels = dict(_LABEL.findall(sample["labels"] or ""))
            value = float(sample["value"])
            if sample["name"] == "vieclam_relay_backlog" and value > 0:
                return False
            if sample["name"] == "vieclam_feed_position":
                ends[labels["feed"]] = value
            if sample["name"] == "vieclam_consumer_watermark":
                marks.append((labels["feed"], value))
    return all(mark >= ends.get(feed, 0) for feed, mark in marks)


def wait(installation: Installation, seconds: float = 120) -> bool:
    """Return True as soon as two looks in a row find everything settled, False in the end."""
    deadline, calm = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        calm = calm + 1 if is_settled(installation) else 0
        if calm == 2:
            return True
        time.sleep(0.3)
    return False
