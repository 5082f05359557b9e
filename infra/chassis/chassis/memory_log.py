"""The log in memory: the twin that tests of services run on. Passes the same suite as MongoLog."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

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

__all__ = ["MemoryLog"]


class MemoryLog:
    """Keeps every promise of :class:`chassis.log.Log` but durability."""

    def __init__(self) -> None:
        self._commits: dict[str, Commit] = {}
        self._commands: set[tuple[str, str]] = set()
        self.documents: dict[tuple[str, str], Document] = {}
        self._pending: list[str] = []
        self._feeds: dict[str, list[FeedEvent]] = defaultdict(list)
        self._published: dict[str, int] = {}
        self._lease: tuple[str, float] = ("", 0.0)
        self._guards: dict[str, int] = {}

    def receipt(self, command_id: str) -> tuple[str, Json] | None:
        for commit in self._commits.values():
            if commit.command_id == command_id and commit.receipt is not None:
                return commit.fingerprint, commit.receipt
        return None

    def load(self, kind: str, record_id: str) -> Record | None:
        document = self.documents.get((kind, record_id))
        return None if document is None else document.record

    def guarded(self, keys: Sequence[str]) -> Mapping[str, int]:
        return {key: self._guards.get(key, 0) for key in keys}

    def commit(
        self,
        commits: Sequence[Commit],
        documents: Sequence[Document],
        session: Any = None,
        guards: Guards = NO_GUARDS,
    ) -> None:
        if self.guarded(list(guards.seen)) != guards.seen:
            raise StreamMoved("guarded")
        for commit in commits:
            command = (commit.command_id, commit.stream)
            moved = commit.version > 1 and f"{commit.stream}/{commit.version - 1}" not in (
                self._commits.keys() | {staged.id for staged in commits}
            )
            if commit.id in self._commits or moved or command in self._commands:
                raise StreamMoved(commit.stream)
        for commit in commits:
            self._commits[commit.id] = commit
            self._commands.add((commit.command_id, commit.stream))
            if commit.messages:
                self._pending.append(commit.id)
        for document in documents:
            self.documents[(document.kind, document.id)] = document
        self._guards.update({key: seen + 1 for key, seen in guards.seen.items()})
        for key in guards.dropped:
            self._guards.pop(key, None)

    def history(self, stream: str) -> Sequence[Commit]:
        return [replace(c, messages=()) for c in self._commits.values() if c.stream == stream]

    def commits(self) -> Iterable[Commit]:
        return [replace(commit, messages=()) for commit in self._commits.values()]

    def lead(self, holder: str, seconds: float) -> bool:
        now = time.monotonic()
        present, until = self._lease
        if present != holder and until > now:
            return False
        self._lease = (holder, now + seconds)
        return True

    def resign(self, holder: str) -> None:
        if self._lease[0] == holder:
            self._lease = ("", 0.0)

    def pending(self, size: int) -> Iterator[Sequence[Pending]]:
        waiting = list(self._pending)
        for start in range(0, len(waiting), size):
            yield [
                Pending(
                    commit_id=commit.id,
                    recorded_at=commit.recorded_at,
                    correlation_id=commit.correlation_id,
                    messages=commit.messages,
                )
                for commit in (self._commits[each] for each in waiting[start : start + size])
            ]

    def backlog(self) -> int:
        return len(self._pending)

    def stamp(self, commit_ids: Sequence[str], events: Sequence[FeedEvent]) -> None:
        staged = {feed: list(self._feeds[feed]) for feed in {event.feed for event in events}}
        for event in events:
            if event.position != len(staged[event.feed]) + 1:
                raise LeaseLost
            staged[event.feed].append(event)
        self._feeds.update(staged)
        done = set(commit_ids)
        self._pending = [each for each in self._pending if each not in done]

    def last_positions(self) -> dict[str, int]:
        return {feed: len(events) for feed, events in self._feeds.items() if events}

    def published(self) -> dict[str, int]:
        return dict(self._published)

    def mark_published(self, positions: Mapping[str, int]) -> None:
        for feed, position in positions.items():
            self._published[feed] = max(position, self._published.get(feed, 0))

    def events_after(self, feed: str, position: int, limit: int) -> Sequence[FeedEvent]:
        return self._feeds[feed][position : position + limit]

    def bodies_after(self, feed: str, position: int, limit: int) -> Sequence[bytes]:
        return [event.body for event in self.events_after(feed, position, limit)]
