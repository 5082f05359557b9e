"""Holding the consumer still: a batch under way is waited for, a pause slept through is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from chassis.errors import Transient
from chassis.mongo import Transactions, WriteConflict
from indicators import pausing, proving_logs, rebuilding, recounting, verifying
from indicators.pausing import LEASE, Pause, paused
from indicators.proving_logs import Logs
from indicators.rebuilding import rebuild
from pymongo.client_session import ClientSession

from .office import Office, person, service

PATIENCE = 10.0


def slept_through(office: Office) -> None:
    """The holder stood still for longer than its lease."""
    past = office.store.head()["paused_until"] - 2 * LEASE  # type: ignore[index]
    office.db["head"].update_one({"_id": "head"}, {"$set": {"paused_until": past}})


def late(pause: Pause) -> Pause:
    """As whoever slept sees it: time to renew."""
    pause._until -= 2 * LEASE
    return pause


def before(work: Callable[..., Any], happens: Callable[[], None]) -> Callable[..., Any]:
    """``work`` with something happening, once, before it."""
    left = [happens]

    def found(*args: Any, **more: Any) -> Any:
        if left:
            left.pop()()
        return work(*args, **more)

    return found


def after(work: Callable[..., Iterator[Any]], happens: Callable[[], None]) -> Callable[..., Any]:
    """What ``work`` gives, with something happening once it has given all."""

    def found(*args: Any, **more: Any) -> Iterator[Any]:
        yield from work(*args, **more)
        happens()

    return found


def meanwhile(office: Office) -> None:
    """The lease runs out, and the next batch is applied."""
    slept_through(office)
    office.learn(person("p9"), service("s9", "2026-03-01", "p9"))


def test_a_pause_waits_for_the_batch_under_way(office: Office) -> None:
    begun, end = threading.Event(), threading.Event()

    def batch(session: ClientSession) -> None:
        office.store.advance(session)
        begun.set()
        end.wait(PATIENCE)

    consumer = threading.Thread(target=Transactions(office.db, "consumer").run, args=(batch,))
    consumer.start()
    assert begun.wait(PATIENCE)
    pause = Pause(office.db, office.transactions)
    pause._set = before(pause._set, threading.Timer(0.1, end.set).start)  # type: ignore[method-assign]
    head = pause.take()
    consumer.join()
    assert head["batch"] == 1
    with pytest.raises(Transient, match="paused"):
        office.learn(person("p1"))


def test_a_pause_finds_the_moment_between_two_batches(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under full load each batch begins a millisecond after the one before ended."""
    monkeypatch.setattr(pausing, "PATIENCE", 5.0)
    begun, end = threading.Event(), threading.Event()
    transactions = Transactions(office.db, "consumer")

    def batch(session: ClientSession) -> None:
        office.store.advance(session)
        begun.set()
        time.sleep(0.05)

    def batches() -> None:
        while not end.is_set():
            with suppress(Transient, WriteConflict):
                transactions.run(batch)
            time.sleep(0.001)

    consumer = threading.Thread(target=batches)
    consumer.start()
    try:
        for _ in range(3):
            begun.clear()
            assert begun.wait(PATIENCE)
            with paused(office.db, office.transactions):
                pass
    finally:
        end.set()
        consumer.join()


def test_who_slept_while_nothing_was_applied_goes_on(office: Office) -> None:
    with paused(office.db, office.transactions) as (pause, _):
        slept_through(office)
        late(pause).renew()
        with pytest.raises(Transient, match="paused"):
            office.learn(person("p1"))


def test_who_slept_while_a_batch_was_applied_has_lost_the_pause(office: Office) -> None:
    with (
        pytest.raises(Transient, match="lease_lost"),
        paused(office.db, office.transactions) as (pause, _),
    ):
        meanwhile(office)
        late(pause).renew()
    office.learn(person("p1"))


def test_who_slept_while_somebody_else_held_the_consumer_has_lost_the_pause(
    office: Office,
) -> None:
    with (
        pytest.raises(Transient, match="lease_lost"),
        paused(office.db, office.transactions) as (pause, _),
    ):
        slept_through(office)
        with paused(office.db, office.transactions):
            pass
        late(pause).renew()


@pytest.mark.parametrize("from_logs", [False, True])
def test_a_rebuild_that_slept_through_its_pause_switches_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, from_logs: bool
) -> None:
    office.learn(person("p1"), service("s1", "2026-03-01"))
    slow = after(rebuilding.told_units if from_logs else rebuilding.stored_units,
                 lambda: meanwhile(office))  # fmt: skip
    monkeypatch.setattr(rebuilding, "told_units" if from_logs else "stored_units", slow)
    logs = office.parts.logs if from_logs else None
    with pytest.raises(Transient, match="lease_lost"):
        rebuild(office.store, office.plan, office.transactions, switch=True, logs=logs)
    assert office.figure("employment_service_access", "plan")["num"] == 2
    assert office.desk(role="ops").verify(from_logs=True)["difference"] == 0


def test_a_rebuild_that_slept_before_it_mended_writes_over_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was applied since is neither taken for invented nor replaced by what was told before."""
    office.learn(person("p1"), service("s1", "2026-03-01"))
    office.db["people"].update_one({"_id": "p1"}, {"$unset": {"at": 1}, "$inc": {"h": 1}})

    def happens() -> None:
        meanwhile(office)
        office.learn(service("s2", "2026-03-02"))

    compared = before(proving_logs.Logs._compared, happens)
    monkeypatch.setattr(Logs, "_compared", compared)
    with pytest.raises(Transient, match="lease_lost"):
        rebuild(office.store, office.plan, office.transactions, logs=office.parts.logs)
    monkeypatch.undo()
    found = office.parts.logs.prove(office.transactions, rebuilding.Progress(office.db))
    assert found.difference == 0


@pytest.mark.parametrize("from_logs", [False, True])
def test_a_proof_that_slept_through_its_pause_says_so_and_finds_no_difference(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, from_logs: bool
) -> None:
    office.learn(person("p1"), service("s1", "2026-03-01"))
    if from_logs:
        compared = before(Logs._compared, lambda: meanwhile(office))
        monkeypatch.setattr(Logs, "_compared", compared)
    else:
        slow = after(recounting.recount, lambda: meanwhile(office))
        monkeypatch.setattr(verifying, "recount", slow)
    with pytest.raises(Transient, match="lease_lost"):
        office.desk(role="ops").verify(from_logs=from_logs)
    monkeypatch.undo()
    assert office.verified() == 0
