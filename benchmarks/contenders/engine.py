"""Ours: the real consumer on the real broker and database, as `python -m indicators.consume`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from statistics import quantiles
from typing import Any

from chassis.amqp_broker import AmqpSource
from chassis.consumer import Consumer
from chassis.errors import Transient
from chassis.inbox import MongoInbox
from chassis.lining_up import Owner
from chassis.metrics import ConsumerMetrics
from chassis.mongo import Transactions, connect
from chassis.mongo_log import MongoLog
from chassis.topology import Topology
from indicators.apply import Applying
from indicators.beside import Beside
from indicators.collecting import rarely
from indicators.plan_file import default_plan
from indicators.store import Store
from prometheus_client import CollectorRegistry

from benchmarks.child import finish, hello, ready
from benchmarks.meter import Meter
from benchmarks.servers import amqp_uri


class Watched(ConsumerMetrics):
    """The consumer's own metrics, their values kept."""

    def __init__(self) -> None:
        super().__init__(CollectorRegistry(), "indicators")
        self.applied = 0
        self.seconds: list[float] = []

    def settled(self, feed: str, name: str, outcome: str, count: int = 1) -> None:
        super().settled(feed, name, outcome, count)
        self.applied += count if outcome == "applied" else 0

    def effect(self, seconds: float) -> None:
        super().effect(seconds)
        self.seconds.append(seconds)


def owner_of(databases: dict[str, str]) -> Owner:
    """The owners' logs, read here instead of by RPC; of a feed without a database it is away."""
    logs = {}
    for feed, uri in databases.items():
        db = connect(uri)
        logs[feed] = MongoLog(db, Transactions(db, "bench-owner"))

    def events_after(feed: str, position: int, limit: int) -> Sequence[bytes]:
        if feed not in logs:
            raise Transient("no_service")
        return logs[feed].bodies_after(feed, position, limit)

    return events_after


def counting(watched: Watched, meter: Meter, done: threading.Event) -> Callable[[], None]:
    """Called after each commit."""
    before = 0

    def on_applied() -> None:
        nonlocal before
        count, before = watched.applied - before, watched.applied
        if meter.add(count):
            done.set()

    return on_applied


def main() -> None:
    told = hello()
    db = connect(told["mongodb_uri"])
    transactions = Transactions(db, "indicators-consumer")
    feeds = Topology.of_package("indicators").consumes
    watched, done = Watched(), threading.Event()
    meter = Meter(told["total"], told["warm_up"])
    rarely()
    plan = default_plan()
    beside = Beside(told["mongodb_uri"], plan)
    beside.ready(patience=10)
    consumer = Consumer(
        "indicators",
        feeds,
        source=lambda: AmqpSource(amqp_uri(), "indicators", feeds),
        inbox=MongoInbox(db, transactions),
        apply=Applying(Store(db), plan, beside),
        owner=owner_of(told.get("owners", {})),
        metrics=watched,
        on_applied=counting(watched, meter, done),
    )
    if told.get("connected_first"):
        threading.Thread(target=consumer.run, daemon=True).start()
        while not consumer.connected:
            done.wait(0.01)
        ready()
    else:
        ready()
        threading.Thread(target=consumer.run, daemon=True).start()
    done.wait()
    finish({**meter.result(), **latency(watched.seconds[told["warm_up"] :])})


def latency(seconds: Sequence[float]) -> dict[str, Any]:
    """Milliseconds: what `vieclam_event_to_figure_seconds` is told."""
    if len(seconds) < 100:
        return {}
    cuts = quantiles(seconds, n=100)
    return {"p50": cuts[49] * 1e3, "p99": cuts[98] * 1e3, "max": max(seconds) * 1e3}


if __name__ == "__main__":
    main()
