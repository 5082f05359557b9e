"""A measurement taken several times: its median, its spread, and ratios between two of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from benchmarks.noise import Window, load_average, wait_for_quiet
from benchmarks.progress import say

__all__ = ["Patience", "Run", "Series", "ratio", "repeat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: its value, the load average before it, and what others used meanwhile."""

    value: float
    load: float
    foreign: float
    noisy: bool
    cores: dict[str, float]


@dataclass(slots=True, kw_only=True)
class Series:
    """Runs of one thing. Where there are enough quiet runs, noisy ones do not count."""

    name: str
    unit: str
    runs: list[Run] = field(default_factory=list)
    wanted: int = 3
    digits: int = 0

    @property
    def counted(self) -> list[Run]:
        quiet = [run for run in self.runs if not run.noisy]
        return quiet if len(quiet) >= self.wanted else self.runs

    @property
    def values(self) -> list[float]:
        return [run.value for run in self.counted]

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        return min(self.values), max(self.values)

    @property
    def noisy(self) -> int:
        """How many of the runs that count were noisy."""
        return sum(run.noisy for run in self.counted)

    def also(self, value: float, window: Window, load: float | None = None) -> None:
        """A figure of the run in that window."""
        self.runs.append(
            Run(
                value=value,
                load=load_average() if load is None else load,
                foreign=window.foreign,
                noisy=window.noisy,
                cores=window.cores,
            )
        )

    def told(self) -> str:
        low, high = self.spread
        noisy = f", {self.noisy} noisy" if self.noisy else ""
        return (
            f"{self._shown(self.median)} [{self._shown(low)}–{self._shown(high)}] "
            f"n={len(self.counted)}{noisy}"
        )

    def _shown(self, value: float) -> str:
        return f"{value:,.{self.digits}f}"

    def cores(self) -> str:
        """Cores used by each program, medians, largest first."""
        names = {name for run in self.counted for name in run.cores}
        used = {name: median(run.cores.get(name, 0.0) for run in self.counted) for name in names}
        shown = sorted(used.items(), key=lambda each: -each[1])
        return ", ".join(f"{name} {cores:.2f}" for name, cores in shown if cores >= 0.03)


@dataclass(slots=True)
class Patience:
    """`seconds` left for waiting until the machine is quiet; `again`: further tries for each
    series with noisy runs; after `until` (monotonic seconds) there is neither.
    """

    seconds: float
    again: int
    until: float

    def wait(self) -> None:
        if time.monotonic() < self.until:
            self.seconds = max(0.0, self.seconds - wait_for_quiet(self.seconds))

    def tries(self) -> int:
        return self.again if time.monotonic() < self.until else 0


def repeat(series: Series, once: Callable[[Window], float], patience: Patience) -> Series:
    """Run `once` as often as wanted, noisy runs again while patience lasts.

    `once` begins and ends the window around what it measures, and answers the value.
    """
    quiet, again = 0, patience.tries()
    while quiet < series.wanted:
        patience.wait()
        load, window = load_average(), Window()
        value = once(window)
        series.also(value, window, load)
        mark = f"  NOISY: others used {window.foreign:.2f} cores" if window.noisy else ""
        say(f"    {series.name}: {value:,.{series.digits}f} {series.unit} (load {load:.1f}){mark}")
        if window.noisy and again > 0:
            again -= 1
        else:
            quiet += 1
    return series


def ratio(one: Series, other: Series) -> str:
    """How many times `one` is `other`: of the medians, and from worst to best case."""
    low, high = one.spread[0] / other.spread[1], one.spread[1] / other.spread[0]
    return f"{one.median / other.median:.2f} [{low:.2f}–{high:.2f}]"
