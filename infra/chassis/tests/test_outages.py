"""Broker connections that reset, go silent, or are refused: nothing hangs, dies or is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chassis.amqp_broker
import pytest
from chassis.amqp_broker import AmqpPublisher, AmqpSource
from chassis.broker import BrokerAway
from chassis.errors import Transient
from chassis.identity import Caller
from chassis.mongo import Db
from chassis.names import exchange_of, queue_of
from chassis.rpc import RpcClient
from chassis.waiting import until
from kombu import Connection
from kombu.transport.pyamqp import Channel

from .live import SECONDS, Ask, Keys, Process, counted, started, ticks
from .test_broker import bound, event, positions, take
from .wire import Wire, wired


@pytest.fixture
def wire(amqp_uri: str) -> Iterator[tuple[Wire, str]]:
    wire, uri = wired(amqp_uri)
    yield wire, uri
    wire.close()


class Through:
    """A broker reached by way of a wire."""

    def __init__(self, uri: str) -> None:
        self.uri = uri

    def publisher(self) -> AmqpPublisher:
        return AmqpPublisher(self.uri)

    def source(self, consumer: str, feeds: Any) -> AmqpSource:
        return AmqpSource(self.uri, consumer, feeds)


def test_a_publisher_does_not_wait_for_ever_for_a_silent_broker(
    wire: tuple[Wire, str], feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chassis.amqp_broker, "CONFIRM_SECONDS", 0.5)
    publisher = AmqpPublisher(wire[1])
    publisher.send([event(feed, 1)])
    publisher.flush()
    wire[0].hold()
    began = time.monotonic()
    with pytest.raises(BrokerAway):
        publisher.send([event(feed, 2)])
        publisher.flush()
    assert time.monotonic() - began < 5
    wire[0].release()
    publisher.send([event(feed, 2)])
    publisher.flush()


def test_a_publisher_connects_again_after_a_reset(wire: tuple[Wire, str], feed: str) -> None:
    publisher = AmqpPublisher(wire[1])
    publisher.send([event(feed, 1)])
    publisher.flush()
    wire[0].cut()
    with pytest.raises(BrokerAway):
        publisher.send([event(feed, 2)])
        publisher.flush()
    publisher.send([event(feed, 2)])
    publisher.flush()


def test_a_source_connects_again_and_gets_what_it_had_not_settled(
    wire: tuple[Wire, str], feed: str, channel: Channel
) -> None:
    source = bound(Through(wire[1]), feed)
    publisher = AmqpPublisher(wire[1])
    publisher.send([event(feed, position) for position in range(1, 4)])
    publisher.flush()
    assert positions(take(source, 3)) == [1, 2, 3]
    wire[0].cut()
    until(lambda: source.connections() == 2, SECONDS)
    again = take(source, 3)
    assert positions(again) == [1, 2, 3]
    source.settle(again)
    source.close()
    channel.queue_delete(queue_of("reader", feed))


def test_what_was_taken_before_a_reset_settles_nothing_after_it(
    wire: tuple[Wire, str], feed: str, channel: Channel
) -> None:
    """Each connection counts its deliveries anew: the number of one is another's on the next."""
    source = bound(Through(wire[1]), feed)
    publisher = AmqpPublisher(wire[1])
    publisher.send([event(feed, position) for position in range(1, 4)])
    publisher.flush()
    before = take(source, 3)
    wire[0].cut()
    until(lambda: source.connections() == 2, SECONDS)
    take(source, 3)
    source.settle(before)
    source.close()
    other = bound(Through(wire[1]), feed)
    assert positions(take(other, 3)) == [1, 2, 3]
    other.close()
    channel.queue_delete(queue_of("reader", feed))


def test_what_the_broker_refuses_is_not_taken_for_sent(
    amqp_uri: str, feed: str, channel: Channel
) -> None:
    queue = queue_of("full", feed)
    channel.queue_declare(
        queue,
        durable=True,
        auto_delete=False,
        arguments={"x-max-length": 1, "x-overflow": "reject-publish"},
    )
    channel.queue_bind(queue, exchange_of(feed), routing_key="#")
    publisher = AmqpPublisher(amqp_uri)
    publisher.send([event(feed, position) for position in range(1, 4)])
    with pytest.raises(BrokerAway):
        publisher.flush()
    channel.queue_delete(queue)


def test_a_queue_with_other_arguments_is_refused_aloud(
    amqp_uri: str, feed: str, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    queue = queue_of("reader", feed)
    channel.queue_declare(queue, durable=True, auto_delete=False)  # a classic queue
    source = AmqpSource(amqp_uri, "reader", [feed])
    until(lambda: "PreconditionFailed" in str([vars(each) for each in caplog.records]))
    assert source.connections() == 0
    source.close()
    channel.queue_delete(queue)


def test_a_call_goes_on_after_the_callers_connection_was_cut(
    process: Process, keys: Keys, wire: tuple[Wire, str]
) -> None:
    client = RpcClient(wire[1], "test")
    token = keys.signer("gateway").sign(Caller(id="u1", role="counter"))
    answers: list[Any] = []

    def slow() -> None:
        answers.append(client.call("tallies", "slow", token=token, seconds=2.0, timeout=15))

    caller = threading.Thread(target=slow)
    caller.start()
    until(lambda: process.busy() == 1, SECONDS)
    wire[0].cut()
    caller.join(20)
    assert answers == ["done"]
    assert client.call("tallies", "slow", token=token, seconds=0.0) == "done"
    client.close()


def test_when_the_broker_is_down_callers_are_told_at_once(
    process: Process, keys: Keys, wire: tuple[Wire, str]
) -> None:
    client = RpcClient(wire[1], "test")
    token = keys.signer("gateway").sign(Caller(id="u1", role="counter"))
    refused: list[float] = []

    def slow() -> None:
        began = time.monotonic()
        with pytest.raises(Transient):
            client.call("tallies", "slow", token=token, seconds=9.0, timeout=30)
        refused.append(time.monotonic() - began)

    caller = threading.Thread(target=slow)
    caller.start()
    until(lambda: process.busy() == 1, SECONDS)
    wire[0].refuse()
    caller.join(20)
    assert refused
    assert refused[0] < 8
    client.close()


def test_a_request_nobody_took_in_time_is_dropped_not_done_later(
    process: Process, ask: Ask, channel: Channel
) -> None:
    process.end()
    with pytest.raises(Transient):
        ask("count", tally_id="late", body={"by": 1}, meta={"key": "k"}, timeout=0.5)
    until(lambda: channel.queue_declare("rpc-tallies", passive=True).message_count == 0)


@pytest.fixture
def wired_process(
    db: Db, channel: Channel, keys: Keys, tmp_path: Path, wire: tuple[Wire, str]
) -> Iterator[Process]:
    yield from started(db, wire[1], channel, tmp_path)


def test_a_service_survives_resets_and_goes_on(
    wired_process: Process, ask: Ask, wire: tuple[Wire, str], amqp_uri: str
) -> None:
    ticks(amqp_uri, 1, 50)
    until(lambda: counted(ask) == 50, SECONDS)
    for first in (51, 101):
        wire[0].cut()
        ticks(amqp_uri, first, 50)
        until(lambda: counted(ask) == first + 49, SECONDS)  # noqa: B023 - asked at once
    assert wired_process.running.poll() is None


def test_a_service_that_starts_before_the_broker_waits_for_it(
    wired_process: Process, wire: tuple[Wire, str]
) -> None:
    wired_process.end()
    wire[0].refuse()
    wired_process.launch()
    until(lambda: wired_process.get("/health/live")[0] == 200, SECONDS)
    assert wired_process.get("/health/ready")[0] == 503
    wire[0].open()
    until(lambda: wired_process.get("/health/ready")[0] == 200, SECONDS)


def test_the_relay_publishes_what_was_committed_while_the_broker_was_away(
    wired_process: Process, wire: tuple[Wire, str], db: Db, ask: Ask, amqp_uri: str
) -> None:
    ask("count", tally_id="a", body={"by": 1}, meta={"key": "k1"})
    ticks(amqp_uri, 1, 1)
    until(lambda: counted(ask) == 1, SECONDS)
    with Connection(amqp_uri) as connection:
        reader = connection.default_channel
        queue = reader.queue_declare("", exclusive=True).queue
        reader.queue_bind(queue, exchange_of("tallies"), routing_key="#")
        wire[0].hold()
        # what is committed while nothing gets through, as by a call that was already here
        commits = db["commits"]
        last = commits.find_one({"_id": "tally-a/1"})
        assert last is not None
        message = {
            "feed": "tallies",
            "name": "tally_counted",
            "subject": "a",
            "data": {"tally_id": "a", "by": 2},
            "occurred_on": None,
            "version": 1,
        }
        commits.insert_one(
            last
            | {
                "_id": "tally-a/2",
                "version": 2,
                "command_id": "k2",
                "pending": 1,
                "messages": [message],
            }
        )
        wire[0].cut()
        wire[0].release()
        until(lambda: reader.basic_get(queue, no_ack=True) is not None, SECONDS * 2)
