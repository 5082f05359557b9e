"""The limit: bare py-amqp consumption in batches, and the documents, ready-made, in one
transaction per batch. Nothing is read, worked out, compared or lined up.

`same`: exactly the write commands our consumer sends, in the same collections with the same
indexes. `least`: the fewest writes that still hold the same facts: states, cells, watermarks,
and the batch's ledger lines packed into one document without an index.
`nothing`: consumption alone.
"""

from __future__ import annotations

import pickle
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from chassis.mongo import Db, connect
from kombu import Connection
from pymongo.client_session import ClientSession

from benchmarks.child import finish, hello, ready
from benchmarks.meter import Meter
from benchmarks.servers import amqp_uri

PREFETCH = 1_000
FACTS = frozenset(("people", "households", "cells", "watermarks", "surveys"))
LAZY: Any = bson.CodecOptions(document_class=RawBSONDocument)
Json = dict[str, Any]


class Arrivals:
    """Reads the queue in a thread of its own and acknowledges there."""

    def __init__(self, queue: str) -> None:
        self._queue = queue
        self._tags: deque[int] = deque()
        self._acks: deque[int] = deque()
        self._arrived = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        connection = Connection(amqp_uri())
        channel = connection.default_channel
        channel.basic_qos(0, PREFETCH, False)
        channel.basic_consume(self._queue, callback=self._receive)
        while True:
            with suppress(TimeoutError):
                connection.drain_events(timeout=0.01 if self._tags else 0.1)
            while self._acks:
                channel.basic_ack(self._acks.popleft(), multiple=True)

    def _receive(self, message: Any) -> None:
        with self._arrived:
            self._tags.append(message.delivery_tag)
            self._arrived.notify()

    def take(self, count: int) -> int:
        """Wait for so many; the last one's tag."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self._tags) >= count)
            for _ in range(count - 1):
                self._tags.popleft()
            return self._tags.popleft()

    def acknowledge(self, tag: int) -> None:
        self._acks.append(tag)


def prepared(batch: Json, kind: str, number: int) -> list[Json]:
    """The batch's commands, their documents encoded already."""
    commands = [dict(bson.decode(each, LAZY)) for each in batch["commands"]]
    if kind == "same":
        return [_held(command) for command in commands]
    if kind == "nothing":
        return []
    kept = [_held(each) for each in commands if _writes(each, "update").partition("_")[0] in FACTS]
    lines = [each for command in commands for each in _inserted(command)]
    packed = {"_id": number, "lines": [each.raw for each in lines]}
    return [*kept, {"insert": "packed", "documents": [RawBSONDocument(bson.encode(packed))]}]


def _held(command: Json) -> Json:
    """Lists of raw documents stay raw; the server wants the command's name first, which it is."""
    return {key: list(each) if isinstance(each, list) else each for key, each in command.items()}


def _writes(command: Json, kind: str) -> str:
    """The collection, where the command is of this kind."""
    return str(command[kind]) if next(iter(command)) == kind else ""


def _inserted(command: Json) -> list[RawBSONDocument]:
    found = _writes(command, "insert").startswith("entries")
    return list(command["documents"]) if found else []


def write(db: Db, session: ClientSession, commands: list[Json]) -> None:
    if not commands:
        return
    with session.start_transaction(write_concern=db.write_concern):
        for command in commands:
            answer = db.command(command, session=session)
            if answer.get("writeErrors"):
                raise RuntimeError("a write failed")


def main() -> None:
    told = hello()
    db = connect(told["mongodb_uri"])
    batches = pickle.loads(Path(told["batches"]).read_bytes())  # noqa: S301 - our own file
    work = [
        (each["count"], prepared(each, told["kind"], number)) for number, each in enumerate(batches)
    ]
    total = sum(count for count, _ in work)
    meter = Meter(total, told["warm_up"])
    ready()
    arrivals = Arrivals(told["queue"])
    with db.client.start_session() as session:
        for count, commands in work:
            tag = arrivals.take(count)
            write(db, session, commands)
            arrivals.acknowledge(tag)
            meter.add(count)
    time.sleep(0.2)  # the last ack goes out
    finish(meter.result())


if __name__ == "__main__":
    main()
