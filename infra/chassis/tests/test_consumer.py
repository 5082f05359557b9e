"""The consumer: an event's effect happens exactly once, whatever is redelivered or killed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from chassis.consumer import Consumer
from chassis.envelope import Event, decode
from chassis.errors import Refused, Transient
from chassis.handling import InvalidEvents
from chassis.inbox import Inbox, MemoryInbox, MongoInbox, Moved
from chassis.memory_broker import MemoryBroker
from chassis.mongo import Db, Transactions

from .test_broker import event as feed_event
from .test_relay import Dying, Killed


class Effects:
    """Where effects go: a collection (in the session's transaction), or a list."""

    def __init__(self, db: Db | None) -> None:
        self._db = db
        self._list: list[str] = []

    def add(self, events: Sequence[Event], session: Any) -> None:
        if self._db is None:
            self._list.extend(event.id for event in events)
            return
        rows = [{"event": event.id} for event in events]
        self._db["effects"].insert_many(rows, session=session)

    def all(self) -> list[str]:
        if self._db is None:
            return list(self._list)
        return [row["event"] for row in self._db["effects"].find()]


@pytest.fixture(params=["mongo", "memory"])
def place(request: pytest.FixtureRequest) -> tuple[Inbox, Effects]:
    if request.param == "memory":
        return MemoryInbox(), Effects(None)
    db: Db = request.getfixturevalue("db")
    return MongoInbox(db, Transactions(db, "test")), Effects(db)


class World:
    """A feed with its owner, a queue on it, and consumers that come and go."""

    def __init__(self, inbox: Inbox, effects: Effects) -> None:
        self.inbox, self.effects = inbox, effects
        self.broker = MemoryBroker()
        self.broker.bind("reader", "f")
        self.feed: list[bytes] = []
        self.owner_is_away = False
        self.bad: dict[str, str] = {}
        self.failing: Callable[[Sequence[Event]], None] = lambda events: None

    def publish(self, number: int, *, lost: Sequence[int] = ()) -> None:
        """The owner publishes; positions in ``lost`` never reach the queue."""
        for position in range(len(self.feed) + 1, len(self.feed) + number + 1):
            body = feed_event("f", position).body
            self.feed.append(body)
            if position not in lost:
                self.broker.publish("f", body)

    def owner(self, feed: str, position: int, limit: int) -> Sequence[bytes]:
        if self.owner_is_away:
            raise Transient("timeout")
        return self.feed[position : position + limit]

    def apply(self, events: Sequence[Event], session: Any) -> None:
        self.failing(events)
        bad = {event.id: self.bad[event.id] for event in events if event.id in self.bad}
        if bad:
            raise InvalidEvents(bad)
        self.effects.add(events, session)

    def consumer(self, *, inbox: Any = None, wrap: Any = None, **options: Any) -> Consumer:
        source = self.broker.source("reader", ["f"])
        return Consumer(
            "reader",
            ["f"],
            source=lambda: wrap(source) if wrap else source,
            inbox=inbox or self.inbox,
            apply=self.apply,
            owner=self.owner,
            **{"size": 4, **options},
        )

    def drain(self, consumer: Consumer | None = None) -> None:
        consumer = consumer or self.consumer()
        while consumer.step(0) or self.broker.queues["reader", "f"]:
            pass
        consumer.close()

    def applied(self) -> list[int]:
        return [int(each.rpartition("/")[2]) for each in self.effects.all()]


@pytest.fixture
def world(place: tuple[Inbox, Effects]) -> Iterator[World]:
    yield World(*place)


def test_every_event_is_applied_once_in_order(world: World) -> None:
    world.publish(10)
    world.drain()
    assert world.applied() == list(range(1, 11))


def test_redelivery_changes_nothing(world: World) -> None:
    world.publish(5)
    for body in world.feed[:3]:
        world.broker.publish("f", body)
    world.drain()
    for body in world.feed:
        world.broker.publish("f", body)
    world.drain()
    assert world.applied() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("part", "method"), [("inbox", "transact"), ("source", "settle")])
@pytest.mark.parametrize("nth", [1, 2])
def test_killed_before_or_after_transaction_or_ack_each_effect_happens_once(
    world: World, part: str, method: str, when: str, nth: int
) -> None:
    world.publish(10)
    if part == "inbox":
        killed = world.consumer(inbox=Dying(world.inbox, method, when, nth), size=3)
    else:
        killed = world.consumer(wrap=lambda real: Dying(real, method, when, nth), size=3)
    # the first look at the owner would apply everything before a single delivery is taken
    world.owner_is_away = True
    with pytest.raises(Killed):
        for _ in range(5):
            killed.step(0)
    killed.close()
    world.owner_is_away = False
    world.drain()
    assert sorted(world.applied()) == list(range(1, 11))


def test_the_ack_comes_after_the_transaction(world: World) -> None:
    """What was taken and never applied comes from the queue again, without the owner's help."""
    world.publish(3)
    world.owner_is_away = True
    killed = world.consumer(inbox=Dying(world.inbox, "transact", "before", 1))
    with pytest.raises(Killed):
        killed.step(0)
    killed.close()
    world.drain()
    assert world.applied() == [1, 2, 3]


def test_a_gap_is_filled_from_the_owner_before_going_on(world: World) -> None:
    consumer = world.consumer()
    consumer.step(0)
    world.publish(9, lost=[2, 3, 7])
    world.drain(consumer)
    assert world.applied() == list(range(1, 10))


def test_a_gap_waits_while_the_owner_is_away(world: World) -> None:
    consumer = world.consumer(size=100)
    consumer.step(0)
    world.publish(4, lost=[2])
    world.owner_is_away = True
    for _ in range(3):
        with pytest.raises(Transient):
            consumer.step(0)
    assert world.applied() == []
    world.owner_is_away = False
    world.drain(consumer)
    assert world.applied() == [1, 2, 3, 4]


def test_an_owner_with_always_one_more_keeps_no_other_feed_waiting(world: World) -> None:
    """What came since it was asked comes by the queue too."""
    asked = 0
    told = world.owner

    def owner(feed: str, position: int, limit: int) -> Sequence[bytes]:
        nonlocal asked
        asked += 1
        if asked < 50:
            world.publish(1)
        return told(feed, position, limit)

    world.owner = owner  # type: ignore[method-assign]
    consumer = world.consumer()
    consumer.step(0)
    assert asked == 1
    world.drain(consumer)
    assert world.applied() == [1]


def test_what_a_queue_has_brought_is_not_asked_of_its_owner(world: World) -> None:
    """A backlog comes by the queue, which is cheaper than the owner's answers."""
    world.publish(6)
    asked: list[int] = []
    told = world.owner

    def owner(feed: str, position: int, limit: int) -> Sequence[bytes]:
        asked.append(position)
        return told(feed, position, limit)

    world.owner = owner  # type: ignore[method-assign]
    consumer = world.consumer()
    consumer.step(0)
    assert (world.applied(), asked) == ([1, 2, 3, 4], [])
    world.drain(consumer)
    assert world.applied() == list(range(1, 7))


def test_a_duplicate_does_not_hide_what_was_lost_after_it(world: World) -> None:
    world.publish(3)
    world.drain()
    world.publish(2, lost=[4, 5])
    world.broker.publish("f", world.feed[0])
    world.drain()
    assert world.applied() == [1, 2, 3, 4, 5]


def test_a_consumer_that_joins_late_reads_everything_from_the_owner(world: World) -> None:
    world.publish(600, lost=range(1, 601))
    world.drain()
    assert world.applied() == list(range(1, 601))


def test_a_deleted_queue_costs_nothing(world: World) -> None:
    world.publish(3)
    world.drain()
    world.publish(4)
    world.broker.queues["reader", "f"].clear()
    world.drain()
    assert world.applied() == list(range(1, 8))


def test_an_invalid_event_is_parked_with_its_reason_and_the_others_go_on(world: World) -> None:
    world.bad = {"f/2": "by is missing"}
    world.publish(5)
    world.drain()
    assert world.applied() == [1, 3, 4, 5]
    (parked,) = world.inbox.parked()
    assert (parked.id, parked.reason, parked.name) == ("f/2", "by is missing", "tally_counted.v1")


def same_subject(world: World, *positions: int) -> None:
    """Make these events concern one subject."""
    for position in positions:
        envelope = json.loads(world.feed[position - 1]) | {"subject": "one"}
        world.feed[position - 1] = json.dumps(envelope).encode()


def parked_behind(world: World) -> Consumer:
    """Events 2, 4 and 6 are of one subject; 2 is invalid; all are on the queue."""
    world.bad = {"f/2": "by is missing"}
    world.publish(6, lost=range(1, 7))
    same_subject(world, 2, 4, 6)
    consumer = world.consumer(size=3)
    while world.inbox.open(["f"])["f"].position < 6:
        consumer.step(0)
    return consumer


def test_later_events_of_the_same_subject_are_parked_behind(world: World) -> None:
    parked_behind(world)
    assert world.applied() == [1, 3, 5]
    assert [(each.id, each.reason) for each in world.inbox.parked()] == [
        ("f/2", "by is missing"),
        ("f/4", "behind f/2"),
        ("f/6", "behind f/2"),
    ]


def test_after_a_restart_they_are_still_parked_behind(world: World) -> None:
    parked_behind(world).close()
    world.publish(1, lost=[7])
    same_subject(world, 7)
    world.drain()
    assert [each.id for each in world.inbox.parked()] == ["f/2", "f/4", "f/6", "f/7"]


def test_what_is_parked_is_retried_in_order(world: World) -> None:
    consumer = parked_behind(world)
    second, fourth, sixth = world.inbox.parked()
    with pytest.raises(Refused):
        consumer.retry(fourth)
    with pytest.raises(InvalidEvents):
        consumer.retry(second)
    world.bad = {}
    for each in (second, fourth, sixth):
        consumer.retry(each)
    assert world.applied() == [1, 3, 5, 2, 4, 6]
    assert world.inbox.parked() == []
    world.publish(1, lost=[7])
    same_subject(world, 7)
    world.drain()
    assert world.applied()[-1] == 7


def test_what_is_discarded_is_kept_apart_and_frees_its_subject(world: World) -> None:
    consumer = parked_behind(world)
    second, fourth, _ = world.inbox.parked()
    consumer.discard(second)
    consumer.retry(fourth)
    assert world.applied() == [1, 3, 5, 4]


def test_what_an_operator_resolved_meanwhile_is_counted_by_a_running_consumer(
    world: World,
) -> None:
    """It knows how many are parked by heart; counted wrongly, the rest would be forgotten and
    later events of its subject taken before it."""
    running = parked_behind(world)
    second, *_ = world.inbox.parked()
    world.consumer().discard(second)
    world.publish(1)
    with pytest.raises(Moved):
        running.step(0)
    running._turn_back()
    world.drain(running)
    assert world.inbox.open(["f"])["f"].parked == len(world.inbox.parked()) == 2


def test_a_defect_in_a_handler_parks_its_event_only(world: World) -> None:
    def defective(events: Sequence[Event]) -> None:
        if any(event.position == 3 for event in events):
            raise KeyError("a name that must not be shown")

    world.failing = defective
    world.publish(5)
    world.drain()
    assert sorted(world.applied()) == [1, 2, 4, 5]
    (parked,) = world.inbox.parked()
    assert parked.reason == "defect: KeyError"


def test_too_many_invalid_in_a_row_stop_the_consumer(world: World) -> None:
    world.bad = {f"f/{position}": "bad" for position in range(3, 20)}
    world.publish(20)
    consumer = world.consumer(max_invalid_run=5, size=100)
    for _ in range(4):
        consumer.step(0)
    assert consumer.halted
    assert world.applied() == [1, 2]
    assert len(world.inbox.parked()) == 5
    restarted = world.consumer(max_invalid_run=5)
    restarted.step(0)
    assert restarted.halted, "a restart must not drain a hundred more into the parking place"


def test_a_halted_consumer_goes_on_once_an_operator_resolved_something(world: World) -> None:
    world.bad = {f"f/{position}": "bad" for position in range(1, 4)}
    world.publish(6)
    consumer = world.consumer(max_invalid_run=3, size=100)
    for _ in range(3):
        consumer.step(0)
    assert consumer.halted
    world.bad = {}
    for parked in world.inbox.parked():
        consumer.retry(parked)
    world.drain(consumer)
    assert sorted(world.applied()) == [1, 2, 3, 4, 5, 6]


def test_junk_on_the_queue_is_dropped_and_the_true_event_still_comes(world: World) -> None:
    consumer = world.consumer()
    consumer.step(0)
    world.publish(3, lost=[2])
    world.broker.publish("f", b"\xff not an envelope")
    world.broker.publish("f", decoded_with(world.feed[0], feed="other"))
    world.drain(consumer)
    assert world.applied() == [1, 2, 3]


def decoded_with(body: bytes, **changes: Any) -> bytes:
    assert decode(body)
    return json.dumps(json.loads(body) | changes).encode()


def test_when_the_database_is_away_the_batch_waits_in_hand(world: World) -> None:
    away = True

    def failing(events: Sequence[Event]) -> None:
        if away:
            raise Transient("database_away")

    world.failing = failing
    world.owner_is_away = True
    world.publish(3)
    consumer = world.consumer()
    for _ in range(3):
        with pytest.raises(Transient):
            consumer.step(0)
    away = False
    world.drain(consumer)
    assert world.applied() == [1, 2, 3]
    assert world.inbox.parked() == []


def test_two_consumers_at_once_apply_nothing_twice(world: World) -> None:
    """A predecessor that is slow to die: its watermark has moved under it."""
    world.publish(6)
    slow, quick = world.consumer(), world.consumer()
    slow._marks = slow.inbox.open(["f"])
    world.drain(quick)
    world.publish(1)
    with pytest.raises(Moved):
        slow._see_through([(decode(world.feed[0]), world.feed[0])])
    assert sorted(world.applied()) == [1, 2, 3, 4, 5, 6]


def test_stopping_finishes_the_batch_and_leaves_the_rest(world: World) -> None:
    world.publish(8)
    world.owner_is_away = True
    consumer = world.consumer(size=3)
    consumer.stop()
    consumer.step(0)
    consumer.run()
    assert world.applied() == [1, 2, 3]
    assert len(world.broker.queues["reader", "f"]) == 5
