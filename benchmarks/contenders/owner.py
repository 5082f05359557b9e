"""An owner that records facts at a steady rate: the real ledger, log and relay in one process."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from chassis.amqp_broker import AmqpPublisher
from chassis.clock import Clock
from chassis.commands import Aggregate, Intent, Ledger, Unit
from chassis.log import Message
from chassis.mongo import Transactions, connect
from chassis.mongo_log import MongoLog
from chassis.relay import Relay

from benchmarks.child import finish, hello, ready
from benchmarks.servers import amqp_uri

__all__ = ["FACT", "Told", "record"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The one event, and the state, of a benchmark's record."""

    data: Json


FACT: Aggregate[Told, Told] = Aggregate(
    "fact", state=Told, events=[Told], evolve=lambda _state, event: event
)
TODAY = date(2026, 11, 2)


def record(ledger: Ledger, clock: Clock, record_id: str, command: str, message: Message) -> Json:
    """One command as a service's desk runs it: load, decide, save with a message, commit."""
    intent = Intent(
        command_id=command,
        actor="bench",
        at=clock.now(),
        today=TODAY,
        on=message.occurred_on,
        correlation_id=command,
        fingerprint=command,
    )

    def work(unit: Unit) -> Json:
        unit.load(FACT, record_id)
        unit.save(FACT, record_id, [Told(data=message.data)], [message])
        return {"id": record_id, "version": unit.version(FACT, record_id), "warnings": []}

    return ledger.run(intent, work)


def main() -> None:
    told = hello()
    db = connect(told["mongodb_uri"])
    log = MongoLog(db, Transactions(db, "bench-owner"))
    relay = Relay("placement", log, AmqpPublisher(amqp_uri()), holder="bench")
    ledger, clock = Ledger(log, on_commit=relay.wake), Clock()
    messages = [
        msgspec.convert(each, Message) for each in json.loads(Path(told["messages"]).read_text())
    ]
    threading.Thread(target=relay.run, daemon=True).start()
    ready()
    began, late = time.monotonic(), 0.0
    for number, message in enumerate(messages):
        due = began + number / told["rate"]
        pause = due - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        late = max(late, -pause)
        record(ledger, clock, f"{number}", f"command-{number}", message)
    rate = len(messages) / (time.monotonic() - began)
    finish({"rate": rate, "late": late})


if __name__ == "__main__":
    main()
