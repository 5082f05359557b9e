"""Batches worked out in a process beside: the same figures, and nothing rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NoReturn

import pytest
from chassis.envelope import Event
from chassis.errors import Transient
from chassis.inbox import Mark
from indicators.apply import Applying
from indicators.beside import Beside

from .given import told
from .office import Office, enrolment, person, service

PATIENCE = 30.0


@pytest.fixture
def beside(office: Office) -> Iterator[Beside]:
    host, port = office.db.client.address or ("", 0)
    found = Beside(f"mongodb://{host}:{port}/{office.db.name}?directConnection=true", office.plan)
    assert found.ready(PATIENCE)
    yield found
    found.close()


@pytest.fixture
def applying(office: Office, beside: Beside) -> Applying:
    return Applying(office.store, office.plan, beside)


def lives(number: int) -> list[dict[str, object]]:
    """A person who is profiled, served and enrolled; every third is a duplicate of the next."""
    me = f"p{number}"
    facts: list[dict[str, object]] = [
        person(me, "disabled" if number % 2 else "rural"),
        service(f"s{number}", "2026-03-02", me),
        enrolment(f"e{number}", "2026-04-02", me),
        service(f"s{number}", "2026-05-02", me),  # corrected
    ]
    if number % 3 == 0:
        facts.append({"type": "merge", "from": me, "into": f"p{number + 1}", "on": "2026-06-01"})
    return facts


def batches(office: Office, people: int, size: int = 7) -> list[Sequence[Event]]:
    facts = [fact for number in range(people) for fact in lives(number)]
    events = office.feeds.publish(each for fact in facts for each in told(fact))
    return [events[start : start + size] for start in range(0, len(events), size)]


def commit(office: Office, events: Sequence[Event], work: object) -> None:
    after = {each.feed: Mark(position=each.position, time=each.time) for each in events}
    office.inbox.transact(office.marks, after, [], work)  # type: ignore[arg-type]
    office.marks = {**office.marks, **after}


def test_a_batch_asked_for_while_the_one_before_is_not_written_is_worked_out_on_top_of_it(
    office: Office, applying: Applying
) -> None:
    before: tuple[Sequence[Event], object] | None = None
    for events in batches(office, 30):
        work = applying.prepare(events)
        if before is not None:
            commit(office, *before)
        before = events, work
    assert before is not None
    commit(office, *before)
    assert office.verified() == 0
    assert office.figure("employment_service_access", "plan")["num"] == 30 - 10  # duplicates


def test_a_household_is_taken_as_the_batch_before_leaves_it(
    office: Office, applying: Applying
) -> None:
    """Members, then their needs of credit: each asked for before the last is written."""
    members = ("p1", "p2", "p3")
    facts: list[dict[str, object]] = [
        *(person(me, household="h1", birth_date="1950") for me in members),
        *(
            {"type": "loan", "id": f"l-{me}", "person": me, "need_on": "2026-05-01",
             "eligible": True, "disbursed_on": "2026-06-01"}
            for me in members
        ),
    ]  # fmt: skip
    before: tuple[Sequence[Event], object] | None = None
    for fact in facts:
        events = office.feeds.publish(told(fact))
        work = applying.prepare(events)
        if before is not None:
            commit(office, *before)
        before = events, work
    assert before is not None
    commit(office, *before)
    assert office.verified() == 0
    assert office.figure("elderly_household_credit", "plan")["num"] == 1


def test_what_was_asked_for_in_vain_counts_for_nothing(
    office: Office, applying: Applying, beside: Beside
) -> None:
    first, second, *rest = batches(office, 9)
    applying.prepare(first)
    applying.prepare(second)
    applying.forget()
    for events in (first, second):
        office.inbox.transact(office.marks, {}, [], lambda session: applying(events, session))  # noqa: B023
    for events in rest:
        commit(office, events, applying.prepare(events))
    assert beside.ready()
    assert office.verified() == 0


@pytest.mark.parametrize("where", ["here", "beside"])
@pytest.mark.parametrize("what", ["a rebuild", "an event retried"])
def test_what_was_worked_out_before_somebody_else_wrote_is_not_written(
    office: Office, request: pytest.FixtureRequest, where: str, what: str
) -> None:
    office.learn(person("p0"))
    parked = office.park(service("s0", "2026-02-02", "p0"))
    first, second, *_ = batches(office, 4)
    applying = (
        Applying(office.store, office.plan)
        if where == "here"
        else request.getfixturevalue("applying")
    )
    commit(office, first, applying.prepare(first))
    work = applying.prepare(second)
    if what == "a rebuild":
        assert office.desk(role="ops").rebuild(generation=True)["switched"]
    else:
        office.retry(parked)
    with pytest.raises(Transient, match="moved"):
        commit(office, second, work)
    applying.forget()
    commit(office, second, applying.prepare(second))
    assert office.verified() == 0


def test_a_batch_taken_with_care_is_worked_out_on_what_is_stored(office: Office) -> None:
    """Not on the batch prepared before it: somebody else may have written since."""
    applying = Applying(office.store, office.plan)
    parked = office.park(service("s0", "2026-02-02", "p0"))
    first = office.feeds.publish(told(person("p0")))
    commit(office, first, applying.prepare(first))
    office.retry(parked)
    second = office.feeds.publish(told(enrolment("e0", "2026-03-02", "p0")))
    commit(office, second, lambda session: applying(second, session))
    assert office.verified() == 0
    assert office.figure("employment_service_access", "plan")["num"] == 1


def test_a_batch_is_worked_out_on_top_of_one_that_was_taken_with_care(
    office: Office, applying: Applying
) -> None:
    first, second, third, *_ = batches(office, 4)
    commit(office, first, applying.prepare(first))
    commit(office, second, lambda session: applying(second, session))
    commit(office, third, applying.prepare(third))
    assert office.verified() == 0


def test_an_event_that_cannot_be_read_is_refused_and_the_next_batch_taken(
    office: Office, applying: Applying
) -> None:
    first, second, *_ = batches(office, 4)
    broken = [*first[:-1], Event(**{**_fields(first[-1]), "data": {"person_id": 3}})]
    work = applying.prepare(broken)
    with pytest.raises(Transient):
        commit(office, broken, work)
    applying.forget()
    commit(office, first, applying.prepare(first))
    commit(office, second, applying.prepare(second))
    assert office.verified() == 0


def test_a_batch_that_cannot_be_asked_for_keeps_nobody_waiting(
    office: Office, applying: Applying, beside: Beside
) -> None:
    """A number no message can carry, in a field nobody reads."""
    first, second, *_ = batches(office, 4)
    huge = {**first[0].data, "more": 10**30}
    broken = [Event(**{**_fields(first[0]), "data": huge}), *first[1:]]
    with pytest.raises(OverflowError):
        applying.prepare(broken)
    applying.forget()
    office.inbox.transact(office.marks, {}, [], lambda session: applying(broken, session))
    beside._next = _nothing_to_wait_for  # type: ignore[method-assign]
    work = applying.prepare(second)
    del beside._next
    commit(office, second, work)
    assert office.verified() == 0


def _nothing_to_wait_for() -> NoReturn:
    raise AssertionError("waits for an answer that never comes")


def _fields(event: Event) -> dict[str, object]:
    return {name: getattr(event, name) for name in event.__struct_fields__}


@pytest.mark.parametrize("when", ["before it is asked", "while it is asked"])
def test_killed_it_is_done_without(
    office: Office, applying: Applying, beside: Beside, when: str
) -> None:
    first, second, third, *_ = batches(office, 5)
    commit(office, first, applying.prepare(first))
    assert beside._other is not None
    if when == "before it is asked":
        beside._other.kill()
        with pytest.raises(Transient):
            commit(office, second, applying.prepare(second))
    else:
        work = applying.prepare(second)
        beside._other.kill()
        beside._other.pipe = _Silent()  # type: ignore[assignment]  # no answer had come yet
        with pytest.raises(Transient):
            commit(office, second, work)
    applying.forget()
    assert not beside.ready()  # another is not started at once
    commit(office, second, applying.prepare(second))
    commit(office, third, applying.prepare(third))
    assert office.verified() == 0


class _Silent:
    def receive(self) -> bytes:
        raise Transient("other_process")

    def close(self) -> None:
        """Nothing to close."""


def test_the_process_that_begins_while_a_batch_is_under_way_waits_for_the_next(
    office: Office, beside: Beside
) -> None:
    applying = Applying(office.store, office.plan)
    first, second, *_ = batches(office, 4)
    work = applying.prepare(first)
    applying._beside = beside
    with pytest.raises(Transient):
        applying.prepare(second)
    commit(office, first, work)
    applying.forget()
    commit(office, second, applying.prepare(second))
    assert beside._asked == 1
    assert office.verified() == 0


def test_it_ends_with_the_process_it_works_for(beside: Beside) -> None:
    assert beside._other is not None
    process = beside._other._process
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(PATIENCE) == 0
