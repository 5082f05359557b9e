"""Celery: one task per event, four threads, acknowledged when done, a quorum queue."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from celery import Celery
from chassis.mongo import connect

from benchmarks.child import finish, hello, ready
from benchmarks.meter import Meter
from benchmarks.one_by_one import OneByOne

TOLD = hello()
WORK = OneByOne(connect(TOLD["mongodb_uri"]))
METER = Meter(TOLD["total"], TOLD["warm_up"])
DONE = threading.Event()

app = Celery("figures", broker=TOLD["amqp_uri"])
app.conf.update(
    task_default_queue=TOLD["queue"],
    task_default_queue_type="quorum",
    task_acks_late=True,
    task_ignore_result=True,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
)


@app.task  # type: ignore[untyped-decorator]
def apply(payload: dict[str, Any]) -> None:
    WORK.apply(payload)
    if METER.add():
        DONE.set()


def main() -> None:
    for line in Path(TOLD["events"]).read_text().splitlines():
        apply.delay(json.loads(line))
    ready()

    def ended() -> None:
        DONE.wait()
        finish(METER.result())

    threading.Thread(target=ended, daemon=True).start()
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=ERROR"]
    app.worker_main(["worker", "--pool=threads", "--concurrency=4", *quiet])


if __name__ == "__main__":
    main()
