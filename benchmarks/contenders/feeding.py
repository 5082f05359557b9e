"""Events published at a steady rate, recorded the moment they are sent: no owner, no relay."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from chassis.amqp_broker import AmqpPublisher
from chassis.clock import to_iso
from chassis.log import FeedEvent

from benchmarks.child import finish, hello, ready
from benchmarks.servers import amqp_uri

EVERY_SECONDS = 0.01


def main() -> None:
    told = hello()
    events = msgspec.msgpack.decode(Path(told["events"]).read_bytes(), type=list[FeedEvent])
    publisher = AmqpPublisher(amqp_uri())
    ready()
    began, sent = time.monotonic(), 0
    while sent < len(events):
        due = min(len(events), int((time.monotonic() - began) * told["rate"]) + 1)
        publisher.send([_now(event) for event in events[sent:due]])
        publisher.flush()
        sent = due
        time.sleep(max(0.0, began + sent / told["rate"] - time.monotonic(), EVERY_SECONDS))
    finish({"rate": sent / (time.monotonic() - began)})


def _now(event: FeedEvent) -> FeedEvent:
    recorded, now = (to_iso(each).encode() for each in (event.recorded_at, datetime.now(UTC)))
    return replace(event, body=event.body.replace(recorded, now, 1))


if __name__ == "__main__":
    main()
