"""Which measurements run, and what becomes of their results."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.child import ChildFailed
from benchmarks.machine import described
from benchmarks.measurements.commands import commands
from benchmarks.measurements.http import http
from benchmarks.measurements.latency import latency
from benchmarks.measurements.rebuild import rebuild
from benchmarks.measurements.setting import Setting
from benchmarks.measurements.throughput import throughput
from benchmarks.noise import load_average
from benchmarks.progress import say
from benchmarks.report import Report, Section
from benchmarks.servers import NoServers
from benchmarks.sizes import QUICK, USUAL
from benchmarks.workload.proof import NotDone

__all__ = ["main"]

RESULTS = Path(__file__).with_name("RESULTS.md")
ALL: Mapping[str, Callable[[Setting], Section]] = {
    "throughput": throughput,
    "latency": latency,
    "commands": commands,
    "rebuild": rebuild,
    "http": http,
}


def main(arguments: Sequence[str]) -> None:
    """Exits 2 for a name that is not known, 1 when work was not done."""
    quick = "--quick" in arguments
    names = [each for each in arguments if each != "--quick"]
    unknown = [name for name in names if name not in ALL]
    if unknown:
        say(f"no such measurement: {', '.join(unknown)}. There are: {', '.join(ALL)}, --quick")
        sys.exit(2)
    try:
        report = _measured(names or list(ALL), Setting(QUICK if quick else USUAL), arguments)
    except (ChildFailed, NotDone, NoServers) as error:
        say(f"failed: {error}")
        sys.exit(1)
    text = report.markdown()
    print(text)
    if not names and not quick:
        RESULTS.write_text(text, encoding="utf-8")
        say(f"written to {RESULTS}")


def _measured(names: Sequence[str], setting: Setting, arguments: Sequence[str]) -> Report:
    began = time.monotonic()
    report = Report(
        title="Measured",
        machine=[
            ("when", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load average {load_average():.1f}"),
            *described(),
        ],
        command=" ".join(["./vieclam bench", *arguments]),
    )
    for name in names:
        say(f"  {name} ({time.monotonic() - began:.0f} s)")
        report.sections.append(ALL[name](setting))
    report.seconds = time.monotonic() - began
    return report
