"""What the broker promises, kept by RabbitMQ and by its twin in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import pytest
from amqp import Message
from chassis.amqp_broker import AmqpPublisher, AmqpSource, Buffered, buffered
from chassis.broker import BrokerAway, Delivery, Publisher, Source
from chassis.envelope import decode, encode
from chassis.log import FeedEvent
from chassis.memory_broker import MemoryBroker
from chassis.names import queue_of
from chassis.waiting import until
from kombu import Connection
from tallies.domain import START, counted


def event(feed: str, position: int) -> FeedEvent:
    return encode(
        counted(feed, f"t{position}", 1),
        service="tallies",
        position=position,
        recorded_at=START,
        correlation_id="",
    )


class Broker(Protocol):
    def publisher(self) -> Publisher: ...
    def source(self, consumer: str, feeds: Sequence[str]) -> Source: ...


class Rabbit:
    def __init__(self, uri: str) -> None:
        self._uri = uri

    def publisher(self) -> Publisher:
        return AmqpPublisher(self._uri, window=10)

    def source(self, consumer: str, feeds: Sequence[str]) -> Source:
        return AmqpSource(self._uri, consumer, feeds)


@pytest.fixture(params=["rabbit", "memory"])
def broker(request: pytest.FixtureRequest) -> Iterator[Broker]:
    if request.param == "memory":
        yield MemoryBroker()
        return
    feed = request.getfixturevalue("feed")
    yield Rabbit(request.getfixturevalue("amqp_uri"))
    request.getfixturevalue("channel").queue_delete(queue_of("reader", feed))


def take(source: Source, count: int) -> list[Delivery]:
    taken: list[Delivery] = []

    def enough() -> bool:
        taken.extend(source.take(count - len(taken), 0.2))
        return len(taken) >= count

    until(enough)
    return taken


def positions(deliveries: Sequence[Delivery]) -> list[int]:
    return [decode(delivery.body).position for delivery in deliveries]


def bound(broker: Broker, feed: str) -> Source:
    """A source whose queue exists."""
    source = broker.source("reader", [feed])
    until(lambda: source.connections() > 0)
    return source


def test_what_was_flushed_arrives_in_order(broker: Broker, feed: str) -> None:
    source = bound(broker, feed)
    publisher = broker.publisher()
    publisher.send([event(feed, position) for position in range(1, 51)])
    publisher.flush()
    assert positions(take(source, 50)) == list(range(1, 51))
    source.close()
    publisher.close()


def test_what_was_not_settled_comes_again_and_first(broker: Broker, feed: str) -> None:
    source = bound(broker, feed)
    publisher = broker.publisher()
    publisher.send([event(feed, position) for position in range(1, 6)])
    publisher.flush()
    taken = take(source, 5)
    source.settle(taken[:2])
    source.close()
    again = bound(broker, feed)
    assert positions(take(again, 3)) == [3, 4, 5]
    again.close()
    publisher.close()


def test_nothing_is_taken_twice_on_one_connection(broker: Broker, feed: str) -> None:
    source = bound(broker, feed)
    publisher = broker.publisher()
    publisher.send([event(feed, 1)])
    publisher.flush()
    taken = take(source, 1)
    assert source.take(10, 0.05) == []
    source.settle(taken)
    source.close()
    publisher.close()


def test_both_names_of_a_first_version_reach_stock_subscribers(
    amqp_uri: str, feed: str, channel: object
) -> None:
    """`event_handler("<feed>", "<event>")` binds by the bare name or by the versioned one."""
    from kombu.transport.pyamqp import Channel

    assert isinstance(channel, Channel)
    for key in ("tally_counted", "tally_counted.v1"):
        channel.queue_declare(f"{feed}-{key}", durable=True, auto_delete=False)
        channel.queue_bind(f"{feed}-{key}", f"{feed}.events", routing_key=key)
    publisher = AmqpPublisher(amqp_uri)
    publisher.send([event(feed, 1)])
    publisher.flush()
    publisher.close()
    for key in ("tally_counted", "tally_counted.v1"):
        assert channel.queue_declare(f"{feed}-{key}", passive=True).message_count == 1
        channel.queue_delete(f"{feed}-{key}")


def test_a_feed_without_its_exchange_is_an_error_not_a_loss(amqp_uri: str) -> None:
    publisher = AmqpPublisher(amqp_uri)
    with pytest.raises(BrokerAway):
        publisher.send([event("nowhere", 1)])
        publisher.flush()


def test_a_broker_that_is_away_is_an_error(unused_tcp_port: int) -> None:
    publisher = AmqpPublisher(f"amqp://x:y@127.0.0.1:{unused_tcp_port}//")
    with pytest.raises(BrokerAway):
        publisher.send([event("f", 1)])


@pytest.fixture
def unused_tcp_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_connection_is_read_in_large_pieces(amqp_uri: str) -> None:
    received: list[str] = []
    asked: list[int] = []
    with Connection(amqp_uri) as other:
        source = other.default_channel
        transport = other.connection.transport
        receive = transport._quick_recv

        def counted_receive(count: int) -> bytes:
            asked.append(count)
            found: bytes = receive(count)
            return found

        transport._quick_recv = counted_receive
        buffered(other)
        queue = source.queue_declare("", exclusive=True).queue
        for number in range(300):
            source.basic_publish(Message(f"{number}"), routing_key=queue)
        source.basic_consume(queue, callback=lambda message: received.append(message.body))
        while len(received) < 300:
            other.drain_events(timeout=5)
    assert received == [str(number) for number in range(300)]
    assert len(asked) < 600  # without it nine reads a message


def test_what_is_held_is_given_in_any_pieces_and_trouble_is_passed_on() -> None:
    pieces = iter((b"abcdef", b"gh"))

    def receive(count: int) -> bytes:
        try:
            return next(pieces)
        except StopIteration:
            raise TimeoutError from None

    reading = Buffered(receive)
    assert [reading(1), reading(3), reading(9), reading(1), reading(5)] == [
        b"a",
        b"bcd",
        b"ef",
        b"g",
        b"h",
    ]
    with pytest.raises(TimeoutError):
        reading(1)
