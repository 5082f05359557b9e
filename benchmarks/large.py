"""The figures' engine at the size of a city. A program of its own: `logs` takes minutes.

    python benchmarks/large.py logs [--people 100000] [--each 10]
    python benchmarks/large.py reading [--people 200000] [--each 7]
    python benchmarks/large.py flat [--people 10000 100000 1000000]
    python benchmarks/large.py years [--people 15000] [--each 2]

with the addresses of servers, as `python -m vieclam_cli.devservers FOLDER` prints them.
What they printed is kept in RESULTS-large.md.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from chassis.envelope import decode, encode
from chassis.log import MOST_EVENTS, FeedEvent, Message
from chassis.mongo import Db, Transactions
from chassis.mongo_log import MongoLog
from indicators.collecting import rarely
from indicators.documents import household_document, person_document
from indicators.domain.book import Book
from indicators.explaining import Asked, Listing
from indicators.generations import prepare
from indicators.known_lists import listing_of
from indicators.ledger import lines_of
from indicators.plan_file import default_plan
from indicators.proving_logs import Logs
from indicators.reading import Reading
from indicators.rebuilding import rebuild
from indicators.restatements import restatements
from indicators.snapshot import Snapshots
from indicators.store import Store
from indicators.verifying import verify

from benchmarks.servers import fresh
from benchmarks.workload.base import FEEDS, Batches
from benchmarks.workload.lives import LIVES_FEEDS, lives, profiles
from benchmarks.workload.said import Feeds, enter

BATCH = 500
CHUNK = 2_000
TODAY = "2030-12-31"
SETTLED = 20.0
"""Seconds after which the database has written out what was loaded."""


def say(text: str) -> None:
    print(text, flush=True)


def told(people: int, each: int) -> Iterator[FeedEvent]:
    feeds = Feeds()
    yield from feeds.publish(profiles(people))
    yield from feeds.publish(lives(people, each))


def chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    walking = iter(items)
    while chunk := list(islice(walking, size)):
        yield chunk


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


# -- from the owners' logs -------------------------------------------------------------


def logs(people: int, each: int) -> None:
    """Everything from the logs alone: read, folded, states written, counted, compared."""
    plan = default_plan()
    with fresh("logs") as (log_db, _), fresh("anew") as (db, _):
        log = MongoLog(log_db, Transactions(log_db, "bench"))
        log.prepare()
        last: dict[str, int] = {}
        for chunk in chunks(told(people, each), CHUNK):
            log_db["feed_events"].insert_many([_row(event) for event in chunk])
            last |= {event.feed: event.position for event in chunk}
        prepare(db, plan)
        for feed in FEEDS:
            row = {"position": last.get(feed, 0), "time": None, "parked": 0, "invalid_run": 0}
            db["watermarks"].insert_one({"_id": feed, **row})
        count = sum(last.values())
        say(f"{count:,} events of {people:,} persons lie in the logs")

        before = megabytes()
        began = time.monotonic()
        for feed, end in last.items():
            for start in range(0, end, MOST_EVENTS):
                log.bodies_after(feed, start, MOST_EVENTS)
        say(f"reading alone: {count / (time.monotonic() - began):,.0f} events/s")
        store, transactions = Store(db), Transactions(db, "bench")
        began = time.monotonic()
        told_by = Logs(store, LIVES_FEEDS, log.bodies_after)
        found = rebuild(store, plan, transactions, switch=True, logs=told_by)
        seconds = time.monotonic() - began
        say(f"rebuild from the logs: {found.events / seconds:,.0f} events/s ({seconds:.1f} s)")
        say(f"  {found.states:,} states, {found.entries:,} entries")
        say(f"  memory: {megabytes():,} MiB at most, {before:,} before")
        for name, work in (
            ("states to entries, a new generation", lambda: _anew(store, plan, transactions)),
            ("verify", lambda: verify(store, plan, transactions)),
        ):
            began = time.monotonic()
            difference = work().difference
            say(f"{name}: {time.monotonic() - began:.1f} s, difference {difference}")


def _anew(store: Store, plan: Any, transactions: Transactions) -> Any:
    return rebuild(store, plan, transactions, switch=True)


def _row(event: FeedEvent) -> dict[str, Any]:
    return {
        "feed": event.feed,
        "position": event.position,
        "name": event.name,
        "version": event.version,
        "recorded_at": event.recorded_at,
        "body": event.body,
    }


# -- reading ---------------------------------------------------------------------------


def reading(people: int, each: int) -> None:
    """Figures, lists, past moments and restatements behind a long ledger, told batch by batch."""
    plan = default_plan()
    with fresh("reading") as (db, _):
        prepare(db, plan)
        rarely()
        batches = Batches(db, plan)
        began, count = time.monotonic(), 0
        for batch in chunks(told(people, each), BATCH // 2 - 1):  # nothing waits: periods end
            batches.take(batch)
            count += len(batch)
        seconds = time.monotonic() - began
        store = Store(db)
        lines = sum(_lines_on(row) for row in store.sheets(1))
        say(f"{count:,} events of {people:,} persons applied, {lines:,} entries ({seconds:.0f} s)")
        now = Reading(store=store, plan=plan, today=TODAY)
        span = now.span("plan")
        counted = [each for each in plan.indicators if each.kind in ("flow", "stock")]

        def listed(number: int) -> None:
            indicator = counted[number % len(counted)]
            part = "value" if indicator.kind == "flow" else ("num", "den")[number % 2]
            asked = Asked(reading=now, indicator=indicator, span=span, part=part)
            _, total = Listing(asked).page(0, 50)
            Listing(asked).page(max(0, total // 2 - 25), 50)

        ends = store.period_ends(1)
        moments = [ends[0] + (ends[-1] - ends[0]) * n / 40 for n in range(1, 40)]

        def as_of(number: int) -> None:
            then = Reading(
                store=store, plan=plan, today=TODAY, as_of=moments[number % len(moments)]
            )
            then.figure(plan.indicators[number % 14].code, span, None, {})

        def listed_then(number: int) -> None:
            indicator = counted[number % len(counted)]
            part = "value" if indicator.kind == "flow" else ("num", "den")[number % 2]
            then = replace(now, as_of=moments[number * 7 % len(moments)])
            listing_of(Asked(reading=then, indicator=indicator, span=span, part=part)).page(0, 50)

        def restated(number: int) -> None:
            since = moments[-1 - number % 5]
            restatements(now, counted[number % len(counted)], span, since, most=50)

        say(f"{len(ends):,} recorded periods")
        _dashboard(store)
        timed("two pages of the list behind a figure", listed, 60)
        timed("a figure as it was known at a past moment", as_of, 56)
        timed("a page of the list behind a past moment's figure", listed_then, 60)
        timed("a page of restatements", restated, 40)


def _dashboard(store: Store) -> None:
    snapshots = Snapshots(store, default_plan(), FEEDS)

    def counted(_: int) -> None:
        snapshots._last = None
        snapshots.take(TODAY)

    timed("the dashboard's fourteen figures, two spans, counted", counted, 40)


def _lines_on(row: Any) -> int:
    return sum(1 for _ in lines_of(row))


def timed(name: str, work: Callable[[int], None], times: int) -> None:
    taken = []
    for number in range(times):
        began = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - began) * 1e3)
    cuts = quantiles(taken, n=20)
    say(f"{name}: p50 {median(taken):.1f} ms, p95 {cuts[18]:.1f} ms, most {max(taken):.1f} ms")


# -- does an event cost the same however much is known ---------------------------------


def flat(sizes: Sequence[int]) -> None:
    """The same events on as many known persons."""
    for people in sizes:
        with fresh("flat") as (db, _):
            _known(db, people)
            events = _happenings(people, 12_500)
            time.sleep(SETTLED)
            say(f"{people:,} persons known: {_rate(db, events):,.0f} events/s")
            _dashboard(Store(db))


def _known(db: Db, people: int) -> None:
    """Everybody's state as the profiles leave it; the ledger of the profiles is left out."""
    plan = default_plan()
    prepare(db, plan)
    feeds = Feeds()
    for chunk in chunks(feeds.publish(profiles(people)), CHUNK * 3):
        book = Book(plan)
        enter(book, (decode(event.body) for event in chunk))
        rows = [person_document(id, page) for id, page in book.people.items()]
        db["people"].insert_many(rows, ordered=False)
        homes = [household_document(id, page) for id, page in book.households.items()]
        if homes:
            db["households"].insert_many(homes, ordered=False)


def _happenings(people: int, count: int) -> list[FeedEvent]:
    """Of `count` persons among them, spread evenly, one event each."""
    step = max(1, people // count)
    messages = islice(lives(people, 1, years=1), 0, None, step)
    return publish(islice(messages, count))


def publish(messages: Iterable[Message]) -> list[FeedEvent]:
    last: dict[str, int] = {}
    now = datetime.now(UTC)
    found = []
    for number, message in enumerate(messages):
        last[message.feed] = last.get(message.feed, 0) + 1
        found.append(
            encode(
                message,
                service=message.feed,
                position=last[message.feed],
                recorded_at=now + timedelta(milliseconds=number),
                correlation_id="",
            )
        )
    return found


def _rate(db: Db, events: Sequence[FeedEvent]) -> float:
    """Median of five equal parts, after the first batch."""
    batches = Batches(db, default_plan())
    batches.take(events[:BATCH])
    rates = []
    part = (len(events) - BATCH) // 5 // BATCH * BATCH
    for start in range(BATCH, BATCH + 5 * part, part):
        began = time.perf_counter()
        for at in range(start, start + part, BATCH):
            batches.take(events[at : at + BATCH])
        rates.append(part / (time.perf_counter() - began))
    return median(rates)


def years(people: int, each: int) -> None:
    """The same persons through the plan's five years, `each` events a person a year. Ten in all
    are what 10,000,000 events of 1,000,000 persons come to.
    """
    with fresh("years") as (db, _):
        _known(db, people)
        time.sleep(SETTLED)
        rarely()
        batches = Batches(db, default_plan())
        events = publish(lives(people, each * 5))
        size = len(events) // 5
        for year in range(5):
            rates = []
            for start in range(year * size, (year + 1) * size, size // 5):
                began, done = time.perf_counter(), 0
                for at in range(start, start + size // 5, BATCH):
                    batch = events[at : min(at + BATCH, start + size // 5)]
                    batches.take(batch)
                    done += len(batch)
                rates.append(done / (time.perf_counter() - began))
            say(f"year {year + 1}: {median(rates):,.0f} events/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("logs", "reading", "flat", "years"))
    parser.add_argument("--people", type=int, nargs="*", default=[])
    parser.add_argument("--each", type=int)
    given = parser.parse_args()
    if given.what == "logs":
        logs(*(given.people or [100_000])[:1], given.each or 10)
    elif given.what == "reading":
        reading(*(given.people or [200_000])[:1], given.each or 7)
    elif given.what == "flat":
        flat(given.people or (10_000, 100_000, 1_000_000))
    else:
        years(*(given.people or [15_000])[:1], given.each or 2)


if __name__ == "__main__":
    main()
