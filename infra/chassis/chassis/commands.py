"""Commands: load, decide, save, once.

A command is a function of a :class:`Unit`. It loads records, asks the domain for
events, and saves them with the messages they give rise to. :class:`Ledger` runs it,
writes everything in one transaction, runs it again when somebody else was first,
and answers a repeated command with its first receipt.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

import msgspec

from chassis.errors import Conflict, Transient
from chassis.log import Commit, Document, Guards, Json, Log, Message, Record, StreamMoved

__all__ = ["Aggregate", "Intent", "Ledger", "Unit", "fingerprint"]

S = TypeVar("S")
E = TypeVar("E")
R = TypeVar("R")

TRIES = 8


def fingerprint(*parts: Any) -> str:
    """A digest of a request's body: equal requests, equal digests."""
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """Who wants what, when: everything a command knows beside its body.

    ``command_id`` makes it happen once; ``fingerprint`` tells the same request from
    another one under the same id; ``on`` is the day the fact was true (default: today);
    ``expected`` is the version the caller saw (If-Match).
    """

    command_id: str
    actor: str
    at: datetime
    today: date
    on: date | None = None
    correlation_id: str = ""
    fingerprint: str = ""
    expected: int | None = None
    reason: str | None = None


class Aggregate(Generic[S, E]):
    """How records of one kind are stored: their state, their events, how events change state.

    ``evolve(state, event)`` never refuses. ``fields(state)`` are extra fields of the
    current-state document, for queries. States and events are frozen dataclasses.
    """

    def __init__(
        self,
        kind: str,
        *,
        state: type[S],
        events: Sequence[type[E]],
        evolve: Callable[[S | None, E], S],
        fields: Callable[[S], Mapping[str, Any]] | None = None,
    ) -> None:
        self.kind = kind
        self.state = state
        self.events = {event.__name__: event for event in events}
        self.evolve = evolve
        self.fields = fields or (lambda _state: {})

    def stream(self, record_id: str) -> str:
        return f"{self.kind}-{record_id}"

    def dump(self, state: S) -> Json:
        return dict(msgspec.to_builtins(state))

    def load(self, body: Json) -> S:
        return msgspec.convert(body, self.state)

    def dump_event(self, event: E) -> Json:
        return {"event": type(event).__name__, **msgspec.to_builtins(event)}

    def load_event(self, stored: Json) -> E:
        body = {key: value for key, value in stored.items() if key != "event"}
        return msgspec.convert(body, self.events[stored["event"]])

    def replay(self, stored: Sequence[Json], state: S | None = None) -> S | None:
        """The state after the stored events."""
        for event in stored:
            state = self.evolve(state, self.load_event(event))
        return state


@dataclass(slots=True)
class _Loaded:
    version: int
    recorded_at: datetime | None
    state: Any


class Unit:
    """The records one command touches: loads see what was saved before in the same unit."""

    def __init__(self, log: Log, intent: Intent) -> None:
        self.intent = intent
        self._log = log
        self._records: dict[str, _Loaded] = {}
        self._commits: dict[tuple[str, str], Commit] = {}
        self._documents: dict[str, Document] = {}
        self._guards: dict[str, int] = {}
        self._dropped: set[str] = set()

    def guard(self, *keys: str) -> None:
        """Before something is looked up that no stream's version guards: when the unit is
        written, nobody has written under these keys since, or everything is decided again.

        Two units under one key therefore never both miss each other. Say it before looking.
        """
        new = [key for key in dict.fromkeys(keys) if key not in self._guards]
        if new:
            self._guards.update(self._log.guarded(new))

    def drop_guard(self, *keys: str) -> None:
        """Nothing stands under these keys any more, and nothing of them is kept."""
        self._dropped.update(keys)

    def load(self, aggregate: Aggregate[S, Any], record_id: str) -> S | None:
        """The record's state, or None where there is none."""
        state: S | None = self._loaded(aggregate, record_id).state
        return state

    def version(self, aggregate: Aggregate[Any, Any], record_id: str) -> int:
        """0 for a record that does not exist yet."""
        return self._loaded(aggregate, record_id).version

    def _loaded(self, aggregate: Aggregate[Any, Any], record_id: str) -> _Loaded:
        stream = aggregate.stream(record_id)
        if stream not in self._records:
            record = self._log.load(aggregate.kind, record_id)
            self._records[stream] = (
                _Loaded(0, None, None)
                if record is None
                else _Loaded(record.version, record.recorded_at, aggregate.load(record.body))
            )
        return self._records[stream]

    def save(
        self,
        aggregate: Aggregate[S, E],
        record_id: str,
        events: Sequence[E],
        messages: Callable[[S], Sequence[Message]] | Sequence[Message] = (),
    ) -> S:
        """Stage the events (and the messages of the state they lead to); returns that state.

        Without events nothing is staged and the present state comes back. Raises
        ``Conflict("version_moved")`` when the caller expected another version of the
        first record saved.
        """
        loaded = self._loaded(aggregate, record_id)
        expected = self.intent.expected
        if expected is not None and not self._commits and loaded.version != expected:
            raise Conflict("version_moved", {"expected": expected, "present": loaded.version})
        if not events:
            if loaded.state is None:
                raise ValueError(f"no events for a new {aggregate.kind}")
            present: S = loaded.state
            return present
        state = loaded.state
        for event in events:
            state = aggregate.evolve(state, event)
        stream = aggregate.stream(record_id)
        key = (stream, self.intent.command_id)
        earlier = self._commits.get(key)
        if earlier is None:
            version, at = loaded.version + 1, self._after(loaded.recorded_at)
        else:  # one commit holds all that one command did to one stream
            version, at = earlier.version, earlier.recorded_at
        self._records[stream] = _Loaded(version, at, state)
        self._commits[key] = Commit(
            stream=stream,
            version=version,
            command_id=self.intent.command_id,
            fingerprint=self.intent.fingerprint,
            actor=self.intent.actor,
            occurred_on=self.intent.on or self.intent.today,
            recorded_at=at,
            correlation_id=self.intent.correlation_id,
            events=[
                *(earlier.events if earlier else ()),
                *(aggregate.dump_event(event) for event in events),
            ],
            messages=(
                *(earlier.messages if earlier else ()),
                *(messages(state) if callable(messages) else messages),
            ),
            reason=self.intent.reason,
        )
        self._documents[stream] = Document(
            kind=aggregate.kind,
            id=record_id,
            record=Record(version=version, recorded_at=at, body=aggregate.dump(state)),
            fields=aggregate.fields(state),
        )
        after: S = state
        return after

    def _after(self, last: datetime | None) -> datetime:
        """One stream's commits keep their order in the relay whatever the clocks say."""
        if last is not None and self.intent.at <= last:
            return last + timedelta(milliseconds=1)
        return self.intent.at

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """On an exception, forget what was staged inside: one of many items fails alone."""
        records, commits, documents, dropped = (
            dict(self._records),
            dict(self._commits),
            dict(self._documents),
            set(self._dropped),
        )
        try:
            yield
        except BaseException:
            self._records, self._commits, self._documents = records, commits, documents
            self._dropped = dropped
            raise

    def with_intent(self, intent: Intent) -> None:
        """From here on, save under another intent (a batch of commands in one transaction)."""
        self.intent = intent

    @property
    def changed(self) -> bool:
        return bool(self._commits)

    def write(self, receipt: Json | None = None, session: Any = None) -> None:
        """Write what was staged; the receipt goes with the first commit."""
        if not self._commits:
            return
        commits = list(self._commits.values())
        if receipt is not None:
            commits[0] = replace(commits[0], receipt=receipt)
        documents = list(self._documents.values())
        guards = Guards(seen=self._guards, dropped=frozenset(self._dropped))
        if guards:
            self._log.commit(commits, documents, session, guards)
        else:
            self._log.commit(commits, documents, session)


class Ledger:
    """Runs commands on a log."""

    def __init__(self, log: Log, on_commit: Callable[[], None] = lambda: None) -> None:
        self.log = log
        self.on_commit = on_commit

    def run(self, intent: Intent, command: Callable[[Unit], Json]) -> Json:
        """Do the command once and return its receipt, a JSON object.

        The same command id and fingerprint gives the first receipt again. Raises
        ``Conflict("key_reused")`` for another request under the same id, whatever the
        command raises, and ``Transient("busy")`` when others keep being first.
        """
        for attempt in range(TRIES):
            done = self.log.receipt(intent.command_id)
            if done is not None:
                seen, receipt = done
                if seen != intent.fingerprint:
                    raise Conflict("key_reused")
                return receipt
            unit = Unit(self.log, intent)
            receipt = command(unit)
            try:
                unit.write(receipt)
            except StreamMoved:
                time.sleep(random.uniform(0, 0.005 * 2**attempt))  # noqa: S311 - only spreads retries
                continue
            if unit.changed:
                self.on_commit()
            return receipt
        raise Transient("busy")

    def unit(self, intent: Intent) -> Unit:
        """A unit the caller writes itself, in its own transaction (the consumer does)."""
        return Unit(self.log, intent)
