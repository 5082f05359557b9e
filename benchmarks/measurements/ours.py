"""Ours from relay to figure, in its ways: from the queue, from the logs, with relays beside."""

from __future__ import annotations

import time

from chassis.mongo import Db
from chassis.names import queue_of

from benchmarks.child import child
from benchmarks.measurements.owners import owners
from benchmarks.measurements.setting import Setting
from benchmarks.noise import Window
from benchmarks.servers import declare, delete, fresh, published
from benchmarks.workload.base import FEEDS
from benchmarks.workload.proof import prove

__all__ = ["PATIENCE", "caught_up", "from_the_queue", "relayed", "relays_alone"]

ENGINE = "benchmarks.contenders.engine"
PATIENCE = 120.0


def _queues() -> None:
    for feed in FEEDS:
        declare(queue_of("indicators", feed), [(feed, "#")])


def from_the_queue(setting: Setting, window: Window) -> float:
    told = setting.batched
    with fresh("indicators") as (db, uri):
        told.base.put_into(db)
        _queues()
        published(told.events)
        with child(ENGINE, {"mongodb_uri": uri, **_batched(setting)}) as engine:
            window.begin()
            engine.go()
            result = engine.told(PATIENCE)
            window.end()
        _prove(db, setting)
    return float(result["rate"])


def caught_up(setting: Setting, window: Window) -> float:
    """As after the queue was lost: everything is read in the owners' logs."""
    told = setting.batched
    with (
        fresh("indicators") as (db, uri),
        owners(setting.load.messages, told.profile) as their,
    ):
        told.base.put_into(db)
        _queues()
        with their.relays() as relays:
            for relay in relays:
                relay.go()
            for relay in relays:
                relay.told(PATIENCE)
        _queues()
        settings = {**_batched(setting), "mongodb_uri": uri, "owners": their.feeds}
        with child(ENGINE, settings) as engine:
            window.begin()
            engine.go()
            result = engine.told(PATIENCE)
            window.end()
        _prove(db, setting)
    return float(result["rate"])


def relayed(setting: Setting, window: Window) -> float:
    """From the moment the relays may begin to the last event's commit."""
    told = setting.batched
    with (
        fresh("indicators") as (db, uri),
        owners(setting.load.messages, told.profile) as their,
    ):
        told.base.put_into(db)
        _queues()
        settings = {**_batched(setting), "mongodb_uri": uri, "owners": their.feeds}
        with (
            child(ENGINE, {**settings, "connected_first": True}) as engine,
            their.relays() as relays,
        ):
            engine.go()
            window.begin()
            began = time.monotonic()
            for relay in relays:
                relay.go()
            result = engine.told(PATIENCE)
            window.end()
        _prove(db, setting)
    return float(len(told.events) / (result["ended"] - began))


def relays_alone(setting: Setting, window: Window) -> float:
    with owners(setting.load.messages, setting.batched.profile) as their:
        _queues()
        with their.relays() as relays:
            window.begin()
            began = time.monotonic()
            for relay in relays:
                relay.go()
            ended = max(relay.told(PATIENCE)["ended"] for relay in relays)
            window.end()
        for service, log in their.logs.items():
            if log.backlog():
                raise RuntimeError(f"the relay of {service} left something")
    delete(queue_of("indicators", feed) for feed in FEEDS)
    return float(sum(their.counts.values()) / (ended - began))


def _batched(setting: Setting) -> dict[str, int]:
    return {"total": setting.sizes.batched, "warm_up": setting.sizes.warm_up}


def _prove(db: Db, setting: Setting) -> None:
    prove(db, setting.batched.said, setting.load.messages, ours=True)
    delete(queue_of("indicators", feed) for feed in FEEDS)
