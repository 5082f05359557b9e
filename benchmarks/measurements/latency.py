"""From recorded to readable at a steady rate: by the consumer's own measure, and from outside."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime

import msgspec
from chassis.log import Message
from chassis.mongo import Db, Transactions, connect
from chassis.mongo_log import MongoLog
from chassis.names import queue_of

from benchmarks.child import child
from benchmarks.measurements.ours import from_the_queue
from benchmarks.measurements.setting import Setting
from benchmarks.noise import Window
from benchmarks.progress import say
from benchmarks.report import Section
from benchmarks.series import repeat
from benchmarks.servers import declare, delete, fresh
from benchmarks.workload.base import FEEDS
from benchmarks.workload.proof import NotDone

__all__ = ["latency"]

FIGURE = "employment_service_access"
WARM_UP = 0.2
POLL = 0.005
LOADED = 0.8


def latency(setting: Setting) -> Section:
    sizes = setting.sizes
    section = Section(title=f"From recorded to readable, {sizes.paced_rate} events a second")
    own = setting.series("p50, consumer's own measure", "ms", 1)
    others = {
        name: setting.series(what, "ms", 1)
        for name, what in (
            ("own p99", "p99, consumer's own measure"),
            ("seen p50", "p50, seen from outside"),
            ("seen p99", "p99, seen from outside"),
            ("seen max", "longest, seen from outside"),
        )
    }

    def once(window: Window) -> float:
        found = _paced(setting, window)
        for name, series in others.items():
            say(f"      {name} {found[name]:.1f} ms")
            series.also(found[name], window)
        return found["own p50"]

    repeat(own, once, setting.patience)
    for series in (own, *others.values()):
        section.add(series)
    section.note(
        f"One owner records {sizes.paced_rate} commands a second for {sizes.paced_seconds:.0f} s "
        "(the real ledger: a transaction each), its relay publishes, our consumer applies; the "
        f"first fifth is not counted. From `recorded_at` to the commit of the figure. From "
        f"outside: a poll every {POLL * 1e3:.0f} ms of the cell of `{FIGURE}`, beside everything "
        "else on the same cores."
    )
    _under_load(setting, section)
    return section


def _under_load(setting: Setting, section: Section) -> None:
    """The same near the most the consumer can take."""
    most = from_the_queue(setting, Window())
    p50 = setting.series(f"p50 at {LOADED:.0%} of the maximum rate", "ms", 1)
    p99 = setting.series(f"p99 at {LOADED:.0%} of the maximum rate", "ms", 1)

    def once(window: Window) -> float:
        found = _fed(setting, window, LOADED * most)
        p99.also(found["p99"], window)
        return found["p50"]

    repeat(p50, once, setting.patience)
    for series in (p50, p99):
        section.add(series)
    section.note(
        f"At {LOADED:.0%} of {most:,.0f} events/s, the rate from the queue in this run: events "
        "published at that rate, recorded the moment they are sent; no owner, no relay."
    )


def _fed(setting: Setting, window: Window, rate: float) -> dict[str, float]:
    told = setting.batched
    path = setting.folder / "events.msgpack"
    path.write_bytes(msgspec.msgpack.encode(told.events))
    for feed in FEEDS:
        declare(queue_of("indicators", feed), [(feed, "#")])
    with fresh("indicators") as (db, uri):
        told.base.put_into(db)
        count = len(told.events)
        asked = {"mongodb_uri": uri, "total": count, "warm_up": int(count * WARM_UP)}
        with (
            child("benchmarks.contenders.engine", {**asked, "connected_first": True}) as engine,
            child("benchmarks.contenders.feeding", {"events": str(path), "rate": rate}) as feeding,
        ):
            engine.go()
            window.begin()
            feeding.go()
            result = engine.told(60)
            window.end()
            fed = feeding.told(60)
    delete(queue_of("indicators", feed) for feed in FEEDS)
    say(f"      fed at {fed['rate']:.0f} events/s")
    return {"p50": result["p50"], "p99": result["p99"]}


def _paced(setting: Setting, window: Window) -> dict[str, float]:
    sizes = setting.sizes
    count = int(sizes.paced_rate * sizes.paced_seconds)
    messages = [each for each in setting.load.messages if each.name == "service_given"][:count]
    told = setting.batched
    for feed in FEEDS:
        declare(queue_of("indicators", feed), [(feed, "#")])
    with fresh("indicators") as (db, uri), fresh("placement") as (owner, owner_uri):
        told.base.put_into(db)
        MongoLog(owner, Transactions(owner, "bench")).prepare()
        path = setting.folder / "messages.json"
        path.write_bytes(msgspec.json.encode(messages))
        with (
            child(
                "benchmarks.contenders.engine",
                {
                    "connected_first": True,
                    "mongodb_uri": uri,
                    "owners": {"placement": owner_uri},
                    "total": len(messages),
                    "warm_up": int(len(messages) * WARM_UP),
                },
            ) as engine,
            child(
                "benchmarks.contenders.owner",
                {"mongodb_uri": owner_uri, "rate": sizes.paced_rate, "messages": str(path)},
            ) as owning,
            Polling(uri) as polling,
        ):
            engine.go()
            window.begin()
            owning.go()
            result = engine.told(sizes.paced_seconds + 60)
            paced = owning.told(60)
            window.end()
            polling.wait_for(len(messages))
        seen = _seen(owner, polling, messages)
    delete(queue_of("indicators", feed) for feed in FEEDS)
    if paced["rate"] < sizes.paced_rate * 0.97:
        say(f"      the owner kept up {paced['rate']:.0f} commands/s only")
    return {
        "own p50": result["p50"],
        "own p99": result["p99"],
        "seen p50": seen[len(seen) // 2] * 1e3,
        "seen p99": seen[int(len(seen) * 0.99)] * 1e3,
        "seen max": seen[-1] * 1e3,
    }


class Polling:
    """Reads the figure's cell again and again, and keeps when it first showed each value."""

    def __init__(self, uri: str) -> None:
        self._db = connect(uri)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._poll)
        self.times: list[float] = []
        self.counts: list[int] = []
        self._before = self._count()

    def __enter__(self) -> Polling:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._db.client.close()

    def _count(self) -> int:
        cell = f"{FIGURE}.num"
        row = self._db["cells_1"].find_one({"_id": "2026/total"}) or {}
        for name in cell.split("."):
            row = row.get(name, {})
        return sum(row.values())

    def _poll(self) -> None:
        while not self._stop.is_set():
            count = self._count() - self._before
            if not self.counts or count != self.counts[-1]:
                self.times.append(time.time())
                self.counts.append(count)
            time.sleep(POLL)

    def wait_for(self, count: int) -> None:
        """Raises NotDone after ten seconds."""
        deadline = time.monotonic() + 10
        while not self.counts or self.counts[-1] < count:
            if time.monotonic() > deadline:
                raise NotDone(f"the figure shows {self.counts[-1:]} of {count}")
            time.sleep(0.01)
        if self.counts[-1] != count:
            raise NotDone(f"the figure shows {self.counts[-1]}, not {count}")


def _seen(owner: Db, polling: Polling, messages: Sequence[Message]) -> list[float]:
    """Seconds from recorded to first seen, sorted: the nth event is there when the cell is n."""
    recorded: dict[int, datetime] = {
        row["position"]: row["recorded_at"] for row in owner["feed_events"].find({})
    }
    if len(recorded) != len(messages):
        raise NotDone(f"{len(recorded)} of {len(messages)} events were published")
    first = int(len(messages) * WARM_UP)
    return sorted(
        polling.times[bisect_left(polling.counts, position)] - recorded[position].timestamp()
        for position in range(first + 1, len(messages) + 1)
    )
