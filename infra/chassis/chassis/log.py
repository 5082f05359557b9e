"""What the commit log promises; :mod:`chassis.mongo_log` and :mod:`chassis.memory_log` keep it.

A *commit* is the outcome of one command on one stream: its events, who, when, and
the messages that leave the service because of it. Commits and the current-state
documents of the records they change are written in one transaction. The relay
then gives every message the next *position* of its feed and moves it to the feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

__all__ = [
    "MOST_EVENTS",
    "Commit",
    "Document",
    "FeedEvent",
    "Guards",
    "LeaseLost",
    "Log",
    "Message",
    "Pending",
    "Record",
    "StreamMoved",
]

Json = dict[str, Any]
MOST_EVENTS = 1_000
"""How many events an owner tells others in one call."""


class StreamMoved(Exception):
    """Another commit took this version of the stream (or wrote the same record) first."""


class LeaseLost(Exception):
    """Another relay leads now; this one must not stamp any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one feed may carry of one event.

    ``subject`` orders and parks: the person's id where one is concerned, else the
    record's. ``data`` is JSON (dates as ISO text, money as whole đồng).
    """

    feed: str
    name: str
    subject: str
    data: Json
    occurred_on: date | None = None
    version: int = 1

    @property
    def type(self) -> str:
        return f"{self.name}.v{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One command's events on one stream; ``<stream>/<version>`` is its identity and its lock."""

    stream: str
    version: int
    command_id: str
    fingerprint: str
    actor: str
    occurred_on: date | None
    recorded_at: datetime
    correlation_id: str
    events: Sequence[Json]
    messages: Sequence[Message] = ()
    receipt: Json | None = None
    reason: str | None = None

    @property
    def id(self) -> str:
        return f"{self.stream}/{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record's current state as stored: ``body`` is the dumped state."""

    version: int
    recorded_at: datetime
    body: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A current-state document to write beside its commit; ``fields`` are for queries only."""

    kind: str
    id: str
    record: Record
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A commit whose messages have no position yet."""

    commit_id: str
    recorded_at: datetime
    correlation_id: str
    messages: Sequence[Message]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """A message at its place in its feed; ``body`` is the envelope as it goes over the wire."""

    feed: str
    position: int
    name: str
    version: int
    recorded_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What was looked up under a key must still be so when the commit is written.

    ``seen`` is each key's version when it was looked up (0: never written); writing moves it
    on by one. ``dropped`` keys begin anew. Keys are opaque: nothing of a person is in one.
    """

    seen: Mapping[str, int] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.seen or self.dropped)


NO_GUARDS = Guards()


class Log(Protocol):
    """A service's commits, current states and feeds."""

    def receipt(self, command_id: str) -> tuple[str, Json] | None:
        """Fingerprint and receipt of a command already done, else None."""

    def load(self, kind: str, record_id: str) -> Record | None:
        """A record's current state."""

    def guarded(self, keys: Sequence[str]) -> Mapping[str, int]:
        """The version of each key: how often something was written under it."""

    def commit(
        self,
        commits: Sequence[Commit],
        documents: Sequence[Document],
        session: Any = None,
        guards: Guards = NO_GUARDS,
    ) -> None:
        """Write all or nothing; with ``session``, inside the caller's transaction.

        Raises :class:`StreamMoved` when one of the versions is taken, a command was done
        already, or a guard's key was written under since it was seen: reload, look for the
        receipt, decide again.
        """

    def history(self, stream: str) -> Sequence[Commit]:
        """The stream's commits, oldest first (without messages)."""

    def commits(self) -> Iterable[Commit]:
        """Every commit, each stream's in order: what current states are rebuilt from."""

    # -- the relay's side ---------------------------------------------------------

    def lead(self, holder: str, seconds: float) -> bool:
        """Take or renew the relay's lease; False while another holds it."""

    def resign(self, holder: str) -> None:
        """Give the lease up, so that another relay need not wait for its end."""

    def pending(self, size: int) -> Iterator[Sequence[Pending]]:
        """Commits to stamp in batches of about ``size``, each stream's in order.

        A batch left unstamped comes again with the next call, not in this one.
        """

    def backlog(self) -> int:
        """How many commits wait for their stamp."""

    def stamp(self, commit_ids: Sequence[str], events: Sequence[FeedEvent]) -> None:
        """Move messages to their feeds at the positions they carry, all or nothing.

        Raises :class:`LeaseLost` when a position is taken: another relay leads. The
        position is the fencing token: whoever leads read the last ones when it began.
        """

    def last_positions(self) -> dict[str, int]:
        """The last position given in each feed."""

    def published(self) -> dict[str, int]:
        """The last position known to be confirmed by the broker in each feed."""

    def mark_published(self, positions: Mapping[str, int]) -> None:
        """Remember confirmed positions; never goes back."""

    def events_after(self, feed: str, position: int, limit: int) -> Sequence[FeedEvent]:
        """At most ``limit`` events of the feed, the next first, without a gap."""

    def bodies_after(self, feed: str, position: int, limit: int) -> Sequence[bytes]:
        """The same events as they lie on the bus: all that who reads a feed anew needs."""
