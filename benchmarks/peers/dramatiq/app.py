"""dramatiq: one actor, one process, four threads, its own durable queue."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import dramatiq
from chassis.mongo import connect
from dramatiq.brokers.rabbitmq import RabbitmqBroker

from benchmarks.child import finish, hello, ready
from benchmarks.meter import Meter
from benchmarks.one_by_one import OneByOne

TOLD = hello()
WORK = OneByOne(connect(TOLD["mongodb_uri"]))
METER = Meter(TOLD["total"], TOLD["warm_up"])
DONE = threading.Event()

broker = RabbitmqBroker(
    url=TOLD["amqp_uri"].removesuffix("//") + "/%2F"
)  # pika's spelling of the vhost
dramatiq.set_broker(broker)


@dramatiq.actor(queue_name=TOLD["queue"])
def apply(payload: dict[str, Any]) -> None:
    WORK.apply(payload)
    if METER.add():
        DONE.set()


def main() -> None:
    for line in Path(TOLD["events"]).read_text().splitlines():
        apply.send(json.loads(line))
    ready()
    dramatiq.Worker(broker, worker_threads=4).start()
    DONE.wait()
    finish(METER.result())


if __name__ == "__main__":
    main()
