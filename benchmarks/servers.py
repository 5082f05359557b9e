"""The run's own broker and database: fresh databases, queues declared and emptied."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from chassis.log import FeedEvent
from chassis.mongo import Db, connect
from chassis.names import exchange_of, queue_arguments
from kombu import Connection

__all__ = ["NoServers", "amqp_uri", "declare", "delete", "fresh", "mongodb_uri", "published"]


class NoServers(Exception):
    """Started without servers."""


def _given(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise NoServers(f"{name} is not set: start with ./vieclam bench") from None


def amqp_uri() -> str:
    return _given("VIECLAM_TEST_AMQP_URI")


def mongodb_uri(database: str) -> str:
    """With the same settings for everybody, retryWrites=false among them."""
    base, _, options = _given("VIECLAM_TEST_MONGODB_URI").partition("?")
    return f"{base.rstrip('/')}/{database}?{options}"


@contextmanager
def fresh(name: str) -> Iterator[tuple[Db, str]]:
    """An empty database and its URI, dropped afterwards."""
    uri = mongodb_uri(f"bench_{name}_{secrets.token_hex(3)}")
    db = connect(uri)
    try:
        yield db, uri
    finally:
        db.client.drop_database(db.name)
        db.client.close()


def declare(queue: str, bindings: Iterable[tuple[str, str]], *, quorum: bool = True) -> None:
    """A durable queue, empty, bound to (feed, routing key) pairs."""
    with Connection(amqp_uri()) as connection:
        channel = connection.default_channel
        channel.queue_delete(queue)
        channel.queue_declare(
            queue,
            durable=True,
            auto_delete=False,
            arguments=queue_arguments() if quorum else None,
        )
        for feed, key in bindings:
            channel.exchange_declare(exchange_of(feed), "topic", durable=True, auto_delete=False)
            channel.queue_bind(queue, exchange_of(feed), routing_key=key)


def delete(queues: Iterable[str]) -> None:
    with Connection(amqp_uri()) as connection:
        for queue in queues:
            connection.default_channel.queue_delete(queue)


def waiting(queue: str) -> int:
    """Messages ready on the queue."""
    with Connection(amqp_uri()) as connection:
        return int(connection.default_channel.queue_declare(queue, passive=True).message_count)


def published(events: Sequence[FeedEvent]) -> None:
    """Publish with our own publisher and wait until the broker has taken them."""
    from chassis.amqp_broker import AmqpPublisher  # noqa: PLC0415 - not in a peer's environment

    publisher = AmqpPublisher(amqp_uri())
    publisher.send(events)
    publisher.flush()
    publisher.close()
