"""Events per second from the owners' logs to the figures: ours, the limit, and the peers."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from chassis.mongo import Db
from chassis.names import queue_of

from benchmarks.child import child
from benchmarks.measurements.owners import owners
from benchmarks.measurements.setting import Setting, Told
from benchmarks.noise import Window
from benchmarks.peers.environments import PEERS, Unavailable, python_of
from benchmarks.progress import say
from benchmarks.report import Section
from benchmarks.series import Series, ratio, repeat
from benchmarks.servers import amqp_uri, declare, delete, fresh, published
from benchmarks.workload.base import FEEDS
from benchmarks.workload.proof import prove

__all__ = ["throughput"]

PATIENCE = 120.0
ENGINE = "benchmarks.contenders.engine"
ROOT = Path(__file__).resolve().parents[2]
OUR_CODE = (ROOT / "services" / "indicators", ROOT / "infra" / "chassis")
NAMEKO_EVENTS = (
    ("placement", "service_given"),
    ("placement", "placement_started"),
    ("training", "enrolment_started"),
    ("credit", "need_assessed"),
    ("credit", "loan_disbursed"),
    ("registry.indicators", "need_recorded"),
)


def throughput(setting: Setting) -> Section:
    section = Section(title="From relay to figure: events per second")
    ours = _measured(setting, section, "ours, published beforehand", _ours)
    _measured(setting, section, "ours, catching up from the owners' logs", _caught_up)
    relayed = _measured(setting, section, "ours, real relays publishing meanwhile", _relayed)
    _measured(setting, section, "four relays alone (stamp, publish, mark)", _relays_alone)
    limit = {
        kind: _measured(setting, section, f"limit, {name}", _limit(kind))
        for kind, name in (
            ("same", "the same documents ready-made, one transaction a batch"),
            ("least", "the least writes that keep the same facts"),
            ("nothing", "consuming alone, no effect"),
        )
    }
    nameko = {
        ledger: _measured(setting, section, f"stock nameko, {what}", _nameko(ledger))
        for ledger, what in ((True, "the same work"), (False, "states and counters only"))
    }
    peers = _peers(setting, section)
    for name, one in (("published beforehand", ours), ("relays meanwhile", relayed)):
        for other in (*limit.values(), *nameko.values(), *peers):
            section.row(f"ours, {name} ÷ {other.name}", ratio(one, other), "times")
    _explain(setting, section)
    return section


Once = Callable[[Setting, Window], float]


def _measured(setting: Setting, section: Section, name: str, once: Once) -> Series:
    found = repeat(setting.series(name), lambda window: once(setting, window), setting.patience)
    section.add(found)
    return found


# -- ours ---------------------------------------------------------------------------


def _our_queues() -> None:
    for feed in FEEDS:
        declare(queue_of("indicators", feed), [(feed, "#")])


def _ours(setting: Setting, window: Window) -> float:
    told = setting.batched
    with fresh("indicators") as (db, uri):
        told.base.put_into(db)
        _our_queues()
        published(told.events)
        with child(ENGINE, {"mongodb_uri": uri, **_batched(setting)}) as engine:
            window.begin()
            engine.go()
            result = engine.told(PATIENCE)
            window.end()
        _done_by_us(db, setting, told)
    return float(result["rate"])


def _caught_up(setting: Setting, window: Window) -> float:
    """As after the queue was lost: everything is read in the owners' logs."""
    told = setting.batched
    with (
        fresh("indicators") as (db, uri),
        owners(setting.load.messages, told.profiles) as their,
    ):
        told.base.put_into(db)
        _our_queues()
        with their.relays() as relays:
            for relay in relays:
                relay.go()
            for relay in relays:
                relay.told(PATIENCE)
        _our_queues()
        settings = {**_batched(setting), "mongodb_uri": uri, "owners": their.feeds}
        with child(ENGINE, settings) as engine:
            window.begin()
            engine.go()
            result = engine.told(PATIENCE)
            window.end()
        _done_by_us(db, setting, told)
    return float(result["rate"])


def _relayed(setting: Setting, window: Window) -> float:
    """From the moment the relays may begin to the last event's commit."""
    told = setting.batched
    with (
        fresh("indicators") as (db, uri),
        owners(setting.load.messages, told.profiles) as their,
    ):
        told.base.put_into(db)
        _our_queues()
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
        _done_by_us(db, setting, told)
    return float(len(told.events) / (result["ended"] - began))


def _relays_alone(setting: Setting, window: Window) -> float:
    with owners(setting.load.messages, setting.batched.profiles) as their:
        _our_queues()
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


def _done_by_us(db: Db, setting: Setting, told: Told) -> None:
    prove(db, told.said, setting.load.messages, ours=True)
    delete(queue_of("indicators", feed) for feed in FEEDS)


# -- the limit ------------------------------------------------------------------------


def _limit(kind: str) -> Once:
    def once(setting: Setting, window: Window) -> float:
        told, queue = setting.batched, f"bench-{kind}"
        with fresh("limit") as (db, uri):
            told.base.put_into(db)
            db.create_collection("packed")
            declare(queue, [(feed, "#") for feed in FEEDS])
            published(told.events)
            settings = {
                "mongodb_uri": uri,
                "queue": queue,
                "batches": str(setting.recorded),
                "kind": kind,
                "warm_up": setting.sizes.warm_up,
            }
            with child("benchmarks.contenders.raw", settings) as raw:
                window.begin()
                raw.go()
                result = raw.told(PATIENCE)
                window.end()
            if kind != "nothing":
                prove(db, told.said, setting.load.messages, ours=True, ledger=kind == "same")
        delete([queue])
        return float(result["rate"])

    return once


# -- stock nameko and the peers ---------------------------------------------------------


def _nameko(ledger: bool) -> Once:
    def once(setting: Setting, window: Window) -> float:
        told = setting.one_by_one
        queues = {
            f"evt-{feed}-{name}--figures.{name}": (feed, name) for feed, name in NAMEKO_EVENTS
        }
        with fresh("nameko") as (db, uri):
            told.base.put_into(db)
            for queue, binding in queues.items():
                declare(queue, [binding], quorum=False)
            published(told.events)
            settings = {"mongodb_uri": uri, "ledger": ledger, **_singly(setting)}
            with child("benchmarks.contenders.stock_nameko", settings) as nameko:
                window.begin()
                nameko.go()
                result = nameko.told(PATIENCE)
                window.end()
            _done_by_them(db, setting, ledger=ledger)
        delete(queues)
        return float(result["rate"])

    return once


def _peers(setting: Setting, section: Section) -> list[Series]:
    found = []
    for peer in PEERS:
        try:
            python = python_of(peer)
        except Unavailable as error:
            say(f"    {peer} left out: {error}")
            section.row(peer, "not measured", "", f"its packages cannot be installed: {error}")
            continue
        found.append(_measured(setting, section, f"{peer}, the same work", _peer(peer, python)))
    return found


def _peer(peer: str, python: str) -> Once:
    def once(setting: Setting, window: Window) -> float:
        told, queue = setting.one_by_one, f"bench-{peer}"
        path = setting.folder / "events.jsonl"
        path.write_bytes(b"\n".join(each.body for each in told.events))
        leftovers = [queue, f"{queue}.DQ", f"{queue}.XQ"]
        delete(leftovers)
        with fresh(peer) as (db, uri):
            told.base.put_into(db)
            settings = {
                "mongodb_uri": uri,
                "amqp_uri": amqp_uri(),
                "queue": queue,
                "events": str(path),
                **_singly(setting),
            }
            module = f"benchmarks.peers.{peer}.app"
            with child(module, settings, python=python, path=OUR_CODE) as worker:
                window.begin()
                worker.go()
                result = worker.told(PATIENCE)
                window.end()
            _done_by_them(db, setting, ledger=True)
        delete(leftovers)
        return float(result["rate"])

    return once


def _singly(setting: Setting) -> dict[str, int]:
    return {"total": setting.sizes.one_by_one, "warm_up": setting.sizes.warm_up_one_by_one}


def _done_by_them(db: Db, setting: Setting, *, ledger: bool) -> None:
    messages = setting.load.messages[: setting.sizes.one_by_one]
    prove(db, setting.one_by_one.said, messages, ours=False, ledger=ledger)


# -- in words ---------------------------------------------------------------------------


def _explain(setting: Setting, section: Section) -> None:
    told = setting.batched
    size = sum(len(each.body) for each in told.events) / len(told.events)
    begun = told.known_lines
    lines = (len(told.said.book.lines) - begun) / len(told.events)
    increments = _increments(told, begun) / len(told.events)
    section.note(
        f"{len(told.events):,} events of {size:.0f} bytes on {setting.sizes.persons:,} known "
        f"persons, the first {setting.sizes.warm_up:,} not timed; each changes a state, writes "
        f"{lines:.2f} ledger lines and moves {increments:.1f} cells; the whole plan is counted."
    )
    section.note(
        "Ours and the limit: durable quorum queues, prefetch 1,000, batches up to 500, effects "
        "and watermark in one transaction. Event by event: "
        f"{setting.sizes.one_by_one:,} events, no transaction, no watermark, no household figure."
    )
    section.note(
        "After every run all states, ledger lines and cells are compared with what the events "
        "say (worked out beforehand without broker and database, and counted a second time "
        "without the domain); a run with a difference would have ended the program."
    )


def _increments(told: Told, begun: int) -> int:
    from indicators.domain.cells import Increments, add_up  # noqa: PLC0415 - only to count

    moved = 0
    for line in told.said.book.lines[begun:]:
        found: Increments = {}
        add_up([line.entry], found)
        moved += sum(len(cells) for cells in found.values())
    return moved
