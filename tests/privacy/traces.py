"""Where a running system leaves traces: on the broker, in databases, logs and metrics."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from kombu import Connection

from ..contracts.wire import OWNER
from ..support.proof import database
from ..support.system import System

PARTNERS = ("training", "placement", "credit")
CALLED = (*PARTNERS, "indicators")


@dataclass(frozen=True)
class Message:
    """``key`` is the event's name with its version, or the service's method."""

    exchange: str
    key: str
    body: str

    @property
    def data(self) -> Any:
        return json.loads(self.body).get("data", {})


@dataclass
class Tap:
    """Everything that went over the broker to anybody, and calls to all but the registry."""

    messages: list[Message] = field(default_factory=list)

    def of(self, feed: str) -> list[Message]:
        return [each for each in self.messages if each.exchange == f"{feed}.events"]

    def calls(self) -> list[Message]:
        return [each for each in self.messages if each.exchange == "nameko-rpc"]


@contextmanager
def tapping(system: System) -> Iterator[Tap]:
    """Listen with the administrator's account, on a queue of our own."""
    tap, ended = Tap(), threading.Event()
    with Connection(system.status["broker"]) as connection:
        channel = connection.default_channel
        queue = channel.queue_declare(exclusive=True, auto_delete=True).queue
        for feed in OWNER:
            channel.queue_bind(queue, f"{feed}.events", routing_key="#")
        for service in CALLED:
            channel.queue_bind(queue, "nameko-rpc", routing_key=f"{service}.*")

        def keep(message: Any) -> None:
            information = message.delivery_info
            body = message.body if isinstance(message.body, str) else message.body.decode()
            tap.messages.append(Message(information["exchange"], information["routing_key"], body))

        channel.basic_consume(queue, no_ack=True, callback=keep)

        def drain() -> None:
            while True:
                try:
                    connection.drain_events(timeout=0.5)
                except TimeoutError:
                    if ended.is_set():
                        return

        listening = threading.Thread(target=drain, daemon=True)
        listening.start()
        try:
            yield tap
        finally:
            ended.set()
            listening.join(10)


def documents(system: System, service: str) -> Iterator[tuple[str, str]]:
    """Every document of a service's database as text, with its collection."""
    db = database(system, service)
    for name in db.list_collection_names():
        for row in db[name].find({}):
            yield name, text_of(row)


def text_of(value: Any) -> str:
    """JSON with every letter as it is; what is bytes is read as text where it can be."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)


def logs(system: System) -> Iterator[tuple[str, str]]:
    """Every process's log in the state folder."""
    found = sorted(Path(system.home).joinpath("logs").glob("*"))
    assert len(found) >= len(system.status["processes"])
    for path in found:
        yield path.name, path.read_text("utf-8", errors="replace")


def metrics(system: System) -> Iterator[tuple[str, str]]:
    for process, url in system.status["metrics"].items():
        yield process, requests.get(url, timeout=20).text
