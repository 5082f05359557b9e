"""An owner's real relay on the backlog in its log."""

from __future__ import annotations

import threading
import time

from chassis.amqp_broker import AmqpPublisher
from chassis.metrics import RelayMetrics
from chassis.mongo import Transactions, connect
from chassis.mongo_log import MongoLog
from chassis.relay import Relay
from prometheus_client import CollectorRegistry

from benchmarks.child import finish, hello, ready
from benchmarks.servers import amqp_uri


class Watched(RelayMetrics):
    """Tells when the broker has taken everything: the relay says so by its backlog of 0."""

    def __init__(self, service: str, total: int, done: threading.Event) -> None:
        self._sent = 0
        self._total = total
        self._done = done
        super().__init__(CollectorRegistry(), service)

    def published(self, feed: str, name: str) -> None:
        super().published(feed, name)
        self._sent += 1

    def backlog(self, commits: int) -> None:
        super().backlog(commits)
        if commits == 0 and self._sent >= self._total:
            self._done.set()


def main() -> None:
    told = hello()
    db = connect(told["mongodb_uri"])
    log = MongoLog(db, Transactions(db, "bench-relay"))
    done = threading.Event()
    relay = Relay(
        told["service"],
        log,
        AmqpPublisher(amqp_uri()),
        holder="bench",
        metrics=Watched(told["service"], told["total"], done),
    )
    ready()
    threading.Thread(target=relay.run, daemon=True).start()
    done.wait()
    finish({"ended": time.monotonic()})


if __name__ == "__main__":
    main()
