"""A broker in memory: redelivers what was not settled. Passes the same suite as RabbitMQ."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

from chassis.broker import Delivery
from chassis.log import FeedEvent

__all__ = ["MemoryBroker", "MemoryPublisher", "MemorySource"]


class MemoryBroker:
    """Exchanges and queues: a queue for each consumer and feed, bound to everything."""

    def __init__(self) -> None:
        self.queues: dict[tuple[str, str], deque[bytes]] = {}

    def bind(self, consumer: str, feed: str) -> None:
        self.queues.setdefault((consumer, feed), deque())

    def publish(self, feed: str, body: bytes) -> None:
        for (_, bound), queue in self.queues.items():
            if bound == feed:
                queue.append(body)

    def publisher(self) -> MemoryPublisher:
        return MemoryPublisher(self)

    def source(self, consumer: str, feeds: Sequence[str]) -> MemorySource:
        for feed in feeds:
            self.bind(consumer, feed)
        return MemorySource(self, consumer, feeds)


class MemoryPublisher:
    """Confirms at once."""

    def __init__(self, broker: MemoryBroker) -> None:
        self._broker = broker

    def send(self, events: Sequence[FeedEvent]) -> None:
        for event in events:
            self._broker.publish(event.feed, event.body)

    def flush(self) -> None:
        """Everything sent has arrived already."""

    def close(self) -> None:
        """Nothing to drop."""


class MemorySource:
    """Takes in order; :meth:`close` gives back what was not settled, first in line."""

    def __init__(self, broker: MemoryBroker, consumer: str, feeds: Sequence[str]) -> None:
        self._queues = {feed: broker.queues[consumer, feed] for feed in feeds}
        self._unsettled: dict[int, Delivery] = {}
        self._tag = 0

    def take(self, limit: int, timeout: float) -> Sequence[Delivery]:
        taken: list[Delivery] = []
        for feed, queue in self._queues.items():
            while queue and len(taken) < limit:
                self._tag += 1
                delivery = Delivery(feed=feed, body=queue.popleft(), tag=self._tag, channel=self)
                self._unsettled[self._tag] = delivery
                taken.append(delivery)
        return taken

    def settle(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            self._unsettled.pop(delivery.tag, None)

    def connections(self) -> int:
        return 1

    def close(self) -> None:
        back: dict[str, list[bytes]] = defaultdict(list)
        for delivery in self._unsettled.values():
            back[delivery.feed].append(delivery.body)
        for feed, bodies in back.items():
            self._queues[feed].extendleft(reversed(bodies))
        self._unsettled.clear()
