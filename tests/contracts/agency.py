"""A service without its shell: its real wiring on a database of its own.

It is asked as its callers ask it, by RPC name and arguments. What it publishes goes through
its real log and relay; what it consumes goes through the real consumer. Only the broker
between them is in memory.
"""

from __future__ import annotations

import importlib
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from chassis.consumer import Consumer
from chassis.envelope import Event, decode
from chassis.handling import Apply, applying
from chassis.inbox import MongoInbox
from chassis.memory_broker import MemoryBroker
from chassis.mongo import ensure_indexes
from chassis.relay import Relay
from chassis.runtime import open_runtime
from chassis.settings import Settings
from chassis.testing import call_as
from chassis.topology import Topology

from .files import Json

SHELLS = {
    "registry": "RegistryService",
    "training": "TrainingService",
    "placement": "PlacementService",
    "credit": "CreditService",
    "indicators": "IndicatorsService",
}
COMMUNE = "09931"


class Agency:
    """One service of :data:`SHELLS`."""

    def __init__(
        self, name: str, *, mongodb_uri: str, keys: Path, folder: Path, today: date
    ) -> None:
        self.name, self.today = name, today
        self._shell = getattr(importlib.import_module(f"{name}.service"), SHELLS[name])
        self._wiring = self._shell.desk
        settings = Settings(
            process=name,
            amqp_uri="",
            mongodb_uri=mongodb_uri,
            metrics_address=("127.0.0.1", 0),
            signing_key_file=keys / f"{name}.pem",
            trusted_keys_file=keys / "trusted.json",
            state_dir=folder / name,
            today=today,
        )
        self.runtime = open_runtime(settings, Topology.of_package(name))
        ensure_indexes(self.runtime.db, self._wiring._indexes)
        self._desk_for = self._wiring._build(self.runtime)
        self.apply = self._effects()
        self._keys = count(1)

    def _effects(self) -> Apply:
        """What consumed events do here: as the shell itself puts it together."""
        runtime = self.runtime
        if self._wiring._apply is not None:
            own: Apply = self._wiring._apply(runtime)
            return own
        return applying(runtime.ledger, self._wiring._handlers, runtime.clock, runtime.name)

    def ask(self, role: str, method: str, **arguments: Any) -> Json:
        """Call an entrypoint as somebody with that role; a write gets a key nobody used."""
        call = call_as(role, today=self.today, caller_id=role, agency=role, commune=COMMUNE)
        shell = self._shell()
        shell.desk = self._desk_for(call)
        if "body" in arguments:
            arguments["meta"] = {"key": f"k{next(self._keys)}", "if_match": None}
        return dict(getattr(shell, method)(**arguments))

    def background(self) -> None:
        """One round of what the registry does behind its desk."""
        self._wiring.opened.importer.work()

    def plug_into(self, broker: MemoryBroker) -> tuple[Relay, Consumer]:
        """Its way out and its way in."""
        feeds = self.runtime.topology.consumes
        for feed in feeds:
            broker.bind(self.name, feed)
        relay = Relay(self.name, self.runtime.ledger.log, broker.publisher(), holder="test")
        consumer = Consumer(
            self.name,
            feeds,
            source=lambda: broker.source(self.name, feeds),
            inbox=MongoInbox(self.runtime.db, self.runtime.transactions),
            apply=self.apply,
            owner=lambda _feed, _position, _limit: [],  # nothing is ever missed here
        )
        return relay, consumer

    def take(self, *events: Event) -> None:
        """Apply events in one transaction, the watermarks aside. Raises ``InvalidEvents``."""
        self.runtime.transactions.run(lambda session: self.apply(events, session))

    def published(self) -> list[Event]:
        """Everything it has published, feed by feed."""
        log = self.runtime.ledger.log
        return [
            decode(event.body)
            for feed, last in sorted(log.last_positions().items())
            for event in log.events_after(feed, 0, last)
        ]

    def close(self) -> None:
        self.runtime.db.client.drop_database(self.runtime.db.name)
        self.runtime.db.client.close()
