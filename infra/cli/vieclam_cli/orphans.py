"""Processes of an installation whose supervisor is gone: found by the mark in their environment."""

import contextlib
import os
import signal
import time
from pathlib import Path

from vieclam_cli.installation import MARK


def of(home: Path) -> list[int]:
    """The process ids that carry this state folder's mark, ours to end; never our own."""
    mark = f"{MARK}={home}".encode()
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def end(home: Path, grace: float = 20) -> int:
    """End them in good order, after `grace` seconds at once; how many there were."""
    found = of(home)
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + grace
    while of(home):
        if time.monotonic() > deadline:
            for pid in of(home):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
    return len(found)
