"""What the broker promises; :mod:`chassis.amqp_broker` and :mod:`chassis.memory_broker` keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chassis.log import FeedEvent

__all__ = ["BrokerAway", "Delivery", "Publisher", "Source"]


class BrokerAway(Exception):
    """The connection is gone or the broker refused: what was not confirmed is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message in hand, unsettled: the broker gives it again if it is never settled."""

    feed: str
    body: bytes
    tag: int
    channel: Any


class Publisher(Protocol):
    """Sends feed events and knows which the broker has taken."""

    def send(self, events: Sequence[FeedEvent]) -> None:
        """Send, without waiting for more confirms than the window asks for."""

    def flush(self) -> None:
        """Wait until the broker has taken everything sent. Raises :class:`BrokerAway`."""

    def close(self) -> None:
        """Drop the connection; unconfirmed messages may or may not have arrived."""


class Source(Protocol):
    """A consumer's queues, one for each feed."""

    def take(self, limit: int, timeout: float) -> Sequence[Delivery]:
        """What has arrived, at most ``limit``; waits up to ``timeout`` seconds for the first."""

    def settle(self, deliveries: Sequence[Delivery]) -> None:
        """Acknowledge; those of a connection that is gone will come again."""

    def connections(self) -> int:
        """How often it has connected: after each, something may have been missed."""

    def close(self) -> None:
        """Stop taking; everything unsettled goes back to the broker."""
