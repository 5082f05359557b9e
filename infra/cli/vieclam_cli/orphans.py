"""Processes of an installation whose supervisor is gone: found by the mark in their environment."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from vieclam_cli.child import MARK


def of(home: Path) -> list[int]:
    """The process ids that carry this state folder's mark, ours to end; never our own."""
    return _marked(lambda marked: marked == home)


def _marked(ours: Callable[[Path], bool]) -> list[int]:
    prefix = f"{MARK}=".encode()
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            for each in (folder / "environ").read_bytes().split(b"\0"):
                if each.startswith(prefix) and ours(Path(os.fsdecode(each[len(prefix) :]))):
                    found.append(int(folder.name))
    return found


def end(home: Path, grace: float = 20) -> int:
    """End them in good order, after `grace` seconds at once; how many there were."""
    found = of(home)
    _signal(found, signal.SIGTERM)
    deadline = time.monotonic() + grace
    while remaining := of(home):
        if time.monotonic() > deadline:
            _signal(remaining, signal.SIGKILL)
        time.sleep(0.1)
    return len(found)


def end_under(folder: Path) -> None:
    """End at once whatever runs from state folders below this one: a test run's remains."""
    while found := _marked(lambda marked: marked == folder or folder in marked.parents):
        _signal(found, signal.SIGKILL)
        time.sleep(0.1)


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
