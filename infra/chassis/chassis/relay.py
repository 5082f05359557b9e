"""The relay: gives every message the next position of its feed, publishes, remembers.

    stamp     messages move to their feeds, gapless positions, one transaction
    publish   pipelined confirms, in order
    mark      the last confirmed position of each feed

A relay that runs sends what is new before it waits for what it sent before: it confirms and
marks when nothing is new, and a few times a second while there always is.

A crash anywhere publishes the same events at the same positions again; consumers
know them by their position. One relay leads (a lease keeps the others idle); that two
never give one position twice rests on the position's unique key, not on the lease.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from chassis.broker import BrokerAway, Publisher
from chassis.envelope import encode
from chassis.errors import Transient
from chassis.log import FeedEvent, LeaseLost, Log, Pending
from chassis.metrics import RelayMetrics

__all__ = ["Relay"]

log = logging.getLogger(__name__)

LEASE_SECONDS = 6.0
REPUBLISH = 1_000
QUIET_SECONDS = 0.03
"""So long nothing new: time to see that what was sent is taken."""
OWED_SECONDS = 0.25
"""So long a confirmed position may go unmarked; a crash publishes what is not marked again."""


class Relay:
    """``run`` until ``stop``; ``wake`` says there is work. ``step`` is one pass, for tests."""

    def __init__(
        self,
        service: str,
        log: Log,
        publisher: Publisher,
        *,
        holder: str,
        metrics: RelayMetrics | None = None,
        batch: int = 500,
        idle: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._log = log
        self._publisher = publisher
        self._holder = holder
        self._metrics = metrics or RelayMetrics.unobserved()
        self._batch = batch
        self._idle = idle
        self._clock = clock
        self._leads = False
        self._renewed = float("-inf")
        self._last: dict[str, int] = {}
        self._sent: dict[str, int] = {}
        self._settled = float("-inf")
        self._dirty = True
        self._woken = threading.Event()
        self._stopping = False
        self.alive_at = clock()

    def wake(self) -> None:
        """There is a new commit: do not wait for the next look."""
        self._woken.set()

    def stop(self) -> None:
        self._stopping = True
        self._woken.set()

    def run(self) -> None:
        """Relay until stopped; what is away is tried again, nothing is lost."""
        wait = self._idle
        while not self._stopping:
            self._woken.clear()
            try:
                worked = self.step(later=True)
                wait = self._idle
                if self._sent and (self._owes() or not (worked or self._woken.wait(QUIET_SECONDS))):
                    self.settle()
            except (Transient, BrokerAway, LeaseLost) as error:
                log.warning("relay waits", extra={"cause": type(error).__name__})
                worked, wait = False, min(wait * 2, 2.0)
            except Exception:  # a defect: shout, and keep looking; silence would lose the feed
                log.exception("relay failed")
                worked, wait = False, min(wait * 2, 2.0)
            self.alive_at = self._clock()
            if not worked and not self._sent:
                self._woken.wait(wait)
        self._finish()

    def _finish(self) -> None:
        """Relay what the last commands left, then let another relay lead."""
        try:
            self.step()
            self._log.resign(self._holder)
        except (Transient, BrokerAway, LeaseLost) as error:
            log.warning("relay stops early", extra={"cause": type(error).__name__})
        self._publisher.close()

    def step(self, *, later: bool = False) -> bool:
        """One pass over everything pending; True if there was anything. Raises what is away.

        ``later``: what is sent need not be confirmed and marked yet; :meth:`settle` does it.
        """
        with self._trouble():
            worked = self._lead() and self._pass()
        if not later:
            self.settle()
        return worked

    def settle(self) -> None:
        """Wait until the broker has taken what was sent, and mark it. Raises what is away."""
        with self._trouble():
            self._settled = self._clock()
            if not self._sent:
                return
            self._publisher.flush()
            self._log.mark_published(self._sent)
            for feed, position in self._sent.items():
                self._metrics.position(feed, position)
            self._metrics.backlog(0)
            self._sent = {}

    def _owes(self) -> bool:
        return self._clock() - self._settled > OWED_SECONDS

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """After any, positions and confirms are to be read again before anything else."""
        try:
            yield
        except Exception:
            self._dirty, self._leads = True, False
            self._sent = {}
            self._publisher.close()
            raise

    def _lead(self) -> bool:
        now = self._clock()
        if not self._leads or now - self._renewed > LEASE_SECONDS / 3:
            led, self._leads = self._leads, self._log.lead(self._holder, LEASE_SECONDS)
            self._dirty = self._dirty or (self._leads and not led)
            self._renewed = now
            if self._leads:
                self._metrics.backlog(self._log.backlog())
        if self._leads and self._dirty:
            self._last = self._log.last_positions()
            self._republish()
            self._dirty = False
        return self._leads

    def _republish(self) -> None:
        """Publish again what was stamped but is not known to have been taken."""
        published = self._log.published()
        for feed, last in self._last.items():
            position = published.get(feed, 0)
            while position < last:
                events = self._log.events_after(feed, position, REPUBLISH)
                self._publisher.send(events)
                position = events[-1].position
            self._metrics.position(feed, last)
        self._publisher.flush()
        self._log.mark_published(self._last)

    def _pass(self) -> bool:
        worked = False
        for batch in self._log.pending(self._batch):
            if not batch:
                continue
            events = self._stamp(batch)
            self._publisher.send(events)
            for event in events:
                self._sent[event.feed] = event.position
                self._metrics.published(event.feed, event.name)
            worked = True
            if not self._lead():
                raise LeaseLost
        return worked

    def _stamp(self, batch: Sequence[Pending]) -> list[FeedEvent]:
        last = dict(self._last)
        events: list[FeedEvent] = []
        for commit in batch:
            for message in commit.messages:
                last[message.feed] = last.get(message.feed, 0) + 1
                events.append(
                    encode(
                        message,
                        service=self._service,
                        position=last[message.feed],
                        recorded_at=commit.recorded_at,
                        correlation_id=commit.correlation_id,
                    )
                )
        self._log.stamp([commit.commit_id for commit in batch], events)
        self._last = last
        return events
