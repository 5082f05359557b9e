"""What else the machine does: load average, and processor time that was not ours.

Ours is every process with the run's folder in its environment: broker, database, whoever is
measured, and we. A run during which others burnt a quarter of a core counts as noisy.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["FOREIGN", "Window", "load_average", "wait_for_quiet"]

FOREIGN = 0.25
"""Cores that others may use during a run."""
TICK = os.sysconf("SC_CLK_TCK")


def run_folder() -> bytes:
    """The folder of this run's servers, which all of its processes have in their environment."""
    temporary = Path(os.environ.get("TMPDIR", ""))
    return os.fsencode(temporary.parent) if temporary.name == "tmp" else b""


def load_average() -> float:
    """Of the last minute."""
    return os.getloadavg()[0]


def _busy() -> float:
    """Seconds of processor time that any process has used; interrupts belong to nobody."""
    user, nice, system = Path("/proc/stat").read_text().split(maxsplit=4)[1:4]
    return (int(user) + int(nice) + int(system)) / TICK


class Ours:
    """The processor time of our processes, by the name of their program."""

    def __init__(self) -> None:
        self._folder = run_folder()
        self._known: dict[tuple[str, str], bool] = {}

    def seconds(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                name, fields = _stat(folder)
                started = fields[19]
                key = (folder.name, started)
                if key not in self._known:
                    self._known[key] = self._is_ours(folder)
                if self._known[key]:
                    used = (int(fields[11]) + int(fields[12])) / TICK
                    found[name] = found.get(name, 0.0) + used
        return found

    def _is_ours(self, folder: Path) -> bool:
        if int(folder.name) == os.getpid():
            return True
        return bool(self._folder) and self._folder in (folder / "environ").read_bytes()


def _stat(folder: Path) -> tuple[str, list[str]]:
    text = (folder / "stat").read_text()
    name = text[text.index("(") + 1 : text.rindex(")")]
    return name, text[text.rindex(")") + 2 :].split()


@dataclass(slots=True)
class Window:
    """A stretch of time: `foreign` cores used by others, `cores` used by our programs."""

    foreign: float = 0.0
    cores: dict[str, float] = field(default_factory=dict)
    _ours: Ours = field(default_factory=Ours)
    _began: float = 0.0
    _busy: float = 0.0
    _used: dict[str, float] = field(default_factory=dict)

    def begin(self) -> None:
        self._used, self._busy, self._began = self._ours.seconds(), _busy(), time.monotonic()

    def end(self) -> None:
        """To be called while everybody measured still runs."""
        passed = max(time.monotonic() - self._began, 0.01)
        busy, used = _busy() - self._busy, self._ours.seconds()
        spent = {name: used[name] - self._used.get(name, 0.0) for name in used}
        self.cores = {name: round(seconds / passed, 2) for name, seconds in spent.items()}
        self.foreign = round(max(0.0, busy - sum(spent.values())) / passed, 2)

    @property
    def noisy(self) -> bool:
        return self.foreign > FOREIGN


def wait_for_quiet(patience: float) -> float:
    """Return as soon as others let the machine be, at the latest after `patience` seconds.

    Answers the seconds waited.
    """
    began = time.monotonic()
    while True:
        window = Window()
        window.begin()
        time.sleep(0.5)
        window.end()
        waited = time.monotonic() - began
        if not window.noisy or waited > patience:
            return waited
