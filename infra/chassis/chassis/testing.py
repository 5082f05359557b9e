"""For tests of services: a runtime on the memory twin, and calls of any role. Fakes, not mocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from prometheus_client import CollectorRegistry

from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.envelope import Event, decode
from chassis.handling import Handlers, applying
from chassis.identity import Caller
from chassis.log import FeedEvent
from chassis.memory_broker import MemoryBroker
from chassis.memory_log import MemoryLog
from chassis.relay import Relay
from chassis.runtime import Call

__all__ = ["call_as", "deliver", "memory_runtime", "published"]


def memory_runtime(name: str, *, today: date, state_dir: Path | None = None, **more: Any) -> Any:
    """What a desk needs of :class:`chassis.runtime.Runtime`, without database and broker."""
    return SimpleNamespace(
        name=name,
        clock=Clock(today),
        ledger=Ledger(MemoryLog()),
        registry=CollectorRegistry(),
        state_dir=state_dir,
        **more,
    )


def call_as(
    role: str,
    *,
    today: date,
    caller_id: str = "u1",
    agency: str = "",
    commune: str | None = "09931",
    village: str | None = None,
) -> Call:
    """A verified call of somebody with that role."""
    caller = Caller(id=caller_id, role=role, agency=agency, commune=commune, village=village)
    return Call(caller=caller, clock=Clock(today), correlation_id="test")


def published(runtime: Any) -> list[Event]:
    """Everything the service's log has published, through the real relay, feed by feed."""
    log = runtime.ledger.log
    relay = Relay(runtime.name, log, MemoryBroker().publisher(), holder="test")
    while relay.step():
        pass
    events: list[FeedEvent] = []
    for feed, last in sorted(log.last_positions().items()):
        events.extend(log.events_after(feed, 0, last))
    return [decode(event.body) for event in events]


def deliver(runtime: Any, handlers: Handlers, events: Sequence[Event]) -> None:
    """Hand events to a service's handlers as its consumer would, in one unit."""
    applying(runtime.ledger, handlers, runtime.clock, runtime.name)(events, None)
