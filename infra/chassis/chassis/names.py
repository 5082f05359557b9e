"""Names on the broker: wire identifiers that agencies and tools hold on to."""

from __future__ import annotations

from typing import Any

__all__ = ["RPC_EXCHANGE", "exchange_of", "owner_of", "queue_arguments", "queue_of"]

RPC_EXCHANGE = "nameko-rpc"


def exchange_of(feed: str) -> str:
    """The feed's exchange: topic, durable; routing key = event name with its version."""
    return f"{feed}.events"


def queue_of(consumer: str, feed: str) -> str:
    """A consumer's queue on a feed: quorum, bound with ``#``."""
    return f"{consumer}--{feed}"


def queue_arguments() -> dict[str, Any]:
    """Arguments of every consumer queue, the same wherever it is declared.

    ``x-delivery-limit`` is -1 in spirit: the consumer parks what it cannot apply, so
    the broker must never drop a message that came back often. RabbitMQ 3.x has no
    limit unless told; 4.x counts to 20 unless a policy says otherwise
    (infra/deploy/rabbitmq sets one), and refuses no argument given here.
    """
    return {"x-queue-type": "quorum", "x-single-active-consumer": True}


def owner_of(feed: str) -> str:
    """The service that publishes the feed: ``credit`` for ``credit`` and ``credit.indicators``."""
    return feed.partition(".")[0]
