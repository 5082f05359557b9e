"""Where everybody starts: the persons are known, nothing has happened to them yet.

For ours a real consumer's effect on an empty database, kept document by document; then, while
it applies the load, every write command it sends, for the limit to send again.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from chassis.envelope import decode
from chassis.inbox import Mark, MongoInbox
from chassis.log import FeedEvent
from chassis.mongo import Db, Transactions, connect
from indicators.apply import Applying
from indicators.documents import person_document
from indicators.domain.cells import Increments
from indicators.domain.plan import Plan
from indicators.generations import prepare
from indicators.ledger import blocks, sheets
from indicators.store import Store
from pymongo import MongoClient, monitoring

from benchmarks.one_by_one import CELLS, flat
from benchmarks.servers import fresh
from benchmarks.workload.said import Said

__all__ = ["FEEDS", "Base", "States", "record"]

FEEDS = ("registry.indicators", "training", "placement", "credit", "credit.indicators")
BATCH = 500
CHUNK = 2_000
WRITES = frozenset(("insert", "update", "findAndModify", "delete"))
OF_THE_SESSION = frozenset(
    (
        "lsid",
        "txnNumber",
        "startTransaction",
        "autocommit",
        "$db",
        "$clusterTime",
        "$readPreference",
    )
)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Every document of our consumer's database, by collection."""

    plan: Plan
    collections: dict[str, list[RawBSONDocument]]

    def put_into(self, db: Db) -> None:
        prepare(db, self.plan)  # collections with their indexes
        for name, documents in self.collections.items():
            db[name].delete_many({})
            _insert(db, name, documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """The same for those who work event by event: a version for their optimistic lock."""

    plan: Plan
    people: list[Json]
    lines: list[Json]
    cells: Increments

    @classmethod
    def of(cls, said: Said) -> States:
        book = said.book
        return cls(
            plan=said.plan,
            people=[{**person_document(id, page), "v": 0} for id, page in book.people.items()],
            lines=sheets("base", blocks(book.lines), ()),
            cells=said.cells(),
        )

    def put_into(self, db: Db) -> None:
        prepare(db, self.plan)
        _insert(db, "people", self.people)
        db["people"].create_index([("_id", 1), ("v", 1)])
        _insert(db, "entries_1", self.lines)
        _insert(db, CELLS, [{"_id": id, "n": n} for id, n in flat(self.cells).items()])


def _insert(db: Db, collection: str, documents: Sequence[Any]) -> None:
    for start in range(0, len(documents), CHUNK):
        db[collection].insert_many(documents[start : start + CHUNK], ordered=False)


class Recorder(monitoring.CommandListener):
    """Keeps every write command that succeeded in sending, without its session."""

    def __init__(self) -> None:
        self.commands: list[Json] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in WRITES and event.command[event.command_name] != "sessions":
            kept = {key: each for key, each in event.command.items() if key not in OF_THE_SESSION}
            self.commands.append(bson.decode(bson.encode(kept)))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing to keep."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        raise RuntimeError(f"{event.command_name} failed while recording")


class Batches:
    """Applies events in batches of 500, each with its watermarks in one transaction."""

    def __init__(self, db: Db, plan: Plan) -> None:
        transactions = Transactions(db, "bench")
        self._inbox = MongoInbox(db, transactions)
        self._apply = Applying(Store(db), plan)
        self._marks = self._inbox.open(FEEDS)

    def take(self, published: Sequence[FeedEvent]) -> None:
        events = [decode(each.body) for each in published]
        after = {each.feed: Mark(position=each.position, time=each.time) for each in events}
        self._inbox.transact(self._marks, after, [], lambda session: self._apply(events, session))
        self._marks = {**self._marks, **after}


def record(
    plan: Plan, profiles: Sequence[FeedEvent], events: Sequence[FeedEvent], into: Path
) -> Base:
    """Apply the profiles, keep everything; apply the load, and write its commands to the file."""
    recorder = Recorder()
    with fresh("base") as (db, uri):
        prepare(db, plan)
        heard: MongoClient[Json] = MongoClient(
            uri, retryWrites=False, tz_aware=True, event_listeners=[recorder]
        )
        with heard:
            batches = Batches(
                heard.get_default_database().with_options(write_concern=db.write_concern), plan
            )
            for start in range(0, len(profiles), BATCH):
                batches.take(profiles[start : start + BATCH])
            base = Base(plan=plan, collections=_everything(uri))
            recorded = []
            for start in range(0, len(events), BATCH):
                recorder.commands.clear()
                batch = events[start : start + BATCH]
                batches.take(batch)
                commands = [bson.encode(each) for each in recorder.commands]
                recorded.append({"count": len(batch), "commands": commands})
    into.write_bytes(pickle.dumps(recorded))
    return base


def _everything(uri: str) -> dict[str, list[RawBSONDocument]]:
    db = connect(uri)
    options: Any = bson.CodecOptions(document_class=RawBSONDocument)
    names = [name for name in db.list_collection_names() if name != "sessions"]
    found: dict[str, list[Any]] = {
        name: list(db.get_collection(name, codec_options=options).find({})) for name in names
    }
    db.client.close()
    return {name: documents for name, documents in found.items() if documents}
