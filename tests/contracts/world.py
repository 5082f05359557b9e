"""All owners together, and the wire between them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from chassis.envelope import Event
from chassis.memory_broker import MemoryBroker

from ..standalone.process import make_keys
from .agency import SHELLS, Agency

TODAY = date(2026, 11, 20)


class World:
    """The five owners, each on its own database."""

    def __init__(self, agencies: dict[str, Agency]) -> None:
        self.agencies = agencies
        broker = MemoryBroker()
        self.lines = {name: each.plug_into(broker) for name, each in agencies.items()}

    def __getitem__(self, name: str) -> Agency:
        return self.agencies[name]

    def settle(self) -> None:
        """Everything that was published has had its effects, and theirs."""
        moved = 1
        while moved:
            moved = sum(relay.step() for relay, _ in self.lines.values())
            moved += sum(
                consumer.step(timeout=0.01) for _, consumer in self.lines.values() if consumer.feeds
            )

    def parked(self) -> list[str]:
        """What any consumer set aside, with its reason."""
        return [
            f"{name}: {each.name}: {each.reason}"
            for name, (_, consumer) in self.lines.items()
            for each in consumer.inbox.parked()
        ]

    def events(self) -> list[Event]:
        return [event for each in self.agencies.values() for event in each.published()]


@contextmanager
def opened(folder: Path) -> Iterator[World]:
    make_keys(folder, *SHELLS)
    base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
    tag = uuid.uuid4().hex[:6]
    agencies = {
        name: Agency(
            name,
            mongodb_uri=f"{base.rstrip('/')}/contracts_{name}_{tag}?{options}",
            keys=folder,
            folder=folder,
            today=TODAY,
        )
        for name in SHELLS
    }
    try:
        yield World(agencies)
    finally:
        for each in agencies.values():
            each.close()
