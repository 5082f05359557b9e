"""Consumers' real handlers against their own expectations, on their real stores.

The example is taken; with fields nobody knows it is taken; without any one field that the
expectation calls needed it is set aside, and nothing of it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
from chassis.envelope import Event, encode
from chassis.handling import InvalidEvents
from chassis.log import Message
from chassis.memory_broker import MemoryBroker

from .agency import Agency
from .files import Json, expects
from .telling_registry import refer, register
from .world import World, opened

EXPECTATIONS = [pytest.param(key, id="/".join(key)) for key in expects()]
UNKNOWN = {"added_later": {"deep": [1, "x"]}, "on_the_side": None, "note": "x"}
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)

Key = tuple[str, str, str]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Consumers that know nothing yet, but for the referrals the registry made."""
    with opened(tmp_path_factory.mktemp("consumers")) as world:
        yield world


class Sender:
    """Events as the owner's relay would number them, each about a subject of its own."""

    def __init__(self) -> None:
        self._positions = count(1)

    def event(self, feed: str, name: str, data: Json) -> Event:
        position = next(self._positions)
        return Event(
            feed=feed,
            position=position,
            name=name,
            version=1,
            subject=str(data.get("person_id") or f"s{position}"),
            time=AT,
            occurred_on=AT.date(),
            correlation_id="",
            data=data,
        )


@pytest.fixture(scope="module")
def sender() -> Sender:
    return Sender()


def example(world: World, key: Key) -> Json:
    """The example; where it answers a referral, one that the registry has made."""
    consumer, feed, name = key
    data = dict(expects()[key]["example"])
    if (consumer, name) == ("registry", "referral_answered"):
        registry = world[consumer]
        data["referral_id"] = refer(registry, register(registry, "Người được giới thiệu"), feed)
    return data


@pytest.mark.parametrize("key", EXPECTATIONS)
def test_the_example_is_taken(fresh: World, sender: Sender, key: Key) -> None:
    consumer, feed, name = key
    fresh[consumer].take(sender.event(feed, name, example(fresh, key)))


@pytest.mark.parametrize("key", EXPECTATIONS)
def test_the_example_is_taken_with_fields_nobody_knows(
    fresh: World, sender: Sender, key: Key
) -> None:
    consumer, feed, name = key
    fresh[consumer].take(sender.event(feed, name, {**example(fresh, key), **UNKNOWN}))


@pytest.mark.parametrize("key", EXPECTATIONS)
def test_only_the_needed_fields_are_needed(fresh: World, sender: Sender, key: Key) -> None:
    consumer, feed, name = key
    needed = expects()[key]["schema"]["required"]
    data = {field: value for field, value in example(fresh, key).items() if field in needed}
    fresh[consumer].take(sender.event(feed, name, data))


@pytest.mark.parametrize("key", EXPECTATIONS)
def test_without_a_needed_field_it_is_invalid_and_nothing_of_it_holds(
    fresh: World, sender: Sender, key: Key
) -> None:
    consumer, feed, name = key
    agency, whole = fresh[consumer], example(fresh, key)
    for field in expects()[key]["schema"]["required"]:
        event = sender.event(feed, name, {k: v for k, v in whole.items() if k != field})
        before = contents(agency)
        with pytest.raises(InvalidEvents) as refused:
            agency.take(event)
        assert list(refused.value.reasons) == [event.id]
        assert field in refused.value.reasons[event.id], "the reason names the field"
        values = [str(value) for value in whole.values() if len(str(value)) > 3]
        assert not [v for v in values if v in refused.value.reasons[event.id]], "and no value"
        assert contents(agency) == before


@pytest.mark.parametrize("key", EXPECTATIONS)
def test_a_name_nobody_knows_moves_the_watermark_only(
    fresh: World, sender: Sender, key: Key
) -> None:
    consumer, feed, name = key
    agency = fresh[consumer]
    before = contents(agency)
    agency.take(sender.event(feed, f"{name}_differently", {"anything": 1}))
    assert contents(agency) == before


def contents(agency: Agency) -> dict[str, int]:
    """How many documents of each kind it keeps (an indicator batch counts itself)."""
    db = agency.runtime.db
    return {
        name: db[name].count_documents({})
        for name in sorted(db.list_collection_names())
        if name not in ("sessions", "watermarks")
    }


@pytest.mark.parametrize("consumer", sorted({key[0] for key in expects()}))
def test_the_consumer_parks_what_lacks_a_field_and_what_comes_behind_it(
    fresh: World, consumer: str
) -> None:
    """Through the real consumer: the good event passes, the bad one waits with its reason,
    the next of the same subject waits behind it, that of another passes."""
    key = next(each for each in expects() if each[0] == consumer)
    _, feed, name = key
    good = example(fresh, key)
    needed = expects()[key]["schema"]["required"][-1]
    bad = {field: value for field, value in good.items() if field != needed}
    broker = MemoryBroker()
    _, line = fresh[consumer].plug_into(broker)
    mark = line.inbox.open([feed])[feed].position
    for offset, (subject, data) in enumerate(
        [("one", good), ("two", bad), ("two", good), ("three", good)], start=1
    ):
        message = Message(feed=feed, name=name, subject=subject, data=data)
        body = encode(
            message, service="x", position=mark + offset, recorded_at=AT, correlation_id=""
        ).body
        broker.publish(feed, body)
    while line.step(timeout=0.01):
        pass
    assert line.inbox.open([feed])[feed].position == mark + 4
    waiting = line.inbox.parked(feed)
    assert [(each.position, each.subject) for each in waiting] == [
        (mark + 2, "two"),
        (mark + 3, "two"),
    ]
    assert needed in waiting[0].reason
    assert waiting[1].reason == f"behind {feed}/{mark + 2}"
    for each in waiting:
        line.discard(each)
