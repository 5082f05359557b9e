"""A batch is worked out while the one before it is committed: nothing is lost or done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from chassis.consumer import Consumer
from chassis.envelope import Event, decode
from chassis.errors import Transient
from chassis.handling import InvalidEvents, Work
from chassis.inbox import Inbox, Moved, Parked
from chassis.mongo import WriteConflict
from chassis.waiting import until

from .test_broker import event as feed_event
from .test_consumer import Effects, World, place  # noqa: F401 - a fixture
from .test_relay import Dying, Killed

PATIENCE = 30.0


class Counting:
    """Each effect is worked out on the one before: the number so far. ``held``: what stands."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ahead: int | None = None
        self.prepared = threading.Semaphore(0)
        self.forgotten = 0

    def __call__(self, events: Sequence[Event], session: Any) -> None:
        self.ahead = None
        try:
            self.prepare(events)(session)
        finally:
            self.ahead = None

    def prepare(self, events: Sequence[Event]) -> Work:
        self.world.failing(events)
        bad = {each.id: self.world.bad[each.id] for each in events if each.id in self.world.bad}
        if bad:
            raise InvalidEvents(bad)
        before = self.ahead if self.ahead is not None else len(self.world.effects.all())
        self.ahead = before + len(events)
        self.prepared.release()

        def write(session: Any) -> None:
            if len(self.world.effects.all()) != before:
                raise Transient("moved")
            self.world.effects.add(events, session)

        return write

    def forget(self) -> None:
        self.ahead = None
        self.forgotten += 1


@pytest.fixture
def world(place: tuple[Inbox, Effects]) -> Iterator[World]:  # noqa: F811
    yield World(*place)


def consumer_of(world: World, counting: Counting, **options: Any) -> Consumer:
    source = world.broker.source("reader", ["f"])
    wrap = options.pop("wrap", None)
    return Consumer(
        "reader",
        ["f"],
        source=lambda: wrap(source) if wrap else source,
        apply=counting,
        owner=world.owner,
        **{"size": 3, "worth_it": 1, "inbox": world.inbox, **options},
    )


def run(world: World, consumer: Consumer, done: Callable[[], bool]) -> None:
    """As the process does it."""
    thread = threading.Thread(target=consumer.run)
    thread.start()
    try:
        until(done, PATIENCE)
    finally:
        consumer.stop()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def everything(world: World, count: int) -> Callable[[], bool]:
    return lambda: len(world.applied()) >= count and not world.broker.queues["reader", "f"]


def queue_only(world: World) -> None:
    """The first look at the owner would apply everything before a delivery is taken."""
    world.owner_is_away = True


def test_every_event_is_applied_once_in_order(world: World) -> None:
    queue_only(world)
    world.publish(20)
    run(world, consumer_of(world, Counting(world)), everything(world, 20))
    assert world.applied() == list(range(1, 21))
    assert world.inbox.open(["f"])["f"].position == 20


def test_a_batch_is_prepared_while_the_one_before_is_being_committed(world: World) -> None:
    queue_only(world)
    world.publish(6)
    counting = Counting(world)
    seen: list[bool] = []

    class Slow:
        """Holds the first commit until a second batch has been prepared."""

        def __getattr__(self, name: str) -> Any:
            return getattr(world.inbox, name)

        def transact(self, *args: Any) -> None:
            if not seen:
                counting.prepared.acquire()
                seen.append(counting.prepared.acquire(timeout=PATIENCE))
            world.inbox.transact(*args)

    run(world, consumer_of(world, counting, inbox=Slow()), everything(world, 6))
    assert seen == [True]
    assert world.applied() == list(range(1, 7))


@pytest.mark.parametrize("trouble", [Transient("database_away"), WriteConflict(), Moved()])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_commit_that_fails_takes_the_batch_prepared_on_it_along(
    world: World, trouble: Exception, nth: int
) -> None:
    queue_only(world)
    world.publish(15)
    left = [nth]

    class Failing:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.inbox, name)

        def transact(self, *args: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise trouble
            world.inbox.transact(*args)

    counting = Counting(world)
    run(world, consumer_of(world, counting, inbox=Failing()), everything(world, 15))
    assert world.applied() == list(range(1, 16))
    assert counting.forgotten


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("part", "method"), [("inbox", "transact"), ("source", "settle")])
@pytest.mark.parametrize("nth", [1, 2])
def test_killed_in_flight_each_effect_happens_once(
    world: World, part: str, method: str, when: str, nth: int
) -> None:
    queue_only(world)
    world.publish(10)
    if part == "inbox":
        dying = {"inbox": Dying(world.inbox, method, when, nth)}
    else:
        dying = {"wrap": lambda real: Dying(real, method, when, nth)}
    killed = consumer_of(world, Counting(world), **dying)
    with pytest.raises(Killed):
        for _ in range(6):
            killed.step(0, ahead=True)
    world.broker.source("reader", ["f"])
    killed.close()
    run(world, consumer_of(world, Counting(world)), everything(world, 10))
    assert world.applied() == list(range(1, 11))


def test_an_invalid_event_is_parked_and_the_others_go_on(world: World) -> None:
    queue_only(world)
    world.bad = {"f/5": "by is missing"}
    world.publish(12)
    run(world, consumer_of(world, Counting(world)), everything(world, 11))
    assert sorted(world.applied()) == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert [(each.id, each.reason) for each in world.inbox.parked()] == [("f/5", "by is missing")]


class Refusing(Counting):
    """Works out elsewhere: what is wrong with a batch is told when its work is to be written."""

    def prepare(self, events: Sequence[Event]) -> Work:
        try:
            return super().prepare(events)
        except InvalidEvents:
            return self._refused

    def _refused(self, session: Any) -> None:
        raise Transient("other_process")

    def __call__(self, events: Sequence[Event], session: Any) -> None:
        self.world.apply(events, session)
        self.ahead = None


def test_what_is_refused_when_it_is_written_is_taken_with_care(world: World) -> None:
    """Else it would be asked for and refused again and again."""
    queue_only(world)
    world.bad = {"f/5": "by is missing"}
    world.publish(12)
    run(world, consumer_of(world, Refusing(world)), everything(world, 11))
    assert sorted(world.applied()) == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert [each.reason for each in world.inbox.parked()] == ["by is missing"]


def test_a_defect_is_laid_on_the_event_that_meets_it(world: World) -> None:
    def failing(events: Sequence[Event]) -> None:
        if any(each.id == "f/4" for each in events):
            raise ZeroDivisionError

    queue_only(world)
    world.failing = failing
    world.publish(9)
    run(world, consumer_of(world, Counting(world)), everything(world, 8))
    assert sorted(world.applied()) == [1, 2, 3, 5, 6, 7, 8, 9]
    assert [each.reason for each in world.inbox.parked()] == ["defect: ZeroDivisionError"]


def test_what_somebody_else_wrote_meanwhile_is_noticed(world: World) -> None:
    """As when a parked event is retried, or the figures are rebuilt, beside the consumer."""
    queue_only(world)
    world.publish(12)
    counting = Counting(world)
    other = [True]

    class Meddling:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.inbox, name)

        def transact(self, *args: Any) -> None:
            if world.applied() and other:
                other.clear()
                stranger = feed_event("g", 1)
                world.effects.add([decode(stranger.body)], None)
            world.inbox.transact(*args)

    run(world, consumer_of(world, counting, inbox=Meddling()), everything(world, 13))
    mine = [each for each in world.effects.all() if each.startswith("f/")]
    assert mine == [f"f/{n}" for n in range(1, 13)]


def test_a_gap_lands_what_is_under_way_and_is_filled(world: World) -> None:
    consumer = consumer_of(world, Counting(world))
    consumer.step(0, ahead=True)
    world.publish(10, lost=[5, 6])
    run(world, consumer, everything(world, 10))
    assert world.applied() == list(range(1, 11))


def test_closing_sees_the_commit_under_way_to_its_end(world: World) -> None:
    queue_only(world)
    world.publish(3)
    consumer = consumer_of(world, Counting(world))
    while not consumer.step(0, ahead=True):
        pass
    consumer.close()
    assert world.applied() == [1, 2, 3]
    assert not world.broker.queues["reader", "f"]


def test_an_event_whose_retry_did_not_hold_is_forgotten(world: World) -> None:
    """What was worked out for it is not what stands: the next retry begins from what is stored."""
    queue_only(world)
    world.bad = {"f/1": "by is missing"}
    world.publish(1)
    counting = Counting(world)
    consumer = consumer_of(world, counting)
    run(world, consumer, lambda: bool(world.inbox.parked()))
    (parked,) = world.inbox.parked()
    world.bad, counting.forgotten = {}, 0

    class Failing:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.inbox, name)

        def release(self, parked: Parked, work: Work) -> None:
            raise Moved

    consumer.inbox = Failing()  # type: ignore[assignment]
    with pytest.raises(Moved):
        consumer.retry(parked)
    assert counting.forgotten == 1


def test_a_batch_with_a_defect_is_forgotten_before_its_events_are_taken_one_by_one(
    world: World,
) -> None:
    queue_only(world)
    world.publish(3)
    counting = Counting(world)
    seen: list[int] = []

    class Failing:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.inbox, name)

        def transact(self, *args: Any) -> None:
            seen.append(counting.forgotten)
            if len(seen) == 1:
                raise ZeroDivisionError
            world.inbox.transact(*args)

    consumer = consumer_of(world, counting, inbox=Failing())
    while not consumer.step(0):
        pass
    assert seen[:2] == [0, 1]
    assert world.applied() == [1, 2, 3]
