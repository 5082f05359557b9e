"""The relay: wherever it is killed, the same events get the same positions, none is lost."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from chassis.broker import BrokerAway, Publisher
from chassis.commands import Ledger
from chassis.envelope import decode
from chassis.log import FeedEvent, LeaseLost, Log
from chassis.memory_broker import MemoryBroker
from chassis.relay import Relay
from chassis.waiting import until
from tallies.domain import TALLY, count, intent


class Killed(BaseException):
    """Stands for `kill -9`: nothing catches it, nothing is tidied up."""


class Dying:
    """Passes calls on to the real thing, and dies before or after the n-th call of one method."""

    def __init__(self, inner: Any, method: str, when: str, nth: int = 1) -> None:
        self._inner, self._method, self._when, self._left = inner, method, when, nth

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._inner, name)
        if name != self._method:
            return real

        def dying(*args: Any, **kwargs: Any) -> Any:
            self._left -= 1
            if self._left == 0 and self._when == "before":
                raise Killed
            answer = real(*args, **kwargs)
            if self._left == 0 and self._when == "after":
                raise Killed
            return answer

        return dying


def arrived(broker: MemoryBroker) -> list[tuple[int, str]]:
    """What a subscriber got, in order of arrival: position and subject."""
    events = [decode(body) for body in broker.queues["reader", "f"]]
    return [(event.position, event.subject) for event in events]


def commands(log: Log, number: int, first: int = 0) -> None:
    ledger = Ledger(log)
    for each in range(first, first + number):
        ledger.run(intent(f"k{each}", after=each), count("f", f"t{each % 4}", each))


@pytest.fixture
def broker() -> MemoryBroker:
    broker = MemoryBroker()
    broker.bind("reader", "f")
    return broker


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("part", "method"),
    [
        ("log", "lead"),
        ("log", "stamp"),
        ("publisher", "send"),
        ("publisher", "flush"),
        ("log", "mark_published"),
    ],
)
@pytest.mark.parametrize("nth", [1, 2])
def test_killed_at_any_point_every_event_arrives_at_one_position(
    log: Log, broker: MemoryBroker, part: str, method: str, when: str, nth: int
) -> None:
    commands(log, 10)
    publisher = broker.publisher()
    dying = Dying(log if part == "log" else publisher, method, when, nth)
    killed = Relay(
        "tallies",
        dying if part == "log" else log,
        dying if part == "publisher" else publisher,
        holder="killed",
        batch=4,
        clock=itertools.count(step=60).__next__,  # the lease is due for renewal at every look
    )
    with pytest.raises(Killed):
        for _ in range(3):
            killed.step()
            commands(log, 5, first=10)
    log.resign("killed")
    commands(log, 5, first=10)
    successor = Relay("tallies", log, broker.publisher(), holder="successor", batch=4)
    while successor.step():
        pass
    seen = arrived(broker)
    by_position = dict(seen)
    assert sorted(by_position) == list(range(1, 16))
    assert all(by_position[position] == subject for position, subject in seen)
    published = [decode(event.body).data["by"] for event in log.events_after("f", 0, 100)]
    assert sorted(published) == list(range(15))
    assert log.published() == {"f": 15}


def test_order_within_a_stream_is_never_turned_round(log: Log, broker: MemoryBroker) -> None:
    commands(log, 40)
    relay = Relay("tallies", log, broker.publisher(), holder="one", batch=3)
    while relay.step():
        pass
    last: dict[str, int] = {}
    for event in (decode(body) for body in broker.queues["reader", "f"]):
        assert event.data["by"] > last.get(event.subject, -1)
        last[event.subject] = event.data["by"]


def test_a_relay_that_does_not_lead_does_nothing(log: Log, broker: MemoryBroker) -> None:
    commands(log, 3)
    assert log.lead("other", 60)
    assert not Relay("tallies", log, broker.publisher(), holder="one").step()
    assert arrived(broker) == []


class AwayOnce:
    """A publisher whose broker goes away once, after it has taken half of what was sent."""

    def __init__(self, broker: MemoryBroker) -> None:
        self._broker, self._away = broker, True

    def send(self, events: Sequence[FeedEvent]) -> None:
        if self._away:
            self._away = False
            self._broker.publisher().send(events[: len(events) // 2])
            raise BrokerAway("gone")
        self._broker.publisher().send(events)

    def flush(self) -> None: ...

    def close(self) -> None: ...


def test_when_the_broker_comes_back_what_was_not_confirmed_is_sent_again(
    log: Log, broker: MemoryBroker
) -> None:
    commands(log, 6)
    relay = Relay("tallies", log, AwayOnce(broker), holder="one")
    with pytest.raises(BrokerAway):
        relay.step()
    while relay.step():
        pass
    assert sorted(set(arrived(broker))) == sorted(
        (event.position, decode(event.body).subject) for event in log.events_after("f", 0, 10)
    )


class Stalled:
    """A log whose first stamp comes after another relay has taken over and stamped."""

    def __init__(self, log: Log, meanwhile: Callable[[], None]) -> None:
        self._log, self._meanwhile = log, meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def stamp(self, commit_ids: Sequence[str], events: Sequence[FeedEvent]) -> None:
        self._meanwhile()
        self._log.stamp(commit_ids, events)


def test_a_relay_that_slept_through_its_lease_stamps_nothing(
    log: Log, broker: MemoryBroker
) -> None:
    commands(log, 4)

    def another_leads() -> None:
        log.resign("sleeper")
        Relay("tallies", log, broker.publisher(), holder="another").step()

    sleeper = Relay(
        "tallies",
        Stalled(log, another_leads),
        broker.publisher(),
        holder="sleeper",
    )
    with pytest.raises(LeaseLost):
        sleeper.step()
    assert [position for position, _ in arrived(broker)] == [1, 2, 3, 4]


def test_whole_dong_above_two_billion_are_published(log: Log, broker: MemoryBroker) -> None:
    """The database gives large integers back as a type of its own."""
    Ledger(log).run(intent("k1"), count("f", "t1", 3_000_000_000))
    Relay("tallies", log, broker.publisher(), holder="one").step()
    (event,) = (decode(body) for body in broker.queues["reader", "f"])
    assert event.data["by"] == 3_000_000_000
    record = log.load("tally", "t1")
    assert record is not None
    assert TALLY.load(record.body).count == 3_000_000_000


def test_a_relay_outlives_a_defect(log: Log, broker: MemoryBroker) -> None:
    commands(log, 2)

    class Defective:
        def __init__(self) -> None:
            self.calls = 0

        def __getattr__(self, name: str) -> Any:
            return getattr(broker.publisher(), name)

        def send(self, events: Sequence[FeedEvent]) -> None:
            self.calls += 1
            if self.calls == 1:
                raise ZeroDivisionError
            broker.publisher().send(events)
            relay.stop()

    relay = Relay("tallies", log, Defective(), holder="one", idle=0.01)
    relay.run()
    assert sorted(set(arrived(broker))) == [(1, "t0"), (2, "t1")]


def test_the_backlog_and_the_positions_are_measured(log: Log, broker: MemoryBroker) -> None:
    from chassis.metrics import RelayMetrics
    from prometheus_client import CollectorRegistry

    registry = CollectorRegistry()
    commands(log, 5)
    relay = Relay(
        "tallies",
        log,
        broker.publisher(),
        holder="one",
        metrics=RelayMetrics(registry, "tallies"),
    )
    relay.step()

    def value(name: str, labels: Mapping[str, str]) -> float | None:
        return registry.get_sample_value(name, dict(labels))

    assert value("vieclam_relay_backlog", {"service": "tallies"}) == 0
    assert value("vieclam_feed_position", {"feed": "f"}) == 5
    assert value("vieclam_events_published_total", {"feed": "f", "name": "tally_counted"}) == 5


class Confirming:
    """Notes when it was asked to wait for the broker."""

    def __init__(self, inner: Publisher) -> None:
        self._inner = inner
        self.flushed = 0

    def send(self, events: Sequence[FeedEvent]) -> None:
        self._inner.send(events)

    def flush(self) -> None:
        self.flushed += 1
        self._inner.flush()

    def close(self) -> None:
        self._inner.close()


def test_what_is_new_is_sent_before_what_was_sent_is_confirmed(
    log: Log, broker: MemoryBroker
) -> None:
    publisher = Confirming(broker.publisher())
    relay = Relay("tallies", log, publisher, holder="one")
    relay.step()
    flushed = publisher.flushed
    for first in (0, 5):
        commands(log, 5, first)
        assert relay.step(later=True)
    assert [position for position, _ in arrived(broker)] == list(range(1, 11))
    assert (publisher.flushed, log.published().get("f", 0)) == (flushed, 0)
    relay.settle()
    assert (publisher.flushed, log.published()["f"]) == (flushed + 1, 10)


@pytest.mark.parametrize("nth", [1, 2])
def test_killed_before_it_settled_the_successor_publishes_the_same_again(
    log: Log, broker: MemoryBroker, nth: int
) -> None:
    killed = Relay("tallies", log, broker.publisher(), holder="killed")
    for each in range(nth):
        commands(log, 3, 3 * each)
        killed.step(later=True)
    log.resign("killed")
    successor = Relay("tallies", log, broker.publisher(), holder="successor")
    while successor.step():
        pass
    seen = arrived(broker)
    assert dict(seen) == dict(sorted(seen))
    assert len(seen) == 2 * len(set(seen)) == 6 * nth
    assert log.published() == {"f": 3 * nth}


def test_a_running_relay_marks_what_it_sent_when_nothing_is_new(
    log: Log, broker: MemoryBroker
) -> None:
    relay = Relay("tallies", log, broker.publisher(), holder="one", idle=0.01)
    thread = threading.Thread(target=relay.run)
    thread.start()
    try:
        commands(log, 4)
        relay.wake()
        until(lambda: log.published().get("f") == 4)
    finally:
        relay.stop()
        thread.join(5)
    assert not thread.is_alive()


def test_a_relay_with_always_more_to_do_settles_now_and_then(
    log: Log, broker: MemoryBroker
) -> None:
    """One look at the clock is a second later: every pass owes a confirmation."""
    publisher = Confirming(broker.publisher())
    relay = Relay("tallies", log, publisher, holder="one", clock=itertools.count().__next__)
    marked: list[int] = []

    def more(number: int) -> None:
        marked.append(log.published().get("f", 0))
        if number == 8:
            relay.stop()
        else:
            commands(log, 1, number)
            relay.wake()

    step, numbers = relay.step, itertools.count()

    def stepping(*, later: bool = False) -> bool:
        more(next(numbers))
        return step(later=later)

    relay.step = stepping  # type: ignore[method-assign]
    relay.run()
    assert marked[:8] == [0, *range(1, 8)]
