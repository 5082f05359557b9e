"""An owner restored from an older backup gives positions again: they are no duplicates."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from chassis.consumer import Consumer
from chassis.envelope import encode
from chassis.inbox import Inbox, Mark
from chassis.lining_up import FeedDiffers
from chassis.metrics import ConsumerMetrics
from chassis.waiting import until
from prometheus_client import CollectorRegistry
from tallies.domain import START, counted

from .test_consumer import Effects, World, place

__all__ = ["place"]
PATIENCE = 10.0


@pytest.fixture
def world(place: tuple[Inbox, Effects]) -> Iterator[World]:
    world = World(*place)
    world.publish(5)
    world.drain()
    yield world


def anew(position: int) -> bytes:
    """What the restored owner tells there."""
    return encode(
        counted("f", f"anew{position}", 1),
        service="tallies",
        position=position,
        recorded_at=START + timedelta(hours=position),
        correlation_id="",
    ).body


def restored(world: World, kept: int, told: Sequence[int]) -> None:
    """The owner has the first ``kept`` events again, and tells others after them."""
    del world.feed[kept:]
    for position in told:
        body = anew(position)
        world.feed.append(body)
        world.broker.publish("f", body)


def put_back(world: World, position: int) -> None:
    """The consumer's database is restored too."""
    present = world.inbox.open(["f"])
    mark = replace(present["f"], position=position, time=START)
    world.inbox.transact(present, {"f": mark}, [], lambda _session: None)


@pytest.mark.parametrize("told", [(), (4,), (4, 5), (4, 5, 6, 7)])
def test_a_look_at_the_owner_finds_it(world: World, told: Sequence[int]) -> None:
    restored(world, 3, told)
    world.broker.queues["reader", "f"].clear()
    with pytest.raises(FeedDiffers):
        world.consumer().step(0)
    assert world.applied() == [1, 2, 3, 4, 5]


def test_the_queue_tells_it_while_the_owner_is_not_asked(world: World) -> None:
    """The queue brings what stands at the mark before what comes after it."""
    consumer = world.consumer()
    consumer.step(0)
    restored(world, 3, (4, 5, 6, 7))
    world.owner_is_away = True
    with pytest.raises(FeedDiffers):
        consumer.step(0)
    assert world.applied() == [1, 2, 3, 4, 5]


def test_nothing_is_lost_and_it_goes_on_once_both_agree(world: World) -> None:
    consumer = world.consumer()
    consumer.step(0)
    restored(world, 3, (4, 5, 6))
    with pytest.raises(FeedDiffers):
        consumer.step(0)
    consumer._turn_back()
    put_back(world, 3)
    world.drain(consumer)
    assert world.applied() == [1, 2, 3, 4, 5, 4, 5, 6]


def test_the_same_event_again_is_a_duplicate(world: World) -> None:
    for body in world.feed:
        world.broker.publish("f", body)
    world.drain()
    assert world.applied() == [1, 2, 3, 4, 5]


def test_a_mark_that_knows_no_time_is_taken_at_its_word(place: tuple[Inbox, Effects]) -> None:
    world = World(*place)
    world.publish(3)
    present = world.inbox.open(["f"])
    world.inbox.transact(present, {"f": Mark(position=2)}, [], lambda _session: None)
    world.drain()
    assert world.applied() == [3]


def test_it_is_shown_and_no_longer_once_both_agree(world: World) -> None:
    registry = CollectorRegistry()
    consumer = world.consumer(metrics=ConsumerMetrics(registry, "reader"))
    thread = threading.Thread(target=consumer.run)
    thread.start()
    try:
        until(lambda: consumer.ready, PATIENCE)
        restored(world, 3, (4, 5, 6))
        until(lambda: not consumer.ready, PATIENCE)
        assert _shown(registry) == 1
        assert consumer.differing == "f"
        put_back(world, 3)
        until(lambda: consumer.ready and len(world.applied()) == 8, PATIENCE)
        assert _shown(registry) == 0
    finally:
        consumer.stop()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def _shown(registry: CollectorRegistry) -> float | None:
    return registry.get_sample_value("vieclam_feed_differs", {"consumer": "reader", "feed": "f"})


def test_stopped_like_this_it_still_ends(world: World) -> None:
    restored(world, 3, (4, 5))
    consumer: Consumer = world.consumer()
    thread = threading.Thread(target=consumer.run)
    thread.start()
    until(lambda: consumer.differing is not None, PATIENCE)
    consumer.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()
