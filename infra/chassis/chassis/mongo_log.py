"""The log on MongoDB.

Collections: ``commits`` (the log; ``pending`` and ``messages`` only until stamped),
``feed_events`` (the feeds), ``feeds`` (last and published position of each),
``leases``, ``guards``, and one collection of current states for each kind of record.

Shaped by what the embedded server is good at (design/performance-notes.md, section
0): no ranges or sorts on ``_id``, no filter outside an index, and pages by bounded
ranges of an indexed gapless field or by one cursor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import InsertOne, ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError, DuplicateKeyError

from chassis.errors import Conflict
from chassis.log import (
    NO_GUARDS,
    Commit,
    Document,
    FeedEvent,
    Guards,
    Json,
    LeaseLost,
    Pending,
    Record,
    StreamMoved,
)
from chassis.mongo import Db, Transactions, WriteConflict, is_duplicate, meaning
from chassis.mongo_rows import commit_of, commit_row, feed_event_of, feed_row, pending_of

__all__ = ["MongoLog"]


class MongoLog:
    """See :class:`chassis.log.Log` for what each method promises."""

    def __init__(self, db: Db, transactions: Transactions) -> None:
        self.db = db
        self._transactions = transactions

    def prepare(self) -> None:
        """Create the indexes the log needs."""
        commits = self.db["commits"]
        commits.create_index([("command_id", 1), ("stream", 1)], unique=True)
        commits.create_index([("pending", 1)])
        self.db["feed_events"].create_index([("feed", 1), ("position", 1)], unique=True)
        self.db["sessions"].create_index([("process", 1)])

    # -- commands -----------------------------------------------------------------

    def receipt(self, command_id: str) -> tuple[str, Json] | None:
        with meaning():
            for found in self.db["commits"].find({"command_id": command_id}):
                if found.get("receipt") is not None:
                    return found["fingerprint"], found["receipt"]
        return None

    def load(self, kind: str, record_id: str) -> Record | None:
        with meaning():
            found = self.db[kind].find_one({"_id": record_id})
        if found is None:
            return None
        return Record(
            version=found["version"], recorded_at=found["recorded_at"], body=found["state"]
        )

    def guarded(self, keys: Sequence[str]) -> Mapping[str, int]:
        with meaning():
            return self._guarded(keys, None)

    def _guarded(self, keys: Sequence[str], session: ClientSession | None) -> dict[str, int]:
        rows = self.db["guards"].find({"_id": {"$in": list(keys)}}, session=session)
        return {**dict.fromkeys(keys, 0), **{row["_id"]: row["version"] for row in rows}}

    def commit(
        self,
        commits: Sequence[Commit],
        documents: Sequence[Document],
        session: ClientSession | None = None,
        guards: Guards = NO_GUARDS,
    ) -> None:
        if session is not None:
            self._write(commits, documents, guards, session)
            return
        try:
            self._transactions.run(lambda own: self._write(commits, documents, guards, own))
        except WriteConflict as error:
            raise StreamMoved from error

    def _pass(self, guards: Guards, session: ClientSession) -> None:
        """Move the guards on. Two transactions that saw one version both write the key: one
        of them meets the other's insert or update, whichever commits first."""
        present = self._guarded(list(guards.seen), session)
        if present != guards.seen:
            raise StreamMoved
        writes: list[InsertOne[Json] | ReplaceOne[Json]] = [
            ReplaceOne({"_id": key}, {"_id": key, "version": seen + 1})
            if seen
            else InsertOne({"_id": key, "version": 1})
            for key, seen in guards.seen.items()
        ]
        if writes:
            try:
                self.db["guards"].bulk_write(writes, ordered=False, session=session)
            except BulkWriteError as error:
                if is_duplicate(error):
                    raise StreamMoved from error
                raise
        if guards.dropped:
            self.db["guards"].delete_many({"_id": {"$in": list(guards.dropped)}}, session=session)

    def _write(
        self,
        commits: Sequence[Commit],
        documents: Sequence[Document],
        guards: Guards,
        session: ClientSession,
    ) -> None:
        if guards:
            self._pass(guards, session)
        try:
            self.db["commits"].insert_many([commit_row(each) for each in commits], session=session)
        except BulkWriteError as error:
            if is_duplicate(error):
                raise StreamMoved from error
            raise
        by_kind: dict[str, list[ReplaceOne[dict[str, Any]]]] = defaultdict(list)
        for document in documents:
            body = {
                "_id": document.id,
                "version": document.record.version,
                "recorded_at": document.record.recorded_at,
                "state": document.record.body,
                **document.fields,
            }
            by_kind[document.kind].append(ReplaceOne({"_id": document.id}, body, upsert=True))
        for kind, writes in by_kind.items():
            try:
                self.db[kind].bulk_write(writes, ordered=True, session=session)
            except BulkWriteError as error:
                if not is_duplicate(error):
                    raise
                if "_id_" in str(error.details["writeErrors"][0].get("errmsg", "_id_")):
                    raise StreamMoved from error
                raise Conflict("taken", {"kind": kind}) from error

    def history(self, stream: str) -> Sequence[Commit]:
        kind, _, record_id = stream.partition("-")
        record = self.load(kind, record_id)
        if record is None:
            return []
        ids = [f"{stream}/{version}" for version in range(1, record.version + 1)]
        with meaning():
            found = list(self.db["commits"].find({"_id": {"$in": ids}}))
        return sorted((commit_of(each) for each in found), key=lambda commit: commit.version)

    def commits(self) -> Iterable[Commit]:
        due: dict[str, int] = {}
        early: dict[str, dict[int, Commit]] = defaultdict(dict)
        with meaning():
            for found in self.db["commits"].find({}, batch_size=2_000):
                commit = commit_of(found)
                waiting = early[commit.stream]
                waiting[commit.version] = commit
                while (version := due.get(commit.stream, 1)) in waiting:
                    yield waiting.pop(version)
                    due[commit.stream] = version + 1
                if not waiting:
                    del early[commit.stream]

    # -- the relay's side ---------------------------------------------------------

    def lead(self, holder: str, seconds: float) -> bool:
        now = datetime.now(UTC)
        lease = {"holder": holder, "until": now + timedelta(seconds=seconds)}
        leases = self.db["leases"]
        with meaning():
            present = leases.find_one({"_id": "relay"})
            if present is None:
                try:
                    leases.insert_one({"_id": "relay", "token": 1, **lease})
                except DuplicateKeyError:
                    return False
                return True
            if present["holder"] != holder and present["until"] > now:
                return False
            taken = present["holder"] != holder
            result = leases.update_one(
                {"_id": "relay", "token": present["token"]},
                {"$set": lease, "$inc": {"token": 1 if taken else 0}},
            )
            return result.matched_count == 1

    def resign(self, holder: str) -> None:
        with meaning():
            self.db["leases"].update_one(
                {"_id": "relay", "holder": holder}, {"$set": {"until": datetime.now(UTC)}}
            )

    def pending(self, size: int) -> Iterator[Sequence[Pending]]:
        commits = self.db["commits"]
        with meaning():
            cursor = commits.find({"pending": {"$gt": 0}}, batch_size=size).sort("pending", 1)
            batch: list[Json] = []
            for found in cursor:
                batch.append(found)
                if len(batch) >= size:
                    yield self._in_order(batch)
                    batch = []
            if batch:
                yield self._in_order(batch)

    def _in_order(self, batch: list[Json]) -> Sequence[Pending]:
        """Leave out what overtook its stream: a cursor may pass a commit that came late."""
        present = {each["_id"] for each in batch}
        before = [
            previous
            for each in batch
            if each["version"] > 1
            and (previous := f"{each['stream']}/{each['version'] - 1}") not in present
        ]
        late: set[str] = set()
        if before:
            rows = self.db["commits"].find({"_id": {"$in": before}}, {"pending": 1, "stream": 1})
            late = {row["stream"] for row in rows if row.get("pending")}
        return [pending_of(each) for each in batch if each["stream"] not in late]

    def backlog(self) -> int:
        with meaning():
            return self.db["commits"].count_documents({"pending": {"$gt": 0}})

    def stamp(self, commit_ids: Sequence[str], events: Sequence[FeedEvent]) -> None:
        last: dict[str, int] = {}
        for event in events:
            last[event.feed] = event.position
        rows = [feed_row(event) for event in events]

        def work(session: ClientSession) -> None:
            if rows:
                self.db["feed_events"].insert_many(rows, session=session)
            self.db["commits"].update_many(
                {"_id": {"$in": list(commit_ids)}},
                {"$unset": {"pending": "", "messages": ""}},
                session=session,
            )
            if last:
                self.db["feeds"].bulk_write(
                    [
                        UpdateOne({"_id": feed}, {"$max": {"last": position}}, upsert=True)
                        for feed, position in last.items()
                    ],
                    session=session,
                )

        try:
            self._transactions.run(work)
        except WriteConflict as error:
            raise LeaseLost from error
        except BulkWriteError as error:
            if is_duplicate(error):
                raise LeaseLost from error
            raise

    def last_positions(self) -> dict[str, int]:
        with meaning():
            return {row["_id"]: row["last"] for row in self.db["feeds"].find() if "last" in row}

    def published(self) -> dict[str, int]:
        with meaning():
            rows = self.db["feeds"].find()
            return {row["_id"]: row["published"] for row in rows if "published" in row}

    def mark_published(self, positions: Mapping[str, int]) -> None:
        if not positions:
            return
        with meaning():
            self.db["feeds"].bulk_write(
                [
                    UpdateOne({"_id": feed}, {"$max": {"published": position}}, upsert=True)
                    for feed, position in positions.items()
                ]
            )

    def events_after(self, feed: str, position: int, limit: int) -> Sequence[FeedEvent]:
        rows = self._after(feed, position, limit)
        return [feed_event_of(row) for row in rows]

    def bodies_after(self, feed: str, position: int, limit: int) -> Sequence[bytes]:
        return [row["body"] for row in self._after(feed, position, limit, {"_id": 0, "body": 1})]

    def _after(
        self, feed: str, position: int, limit: int, fields: Json | None = None
    ) -> Sequence[Json]:
        wanted = {"feed": feed, "position": {"$gt": position, "$lte": position + limit}}
        with meaning():
            found = self.db["feed_events"].find(wanted, fields, batch_size=limit + 1)
            return list(found.sort([("feed", 1), ("position", 1)]))
