"""RabbitMQ: a publisher with pipelined confirms, and a source of quorum queues.

Both use plain sockets, threads and time: under eventlet's monkey patch they turn
green, in a plain process they are threads. Neither ever says goodbye to a dead
peer (``collect``, not ``close``): a handshake would hang for as long as it is dead.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import amqp
from kombu import Connection
from kombu.exceptions import OperationalError

from chassis.broker import BrokerAway, Delivery
from chassis.log import FeedEvent
from chassis.names import exchange_of, queue_arguments, queue_of

__all__ = ["AmqpPublisher", "AmqpSource", "Buffered", "buffered"]

log = logging.getLogger(__name__)

GONE = (amqp.AMQPError, OperationalError, OSError)
CONFIRM_SECONDS = 10.0
RECEIVED_AT_ONCE = 65_536


class Buffered:
    """Takes much from a socket where the library asks for a few bytes, nine times a message.

    Each read gives the interpreter's lock away and waits to have it again: beside a thread
    that computes, reading so cost more than everything else of a message.
    """

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive
        self._held = b""
        self._at = 0

    @property
    def more(self) -> bool:
        """Whether some of what was taken was not asked for yet."""
        return self._at < len(self._held)

    def __call__(self, count: int) -> bytes:
        """Up to ``count`` bytes; raises what the socket raises when it has none."""
        if self._at == len(self._held):
            self._held, self._at = self._receive(RECEIVED_AT_ONCE), 0
        found = self._held[self._at : self._at + count]
        self._at += len(found)
        return found


def buffered(connection: Connection) -> Buffered:
    """Let an open connection read through :class:`Buffered`."""
    transport = connection.connection.transport
    found = transport._quick_recv = Buffered(transport._quick_recv)
    return found


def take_in(connection: Connection, received: Buffered, timeout: float) -> None:
    """Hand on what has come. Raises ``TimeoutError`` where nothing comes in time.

    The library sets the socket's timeout and takes it back for each frame, three times a
    message; here once for all that was received at once.
    """
    library = connection.connection
    transport, handed_on = library.transport, library.on_inbound_frame
    with transport.having_timeout(timeout):
        handed_on(transport.read_frame())
        while received.more:
            handed_on(transport.read_frame())


def _collect(connection: Connection | None) -> None:
    """Drop a connection without a word to the peer."""
    if connection is not None:
        with suppress(*GONE, AttributeError):
            connection.collect(socket_timeout=0.1)


class AmqpPublisher:
    """One connection, one user at a time. ``window`` is how many may be unconfirmed."""

    def __init__(self, uri: str, *, window: int = 1_000) -> None:
        self._uri = uri
        self._window = window
        self._connection: Connection | None = None
        self._channel: Any = None
        self._tag = 0
        self._pending: OrderedDict[int, None] = OrderedDict()
        self._refused = False

    def _open(self) -> None:
        self._connection = Connection(self._uri, connect_timeout=5)
        self._connection.connect()
        self._channel = self._connection.default_channel
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._taken)
        self._channel.events["basic_nack"].add(self._not_taken)
        self._tag, self._refused = 0, False
        self._pending.clear()

    def _taken(self, tag: int, multiple: bool) -> None:
        if not multiple:
            self._pending.pop(tag, None)
            return
        while self._pending and next(iter(self._pending)) <= tag:
            self._pending.popitem(last=False)

    def _not_taken(self, tag: int, multiple: bool) -> None:
        self._refused = True
        self._taken(tag, multiple)

    def send(self, events: Sequence[FeedEvent]) -> None:
        try:
            if self._channel is None:
                self._open()
            for event in events:
                name = f"{event.name}.v{event.version}"
                message = self._channel.prepare_message(
                    event.body,
                    content_type="application/json",
                    content_encoding="utf-8",
                    # the first version also answers to the bare name
                    headers={"CC": [event.name]} if event.version == 1 else None,
                    properties={
                        "delivery_mode": 2,
                        "message_id": f"{event.feed}/{event.position}",
                        "type": name,
                    },
                )
                self._tag += 1
                self._pending[self._tag] = None
                self._channel.basic_publish(
                    message,
                    exchange=exchange_of(event.feed),
                    routing_key=name,
                    timeout=CONFIRM_SECONDS,
                )
                while len(self._pending) >= self._window:
                    self._drain()
        except GONE as error:
            self.close()
            raise BrokerAway(type(error).__name__) from error

    def flush(self) -> None:
        try:
            while self._pending:
                self._drain()
        except GONE as error:
            self.close()
            raise BrokerAway(type(error).__name__) from error
        if self._refused:
            self.close()
            raise BrokerAway("nack")

    def _drain(self) -> None:
        if self._connection is None:
            raise OperationalError("closed")
        self._connection.drain_events(timeout=CONFIRM_SECONDS)

    def close(self) -> None:
        _collect(self._connection)
        self._connection = self._channel = None
        self._pending.clear()


class AmqpSource:
    """Reads a consumer's queues in a thread of its own; declares and binds them first.

    Acks travel through that thread too: a py-amqp connection has one user.
    ``prefetch`` bounds what is in hand and therefore what a crash makes come again.
    """

    def __init__(
        self, uri: str, consumer: str, feeds: Sequence[str], *, prefetch: int = 2_000
    ) -> None:
        self._uri = uri
        self._consumer = consumer
        self._feeds = list(feeds)
        self._prefetch = prefetch
        self._buffer: deque[Delivery] = deque()
        self._arrived = threading.Condition()
        self._acks: deque[tuple[Any, int]] = deque()
        self._connections = 0
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"{consumer}-source", daemon=True)
        self._thread.start()

    def take(self, limit: int, timeout: float) -> Sequence[Delivery]:
        with self._arrived:
            if not self._buffer:
                self._arrived.wait(timeout)
            return [self._buffer.popleft() for _ in range(min(limit, len(self._buffer)))]

    def settle(self, deliveries: Sequence[Delivery]) -> None:
        # one ack for all up to the last of each channel: deliveries are settled in order
        last: dict[int, Delivery] = {}
        for delivery in deliveries:
            last[id(delivery.channel)] = delivery
        self._acks.extend((delivery.channel, delivery.tag) for delivery in last.values())

    def connections(self) -> int:
        return self._connections

    def close(self) -> None:
        self._stopping = True
        self._thread.join(timeout=5)

    # -- the reading thread -------------------------------------------------------

    def _run(self) -> None:
        wait = 0.2
        while not self._stopping:
            connection: Connection | None = None
            try:
                connection = Connection(self._uri, connect_timeout=5, heartbeat=60)
                connection.connect()
                received = buffered(connection)
                self._subscribe(connection)
                wait = 0.2
                self._read(connection, received)
            except GONE as error:
                log.warning("queue connection lost", extra={"cause": type(error).__name__})
                if not self._stopping:
                    time.sleep(wait)
                wait = min(wait * 2, 1.0)
            finally:
                with self._arrived:
                    self._buffer.clear()
                    self._acks.clear()
                _collect(connection)

    def _subscribe(self, connection: Connection) -> None:
        channel = connection.default_channel
        channel.auto_decode = False  # bodies are wanted as bytes
        channel.basic_qos(0, self._prefetch, False)
        for feed in self._feeds:
            queue = queue_of(self._consumer, feed)
            channel.queue_declare(
                queue, durable=True, auto_delete=False, arguments=queue_arguments()
            )
            channel.queue_bind(queue, exchange_of(feed), routing_key="#")
            channel.basic_consume(queue, callback=self._receiver(feed, channel))
        self._connections += 1

    def _receiver(self, feed: str, channel: Any) -> Any:
        def receive(message: Any) -> None:
            body = message.body
            delivery = Delivery(
                feed=feed,
                body=body.encode() if isinstance(body, str) else bytes(body),
                tag=message.delivery_tag,
                channel=channel,
            )
            with self._arrived:
                self._buffer.append(delivery)
                if len(self._buffer) == 1:
                    self._arrived.notify()

        return receive

    def _read(self, connection: Connection, received: Buffered) -> None:
        beat = time.monotonic()
        while not self._stopping:
            self._send_acks(connection)
            with suppress(socket.timeout, TimeoutError):
                take_in(connection, received, 0.02 if self._acks or self._buffer else 0.25)
            if time.monotonic() - beat > 15:
                connection.heartbeat_check()
                beat = time.monotonic()
        self._send_acks(connection)
        # a broker that sees the socket closed forgets acks it has not looked at; it answers in
        # order, so with this it has. One that is dead is not waited for
        with suppress(*GONE), connection.connection.transport.having_timeout(1.0):
            connection.default_channel.basic_qos(0, self._prefetch, False)

    def _send_acks(self, connection: Connection) -> None:
        last: dict[int, tuple[Any, int]] = {}
        while self._acks:
            channel, tag = self._acks.popleft()
            last[id(channel)] = (channel, tag)
        for channel, tag in last.values():
            if channel is connection.default_channel:
                channel.basic_ack(tag, multiple=True)
