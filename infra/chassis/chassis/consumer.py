"""The batch consumer: what an event does here happens exactly once.

    take       what has arrived, up to a size; no waiting for more
    line up    by each feed's watermark: duplicates out, gaps fetched from the owner
    apply      effects, watermarks and parked events in one transaction
    settle     the ack comes after

An effect that can be *prepared* (:class:`Preparing`) is worked out while the batch before it is
being committed (``flight.py``); whatever is out of the ordinary goes one batch after another.

Three outcomes. *Done*. *Transient*: database, broker or owner away: the batch is kept
in hand and tried again. *Invalid*: it can never be applied: parked with its reason,
later events of the same subject behind it; too many in a row and the consumer stops
before it drains the feed into the parking place.

A feed that tells another event at its watermark than was applied (its owner was restored from an
older backup) stops the consumer too, until the two agree again: positions given a second time would
pass for duplicates.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from chassis.broker import Delivery, Source
from chassis.envelope import decode
from chassis.errors import Refused, Transient
from chassis.flight import Flight
from chassis.handling import Apply, InvalidEvents, Preparing, Work
from chassis.inbox import Inbox, Mark, Moved, Parked
from chassis.lining_up import FETCH, Arrived, FeedDiffers, Lining, Owner, feeds_ahead
from chassis.log import StreamMoved
from chassis.metrics import ConsumerMetrics
from chassis.mongo import WriteConflict
from chassis.outcome import Outcome, outcome

__all__ = ["Consumer"]

log = logging.getLogger(__name__)

MAX_INVALID_RUN = 100
LOOK_SECONDS = 15.0
ARRIVING = 0.05
"""Seconds in which a queue that has something brings the first of it."""


class Consumer:
    """``run`` until ``stop``; ``step`` is one batch, for tests."""

    def __init__(
        self,
        name: str,
        feeds: Sequence[str],
        *,
        source: Callable[[], Source],
        inbox: Inbox,
        apply: Apply,
        owner: Owner,
        metrics: ConsumerMetrics | None = None,
        size: int = 500,
        max_invalid_run: int = MAX_INVALID_RUN,
        worth_it: int = 100,
        on_applied: Callable[[], None] = lambda: None,
    ) -> None:
        """``worth_it``: from so many deliveries on a batch is prepared ahead. Fewer are soon
        done, and those that come while they wait would wait for one commit more.
        """
        self.name = name
        self.feeds = list(feeds)
        self._open_source = source
        self.inbox = inbox
        self._apply = apply
        self._metrics = metrics or ConsumerMetrics.unobserved()
        self._lining = Lining(owner, self._metrics)
        self._size = size
        self._worth_it = worth_it
        self._max_invalid_run = max_invalid_run
        self._on_applied = on_applied
        self._source: Source | None = None
        self._marks: dict[str, Mark] = {}
        self._blocked: dict[tuple[str, str], str] = {}
        self._in_hand: Sequence[Delivery] = ()
        self._careful = False
        self._looked_at_connection = -1
        self._look_at = 0.0
        self._preparing = apply if isinstance(apply, Preparing) else None
        self._flight = Flight(name)
        self._stopping = threading.Event()
        self.alive_at = time.monotonic()
        self.halted = False
        self.differing: str | None = None
        """The feed that tells otherwise than was applied."""
        self.connected = False

    @property
    def ready(self) -> bool:
        """Whether what comes is applied."""
        return self.connected and not self.halted and self.differing is None

    # -- life ----------------------------------------------------------------------

    def stop(self) -> None:
        """Finish the batch in hand, then leave; what was not begun goes back."""
        self._stopping.set()

    def run(self) -> None:
        wait = 0.1
        while not self._stopping.is_set():
            try:
                self.step(ahead=True)
                self._differs(None)
                wait = 0.1
            except (Transient, WriteConflict, StreamMoved, Moved) as error:
                if isinstance(error, FeedDiffers):
                    self._differs(error.fact["feed"])
                log.warning("consumer waits", extra={"cause": type(error).__name__})
                self._turn_back()
                self._stopping.wait(wait)
                wait = min(wait * 2, 2.0)
            except Exception:  # a defect outside any handler: shout, and try again
                log.exception("consumer failed")
                self._turn_back()
                self._stopping.wait(wait)
                wait = min(wait * 2, 2.0)
            self.alive_at = time.monotonic()
        self.close()

    def _differs(self, feed: str | None) -> None:
        if feed == self.differing:
            return
        if feed is not None:
            log.error("feed tells otherwise than was applied", extra={"feed": feed})
        for each in self.feeds:
            self._metrics.differs(each, each == feed)
        self.differing = feed

    def close(self) -> None:
        """Give what is in hand back to the broker; a commit under way is seen to its end."""
        try:
            self._flight.land()
        except Exception as error:  # noqa: BLE001 - what did not hold will come again
            log.warning("last commit failed", extra={"cause": type(error).__name__})
        self._flight.close()
        self._flight.unload()
        if self._source is not None:
            self._source.close()
        self._source, self._in_hand, self.connected = None, (), False

    def step(self, timeout: float = 0.5, *, ahead: bool = False) -> int:
        """Take a batch and see it through; how many deliveries were settled.

        ``ahead``: its commit may still be under way then, and settles them; the next step, or
        ``close``, sees it to its end.

        Raises Transient, WriteConflict, StreamMoved or Moved with the batch still in
        hand: the next step tries it again.
        """
        if not self._marks:
            self._load()
        if self._is_halted():
            self.close()
            self._stopping.wait(min(timeout * 5, 1.0))
            self._marks = {}
            return 0
        if self._source is None:
            self._source = self._open_source()
        if self._look_is_due(self._source) and not self._look(self._source):
            return 0
        if not self._in_hand:
            self._in_hand = self._source.take(self._size, timeout)
        if not self._in_hand:
            self._flight.land()
            for feed in self.feeds:
                self._metrics.lag(feed, 0)
            return 0
        few = len(self._in_hand) < self._worth_it
        if few:  # better wait for the commit under way, and take what has come meanwhile
            self._flight.land()
            more = self._source.take(self._size - len(self._in_hand), 0)
            self._in_hand = [*self._in_hand, *more]
        if ahead and not few and self._preparing is not None and not self._careful:
            return self._go_ahead(self._preparing)
        self._flight.land()
        if not self._see_through(self._lined_up()):
            return 0
        self._careful = False
        settled = len(self._in_hand)
        self._source.settle(self._in_hand)
        self._in_hand = ()
        return settled

    def _go_ahead(self, preparing: Preparing) -> int:
        """Work the batch out while the one before it is committed, then commit it likewise."""
        work: Work | None = None
        try:
            lined = self._lined_up()
            plan = self._outcome(lined, {})
            if plan.apply and not plan.park:
                work = preparing.prepare(plan.apply)
        except Exception as error:  # noqa: BLE001 - one after another tells what it is
            log.info("batch not prepared", extra={"cause": type(error).__name__})
        self._flight.land()
        if work is None:
            preparing.forget()
            self._careful = True
            return 0
        self._flight.launch(
            partial(self._carry, self._marks, plan, work, self._in_hand), self._in_hand
        )
        self._marks = {**self._marks, **plan.after}
        count, self._in_hand = len(self._in_hand), ()
        return count

    def _carry(
        self, before: Mapping[str, Mark], plan: Outcome, work: Work, cargo: Sequence[Delivery]
    ) -> None:
        """In the flight's thread: commit, then settle."""
        self.inbox.transact(before, plan.after, [], work)
        self._observe(plan)
        self._on_applied()
        if self._source is not None:
            self._source.settle(cargo)

    def _turn_back(self) -> None:
        """Something did not hold: look at the marks again, and take the next batch with care."""
        try:
            self._flight.land()
        except Exception as error:  # noqa: BLE001 - it is tried again with the rest
            log.info("commit failed", extra={"cause": type(error).__name__})
        self._in_hand = [*self._flight.unload(), *self._in_hand]
        self._marks = {}
        self._careful = True
        if self._preparing is not None:
            self._preparing.forget()

    def _load(self) -> None:
        marks = self.inbox.open(self.feeds)
        self._blocked = {}
        for feed, mark in marks.items():
            self._metrics.watermark(feed, mark.position, mark.parked)
            if mark.parked:
                for parked in self.inbox.parked(feed):
                    self._blocked.setdefault((feed, parked.subject), parked.id)
        self._marks = marks

    def _is_halted(self) -> bool:
        halted = any(m.invalid_run >= self._max_invalid_run for m in self._marks.values())
        if halted and not self.halted:
            log.error("consumer halted: too many invalid events in a row")
        self.halted = halted
        self._metrics.halted(halted)
        return halted

    # -- what has come ---------------------------------------------------------------

    def _look_is_due(self, source: Source) -> bool:
        """After each connection and now and then."""
        connections = source.connections()
        self.connected = connections > 0
        return connections != self._looked_at_connection or time.monotonic() >= self._look_at

    def _look(self, source: Source) -> bool:
        """Has anything been missed? What a queue has brought tells of its feed's gaps by itself,
        and is cheaper than the owner; the other owners are asked. False: halted. Raises
        FeedDiffers.
        """
        connections, now = source.connections(), time.monotonic()
        self._flight.land()
        if not self._in_hand:
            self._in_hand = source.take(self._size, ARRIVING)
        brought = feeds_ahead(self._in_hand, self._marks)
        for feed in self.feeds:
            while feed not in brought and not self._stopping.is_set():
                missed = self._lining.missed(feed, self._marks[feed])
                if not missed:
                    break
                if not self._see_through(self._lining.lined(missed, self._marks)):
                    return False
                if len(missed) < FETCH:
                    break  # what is new since comes by the queue, or at the next look
        self._looked_at_connection = connections
        self._look_at = now + LOOK_SECONDS
        return True

    def _lined_up(self) -> list[Arrived]:
        """The batch in hand. Raises Transient when a gap cannot be filled."""
        return self._lining.lined(self._lining.decoded(self._in_hand), self._marks)

    # -- applying ------------------------------------------------------------------

    def _see_through(self, events: Sequence[Arrived]) -> bool:
        """Apply or park all of them; False when the consumer halted before the end."""
        reasons: dict[str, str] = {}
        while events:
            plan = self._outcome(events, reasons)
            try:
                self._commit(plan)
            except InvalidEvents as error:
                if not error.reasons.keys() - reasons.keys():
                    raise
                reasons.update(error.reasons)
                continue
            except (Transient, WriteConflict, StreamMoved, Moved):
                raise
            except Exception as error:  # noqa: BLE001 - a defect in a handler: find its event
                if self._preparing is not None:
                    self._preparing.forget()
                if len(plan.apply) > 1:
                    log.error("batch failed: one by one", extra={"cause": type(error).__name__})
                    return all(self._see_through([each]) for each in events)
                reasons[plan.apply[0].id] = f"defect: {type(error).__name__}"
                continue
            events = events[plan.taken :]
            if self._is_halted():
                return False
        return True

    def _outcome(self, events: Sequence[Arrived], reasons: Mapping[str, str]) -> Outcome:
        return outcome(events, self._marks, self._blocked, reasons, self._max_invalid_run)

    def _commit(self, plan: Outcome) -> None:
        def work(session: Any) -> None:
            if plan.apply:
                self._apply(plan.apply, session)

        self.inbox.transact(self._marks, plan.after, plan.park, work)
        self._marks = {**self._marks, **plan.after}
        for parked in plan.park:
            self._blocked.setdefault((parked.feed, parked.subject), parked.id)
            self._metrics.settled(parked.feed, parked.name.rpartition(".v")[0], "parked")
            log.error("event parked", extra={"event": parked.id, "reason": parked.reason})
        self._observe(plan)
        self._on_applied()

    def _observe(self, plan: Outcome) -> None:
        now = datetime.now(UTC)
        kinds = Counter((event.feed, event.name) for event in plan.apply)
        for (feed, name), count in kinds.items():
            self._metrics.settled(feed, name, "applied", count)
        for event in plan.apply:
            self._metrics.effect(max(0.0, (now - event.time).total_seconds()))
        for feed, mark in plan.after.items():
            self._metrics.watermark(feed, mark.position, mark.parked)
            if mark.time is not None:
                self._metrics.lag(feed, max(0.0, (now - mark.time).total_seconds()))

    # -- what was set aside ----------------------------------------------------------

    def retry(self, parked: Parked) -> None:
        """Apply a parked event after all. Raises what ``apply`` raises; then it stays parked.

        Raises ``Refused("behind")`` while an earlier event of its subject is parked.
        """
        self._refuse_behind(parked)
        event = decode(parked.body)
        try:
            self.inbox.release(parked, lambda session: self._apply([event], session))
        except Exception:
            if self._preparing is not None:
                self._preparing.forget()
            raise
        self._on_applied()

    def discard(self, parked: Parked) -> None:
        """Give a parked event up; it is kept among the discarded."""
        self._refuse_behind(parked)
        self.inbox.release(parked, lambda _session: None, discard=True)

    def _refuse_behind(self, parked: Parked) -> None:
        for other in self.inbox.parked(parked.feed):
            if other.subject == parked.subject and other.position < parked.position:
                raise Refused("behind", {"event": other.id})
