"""What the measurements share: sizes, patience, the load and its expected outcome."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import gettempdir

from chassis.log import FeedEvent
from indicators.plan_file import default_plan

from benchmarks.progress import say
from benchmarks.series import Patience, Series
from benchmarks.sizes import Sizes
from benchmarks.workload.base import Base, States, record
from benchmarks.workload.happenings import Load, load
from benchmarks.workload.said import Said

__all__ = ["Setting", "Told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`base`: where to start; `events`: what to apply; `said`: what must be there then.

    `profile`: the last event before the first of them; `known_lines`: ledger lines before it.
    """

    base: Base | States
    events: list[FeedEvent]
    said: Said
    profile: FeedEvent
    known_lines: int


class Setting:
    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self.patience = Patience(sizes.patience, sizes.again, time.monotonic() + sizes.limit)
        self.plan = default_plan()
        self.folder = Path(gettempdir())

    @cached_property
    def load(self) -> Load:
        say(f"  working out what {self.sizes.batched} events on {self.sizes.persons} persons say")
        return load(self.sizes.persons, self.sizes.batched)

    @property
    def recorded(self) -> Path:
        """The commands our consumer sent, batch by batch."""
        return self.folder / "recorded.pickle"

    @cached_property
    def batched(self) -> Told:
        """Everything, households too."""
        said = Said(self.plan, self.load.profiles())
        known = len(said.book.lines)
        events = said.tell(self.load.messages)
        say("  recording what our consumer writes")
        base = record(self.plan, said.profiles, events, self.recorded)
        return Told(
            base=base,
            events=events,
            said=said,
            profile=said.profiles[-1],
            known_lines=known,
        )

    @cached_property
    def one_by_one(self) -> Told:
        """The first few, without households."""
        said = Said(self.plan, self.load.profiles(with_household=False))
        base, known = States.of(said), len(said.book.lines)
        return Told(
            base=base,
            events=said.tell(self.load.messages[: self.sizes.one_by_one]),
            said=said,
            profile=said.profiles[-1],
            known_lines=known,
        )

    def series(self, name: str, unit: str = "events/s", digits: int = 0) -> Series:
        return Series(name=name, unit=unit, wanted=self.sizes.runs, digits=digits)
