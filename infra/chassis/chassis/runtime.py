"""What a service runs on: its log, its clock, its broker, its identity; and one call's view."""

from __future__ import annotations

import hashlib
import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from prometheus_client import CollectorRegistry

from chassis.amqp_broker import AmqpPublisher, AmqpSource
from chassis.clock import Clock
from chassis.commands import Intent, Ledger, fingerprint
from chassis.consumer import Consumer
from chassis.errors import Forbidden
from chassis.handling import Apply
from chassis.health import Checks
from chassis.identity import Caller, Signer
from chassis.inbox import MongoInbox
from chassis.metrics import ConsumerMetrics, RelayMetrics
from chassis.mongo import Db, Transactions, connect
from chassis.mongo_log import MongoLog
from chassis.relay import Relay
from chassis.rpc import RpcClient, RpcOwner
from chassis.settings import Settings
from chassis.topology import Topology

__all__ = ["Call", "Meta", "Runtime", "open_runtime"]

log = logging.getLogger(__name__)

Meta = dict[str, Any]
STALE_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """Handed to a service's ``build``. ``state_dir`` is the process's own folder."""

    name: str
    topology: Topology
    clock: Clock
    ledger: Ledger
    db: Db
    transactions: Transactions
    rpc: RpcClient
    signer: Signer
    registry: CollectorRegistry
    state_dir: Path
    amqp_uri: str = ""
    mongodb_uri: str = ""
    process: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as a service sees it: a verified caller, the clock, the correlation id."""

    caller: Caller
    clock: Clock
    correlation_id: str = ""

    def require(self, *roles: str) -> None:
        """Raises ``Forbidden("role")`` unless the caller has one of the roles."""
        if self.caller.role not in roles:
            raise Forbidden("role", {"role": self.caller.role})

    def intent(
        self, meta: Meta, *body: Any, on: date | None = None, reason: str | None = None
    ) -> Intent:
        """The command's identity: the caller's key, and a digest of all of ``body``."""
        return Intent(
            command_id=f"{self.caller.id}:{meta['key']}",
            actor=f"{self.caller.role}:{self.caller.id}",
            at=self.clock.now(),
            today=self.clock.today(),
            on=on,
            correlation_id=self.correlation_id,
            fingerprint=fingerprint(*body),
            expected=meta.get("if_match"),
            reason=reason,
        )

    def new_id(self, meta: Meta, kind: str, *parts: str) -> str:
        """An opaque id, 32 hex digits: the same for the same caller, key, kind and parts."""
        seed = "\x1f".join((self.caller.id, str(meta["key"]), kind, *parts))
        return hashlib.sha256(seed.encode()).hexdigest()[:32]


def open_runtime(settings: Settings, topology: Topology) -> Runtime:
    """Connect to the database (the broker is reached when needed). Raises Transient."""
    db = connect(settings.mongodb_uri)
    transactions = Transactions(db, settings.process)
    former = transactions.end_former()
    if former:
        log.info("ended transactions of an earlier process", extra={"sessions": former})
    mongo_log = MongoLog(db, transactions)
    mongo_log.prepare()
    signer = Signer.from_file(topology.service, settings.signing_key_file)
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    return Runtime(
        name=topology.service,
        topology=topology,
        clock=Clock(settings.today),
        ledger=Ledger(mongo_log),
        db=db,
        transactions=transactions,
        rpc=RpcClient(settings.amqp_uri, settings.process),
        signer=signer,
        registry=CollectorRegistry(),
        state_dir=settings.state_dir,
        amqp_uri=settings.amqp_uri,
        mongodb_uri=settings.mongodb_uri,
        process=settings.process,
    )


def open_relay(runtime: Runtime) -> Relay:
    """The service's relay, woken by every commit made in this process."""
    relay = Relay(
        runtime.name,
        runtime.ledger.log,
        AmqpPublisher(runtime.amqp_uri),
        holder=f"{runtime.process}-{uuid.uuid4().hex[:8]}",
        metrics=RelayMetrics(runtime.registry, runtime.name),
    )
    runtime.ledger.on_commit = relay.wake
    return relay


def open_consumer(
    runtime: Runtime, apply: Apply, *, on_applied: Callable[[], None] = lambda: None
) -> Consumer:
    """The service's consumer of every feed its topology names."""
    feeds: Sequence[str] = runtime.topology.consumes
    return Consumer(
        runtime.name,
        feeds,
        source=lambda: AmqpSource(runtime.amqp_uri, runtime.name, feeds),
        inbox=MongoInbox(runtime.db, runtime.transactions),
        apply=apply,
        owner=RpcOwner(runtime.rpc, runtime.signer.as_service),
        metrics=ConsumerMetrics(runtime.registry, runtime.name),
        on_applied=on_applied,
    )


def loop(name: str, run: Callable[[], None]) -> threading.Thread:
    """Run a loop in a thread of its own (green where patched)."""
    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread


class Turning(Protocol):
    """A loop in a thread of its own; ``alive_at`` is when it last came round."""

    alive_at: float


def turning(part: Turning, clock: Callable[[], float]) -> Checks:
    """A liveness check: the part's loop has come round within the last minute."""
    return {type(part).__name__.lower(): lambda: clock() - part.alive_at < STALE_SECONDS}
