"""What the log promises, kept by both twins."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.commands import Ledger, Unit
from chassis.envelope import decode, encode
from chassis.errors import Conflict, Refused
from chassis.log import FeedEvent, LeaseLost, Log, StreamMoved
from chassis.mongo import Transactions
from chassis.mongo_log import MongoLog
from tallies.domain import START, TALLY, Counted, count, counted, intent


def stamped(log: Log, first: int = 1) -> list[str]:
    """Stamp everything pending; the subjects in the order of their positions."""
    subjects: list[str] = []
    for batch in log.pending(100):
        events: list[FeedEvent] = []
        for commit in batch:
            for message in commit.messages:
                events.append(
                    encode(
                        message,
                        service="tallies",
                        position=first + len(events),
                        recorded_at=commit.recorded_at,
                        correlation_id=commit.correlation_id,
                    )
                )
        log.stamp([commit.commit_id for commit in batch], events)
        first += len(events)
        subjects += [decode(event.body).subject for event in events]
    return subjects


def test_a_caller_reads_its_own_writes(log: Log) -> None:
    ledger = Ledger(log)
    ledger.run(intent("k1"), count("f", "a", 2))
    record = log.load("tally", "a")
    assert record is not None
    assert TALLY.load(record.body).count == 2
    assert record.version == 1


def test_a_repeated_command_returns_its_first_receipt_and_happens_once(log: Log) -> None:
    ledger = Ledger(log)
    first = ledger.run(intent("k1", body="x"), count("f", "a", 2))
    again = ledger.run(intent("k1", body="x", after=5), count("f", "a", 2))
    assert again == first
    assert len(log.history("tally-a")) == 1


def test_the_same_key_for_another_request_is_a_conflict(log: Log) -> None:
    ledger = Ledger(log)
    ledger.run(intent("k1", body="x"), count("f", "a", 2))
    with pytest.raises(Conflict) as refused:
        ledger.run(intent("k1", body="y"), count("f", "a", 3))
    assert refused.value.code == "key_reused"


def test_two_units_that_looked_under_one_key_do_not_both_write(log: Log) -> None:
    """They touch different streams, so no version of a stream tells one of the other."""
    one, other = Unit(log, intent("k1")), Unit(log, intent("k2"))
    for unit, stream in ((one, "a"), (other, "b")):
        unit.guard("same")
        count("f", stream)(unit)
    one.write({})
    with pytest.raises(StreamMoved):
        other.write({})
    assert log.load("tally", "b") is None
    assert log.guarded(["same", "never"]) == {"same": 1, "never": 0}


def test_a_guarded_command_is_decided_again_and_sees_who_was_first(log: Log) -> None:
    seen: list[bool] = []

    def second(unit: Unit) -> dict[str, Any]:
        unit.guard("same")
        seen.append(log.load("tally", "a") is not None)
        if len(seen) == 1:
            first = Unit(log, intent("k1"))
            first.guard("same")
            count("f", "a")(first)
            first.write({})
        return count("f", "b")(unit)

    Ledger(log).run(intent("k2"), second)
    assert seen == [False, True]
    assert log.guarded(["same"]) == {"same": 2}


def test_under_other_keys_nobody_waits_for_anybody(log: Log) -> None:
    one, other = Unit(log, intent("k1")), Unit(log, intent("k2"))
    one.guard("x")
    other.guard("y")
    count("f", "a")(one)
    count("f", "b")(other)
    one.write({})
    other.write({})
    assert log.guarded(["x", "y"]) == {"x": 1, "y": 1}


def test_a_dropped_key_is_kept_nowhere_and_begins_anew(log: Log) -> None:
    for key, stream in (("k1", "a"), ("k2", "b")):
        unit = Unit(log, intent(key))
        unit.guard("x")
        count("f", stream)(unit)
        unit.write({})
    late, drop = Unit(log, intent("k3")), Unit(log, intent("k4"))
    late.guard("x")
    drop.drop_guard("x")
    count("f", "c")(late)
    count("f", "d")(drop)
    drop.write({})
    assert log.guarded(["x"]) == {"x": 0}
    with pytest.raises(StreamMoved):
        late.write({})


def test_a_version_is_taken_once(log: Log) -> None:
    one, other = Unit(log, intent("k1")), Unit(log, intent("k2"))
    count("f", "a")(one)
    count("f", "a")(other)
    one.write({})
    with pytest.raises(StreamMoved):
        other.write({})
    assert len(log.history("tally-a")) == 1


def test_who_was_second_decides_again_on_the_new_state(log: Log) -> None:
    ledger = Ledger(log)
    ledger.run(intent("k0"), count("f", "a"))
    meddled = False

    def work(unit: Unit) -> dict[str, Any]:
        nonlocal meddled
        receipt = count("f", "a", 10)(unit)
        if not meddled:
            meddled = True
            ledger.run(intent("k1", after=1), count("f", "a", 100))
        return receipt

    ledger.run(intent("k2", after=2), work)
    record = log.load("tally", "a")
    assert record is not None
    assert TALLY.load(record.body).count == 111


def test_an_expected_version_that_moved_is_a_conflict(log: Log) -> None:
    ledger = Ledger(log)
    ledger.run(intent("k1"), count("f", "a"))
    ledger.run(intent("k2", after=1), count("f", "a"))
    with pytest.raises(Conflict) as refused:
        ledger.run(intent("k3", after=2, expected=1), count("f", "a"))
    assert refused.value.fact == {"expected": 1, "present": 2}


def test_a_refused_command_leaves_nothing(log: Log) -> None:
    with pytest.raises(Refused):
        Ledger(log).run(intent("k1"), count("f", "a", -1))
    assert log.load("tally", "a") is None
    assert log.backlog() == 0


def test_one_command_on_two_streams_is_all_or_nothing(log: Log) -> None:
    ledger = Ledger(log)
    ledger.run(intent("k1"), count("f", "b"))
    unit = Unit(log, intent("k2", after=1))
    count("f", "a")(unit)
    count("f", "b")(unit)
    ledger.run(intent("k3", after=2), count("f", "b"))
    with pytest.raises(StreamMoved):
        unit.write({})
    assert log.load("tally", "a") is None


def test_two_saves_of_one_stream_make_one_commit(log: Log) -> None:
    def work(unit: Unit) -> dict[str, Any]:
        count("f", "a", 1)(unit)
        return count("f", "a", 2)(unit)

    receipt = Ledger(log).run(intent("k1"), work)
    (commit,) = log.history("tally-a")
    assert receipt["version"] == commit.version == 1
    assert [event["event"] for event in commit.events] == ["Opened", "Counted", "Counted"]
    assert stamped(log) == ["a", "a"]


def test_what_failed_inside_an_attempt_is_not_staged(log: Log) -> None:
    unit = Unit(log, intent("k1"))
    count("f", "a")(unit)
    with pytest.raises(Refused), unit.attempt():
        count("f", "b")(unit)
        raise Refused("no")
    unit.write({})
    assert log.load("tally", "b") is None
    assert log.load("tally", "a") is not None


def test_states_can_be_rebuilt_from_the_log(log: Log) -> None:
    ledger = Ledger(log)
    for number in range(12):
        ledger.run(intent(f"k{number}", after=number), count("f", f"t{number % 3}", number))
    rebuilt: dict[str, object] = {}
    for commit in log.commits():
        state = rebuilt.get(commit.stream)
        rebuilt[commit.stream] = TALLY.replay(commit.events, state)  # type: ignore[arg-type]
    for tally_id in ("t0", "t1", "t2"):
        record = log.load("tally", tally_id)
        assert record is not None
        assert rebuilt[f"tally-{tally_id}"] == TALLY.load(record.body)


def test_history_tells_who_when_and_what(log: Log) -> None:
    ledger = Ledger(log)
    ledger.run(intent("k1"), count("f", "a", 4))
    (commit,) = log.history("tally-a")
    assert (commit.actor, commit.recorded_at, commit.version) == ("tester:1", START, 1)
    assert TALLY.load_event(commit.events[1]) == Counted(by=4)


def test_a_streams_commits_keep_their_order_when_the_clock_goes_back(log: Log) -> None:
    ledger = Ledger(log)
    ledger.run(intent("k1", after=100), count("f", "a", 1))
    ledger.run(intent("k2", after=0), count("f", "a", 2))
    first, second = log.history("tally-a")
    assert first.recorded_at < second.recorded_at


def test_positions_are_gapless_and_read_back(log: Log) -> None:
    ledger = Ledger(log)
    for number in range(7):
        ledger.run(intent(f"k{number}", after=number), count("f", f"t{number}"))
    assert stamped(log) == [f"t{number}" for number in range(7)]
    assert log.last_positions() == {"f": 7}
    assert log.backlog() == 0
    assert [event.position for event in log.events_after("f", 3, 2)] == [4, 5]
    assert log.events_after("f", 7, 10) == []


def test_bodies_are_those_of_the_events_and_no_more_than_asked_for(log: Log) -> None:
    ledger = Ledger(log)
    for number in range(7):
        ledger.run(intent(f"k{number}", after=number), count("f", f"t{number}"))
    stamped(log)
    events = log.events_after("f", 0, 10)
    assert log.bodies_after("f", 0, 10) == [event.body for event in events]
    assert log.bodies_after("f", 3, 2) == [events[3].body, events[4].body]
    assert log.bodies_after("f", 7, 10) == []
    assert log.bodies_after("g", 0, 10) == []


def test_a_position_is_given_once(log: Log) -> None:
    """Two relays stamp at the same time: the second finds its positions taken."""
    ledger = Ledger(log)
    ledger.run(intent("k1"), count("f", "a"))
    ledger.run(intent("k2", after=1), count("f", "b"))
    batch = next(log.pending(10))
    events = [
        encode(
            message,
            service="tallies",
            position=number,
            recorded_at=START,
            correlation_id="",
        )
        for number, message in enumerate((counted("f", "a", 1), counted("f", "b", 1)), 1)
    ]
    log.stamp([commit.commit_id for commit in batch], events)
    with pytest.raises(LeaseLost):
        log.stamp([commit.commit_id for commit in batch], events)
    assert log.last_positions() == {"f": 2}


def test_published_positions_never_go_back(log: Log) -> None:
    log.mark_published({"f": 5})
    log.mark_published({"f": 3, "g": 1})
    assert log.published() == {"f": 5, "g": 1}


def test_one_relay_leads_until_it_resigns(log: Log) -> None:
    assert log.lead("one", 30)
    assert log.lead("one", 30)
    assert not log.lead("two", 30)
    log.resign("one")
    assert log.lead("two", 30)


def test_a_commit_that_overtook_its_stream_waits(db: object, transactions: Transactions) -> None:
    """A cursor may pass the place of a commit that comes late, and meet its successor."""
    log = MongoLog(db, transactions)  # type: ignore[arg-type]
    log.prepare()
    ledger = Ledger(log)
    ledger.run(intent("k1"), count("f", "a"))
    ledger.run(intent("k2", after=1), count("f", "a"))
    late = log.db["commits"].find_one({"_id": "tally-a/2"})
    assert late is not None
    assert log._in_order([late]) == []
    assert stamped(log) == ["a", "a"]


def test_a_new_process_ends_the_transactions_of_a_killed_one(db: object) -> None:
    """A killed client's transaction would block its documents for 60 seconds."""
    killed = Transactions(db, "relay")  # type: ignore[arg-type]
    session = db.client.start_session()  # type: ignore[attr-defined]
    killed._note(session)
    session.start_transaction()
    db["things"].insert_one({"_id": "x"}, session=session)  # type: ignore[index]
    assert Transactions(db, "relay").end_former() == 1  # type: ignore[arg-type]
    db["things"].insert_one({"_id": "x"})  # type: ignore[index]
    assert Transactions(db, "relay").end_former() == 0  # type: ignore[arg-type]
