"""The owners' logs with the load as a backlog, and their relays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from chassis.log import Commit, FeedEvent, Message
from chassis.mongo import Transactions
from chassis.mongo_log import MongoLog
from chassis.mongo_rows import feed_row

from benchmarks.child import Child, child
from benchmarks.servers import fresh
from benchmarks.workload.happenings import OWNER

__all__ = ["Owners", "owners"]

CHUNK = 500


class Owners:
    """`databases` by service; `feeds` by feed."""

    def __init__(self) -> None:
        self.databases: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.logs: dict[str, MongoLog] = {}

    @property
    def feeds(self) -> dict[str, str]:
        return {feed: self.databases[service] for feed, service in OWNER.items()}

    @contextmanager
    def relays(self) -> Iterator[list[Child]]:
        """One process for each owner, ready to go."""
        with ExitStack() as stack:
            yield [
                stack.enter_context(
                    child(
                        "benchmarks.contenders.relay",
                        {
                            "service": service,
                            "mongodb_uri": uri,
                            "total": self.counts[service],
                        },
                    )
                )
                for service, uri in self.databases.items()
            ]


@contextmanager
def owners(messages: Sequence[Message], profile: FeedEvent) -> Iterator[Owners]:
    """Each owner's commits, one for each message, without positions yet.

    The profiles count as published and applied long ago: positions go on after the last
    ``profile``, which is there for readers that look whether it is the one they applied.
    """
    found = Owners()
    by_owner: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_owner[OWNER[message.feed]].append(message)
    with ExitStack() as stack:
        for service, theirs in by_owner.items():
            db, uri = stack.enter_context(fresh(service))
            log = MongoLog(db, Transactions(db, "bench"))
            log.prepare()
            if service == "registry":
                last = profile.position
                db["feeds"].insert_one({"_id": profile.feed, "last": last, "published": last})
                db["feed_events"].insert_one(feed_row(profile))
            _commit(log, theirs)
            found.databases[service] = uri
            found.counts[service] = len(theirs)
            found.logs[service] = log
        yield found


def _commit(log: MongoLog, messages: Sequence[Message]) -> None:
    now = datetime.now(UTC)
    for start in range(0, len(messages), CHUNK):
        log.commit(
            [
                Commit(
                    stream=f"{message.name}-{start + number}",
                    version=1,
                    command_id=f"{message.name}:{start + number}",
                    fingerprint="bench",
                    actor="bench",
                    occurred_on=message.occurred_on,
                    recorded_at=now,
                    correlation_id=f"{start + number:032x}",
                    events=[{"event": message.name, **message.data}],
                    messages=(message,),
                )
                for number, message in enumerate(messages[start : start + CHUNK])
            ],
            [],
        )
