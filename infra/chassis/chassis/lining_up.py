"""Lining up what arrives: each feed's next events, without a gap and without one twice.

A watermark stands for the events behind it only as long as the owner still tells the same: one
restored from an older backup gives positions again, to other events. The event at the mark shows
it (decision 20).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

from chassis.broker import Delivery
from chassis.envelope import Event, Unreadable, decode
from chassis.errors import Transient
from chassis.inbox import Mark
from chassis.metrics import ConsumerMetrics

__all__ = ["Arrived", "FeedDiffers", "Lining", "Owner", "feeds_ahead"]

log = logging.getLogger(__name__)

Arrived = tuple[Event, bytes]
"""An event, and its body as it came."""

FETCH = 500


class FeedDiffers(Transient):
    """At a feed's watermark its owner has no event, or another one than was applied."""

    def __init__(self, feed: str) -> None:
        super().__init__("feed_differs", {"feed": feed})


class Owner(Protocol):
    """Where a feed's events can be read again."""

    def __call__(self, feed: str, position: int, limit: int) -> Sequence[bytes]:
        """The owner's ``events_after``; raises Transient when it is away."""


class Lining:
    """By each feed's mark: duplicates out, gaps fetched from the owner."""

    def __init__(self, owner: Owner, metrics: ConsumerMetrics) -> None:
        self._owner = owner
        self._metrics = metrics

    def decoded(self, deliveries: Sequence[Delivery]) -> list[Arrived]:
        """What can be read; junk is counted and left out: the owner has the true event."""
        found: list[Arrived] = []
        for delivery in deliveries:
            event = _readable(delivery)
            if event is None:
                log.error("junk on a queue", extra={"feed": delivery.feed})
                self._metrics.settled(delivery.feed, "", "junk")
                continue
            found.append((event, delivery.body))
        return found

    def lined(self, arrived: Sequence[Arrived], marks: Mapping[str, Mark]) -> list[Arrived]:
        """Each feed's next events without a gap. Raises Transient when a gap cannot be filled,
        FeedDiffers when another event stands at a mark.
        """
        position = {feed: mark.position for feed, mark in marks.items()}
        lined: list[Arrived] = []
        for event, body in arrived:
            feed = event.feed
            while event.position > position[feed] + 1:
                fetched = self._missing(feed, position[feed], event.position)
                lined.extend(fetched)
                position[feed] = fetched[-1][0].position
            if event.position <= position[feed]:
                if event.position == marks[feed].position and not marks[feed].stands_on(event):
                    raise FeedDiffers(feed)
                self._metrics.settled(feed, event.name, "duplicate")
                continue
            lined.append((event, body))
            position[feed] = event.position
        return lined

    def missed(self, feed: str, mark: Mark) -> list[Arrived]:
        """What the owner has after the mark, a piece of it; nothing while it is away: its queue
        still delivers. Raises FeedDiffers when another event, or none, stands at the mark.
        """
        if mark.time is None:
            before, limit = mark.position, FETCH
        else:
            before, limit = mark.position - 1, FETCH + 1
        try:
            found = self._fetched(feed, before, limit)
        except Transient:
            return []
        if mark.time is None:
            return found
        if not found or not mark.stands_on(found[0][0]):
            raise FeedDiffers(feed)
        return found[1:]

    def _missing(self, feed: str, position: int, next_known: int) -> list[Arrived]:
        found = self._fetched(feed, position, min(next_known - position - 1, FETCH))
        if not found:
            raise Transient("gap", {"feed": feed, "after": position})
        return found

    def _fetched(self, feed: str, position: int, limit: int) -> list[Arrived]:
        return [(decode(body), body) for body in self._owner(feed, position, limit)]


def feeds_ahead(deliveries: Sequence[Delivery], marks: Mapping[str, Mark]) -> frozenset[str]:
    """The feeds of which there is something not applied yet."""
    events = [event for delivery in deliveries if (event := _readable(delivery)) is not None]
    return frozenset(e.feed for e in events if e.position > marks[e.feed].position)


def _readable(delivery: Delivery) -> Event | None:
    try:
        event = decode(delivery.body)
    except Unreadable:
        return None
    return event if event.feed == delivery.feed and event.position >= 1 else None
