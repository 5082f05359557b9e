"""Real servers come from `./vieclam test` (or `python -m vieclam_cli.devservers`)."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chassis.identity import Caller
from chassis.log import Log
from chassis.memory_log import MemoryLog
from chassis.mongo import Db, Transactions, connect
from chassis.mongo_log import MongoLog
from chassis.names import exchange_of
from chassis.rpc import RpcClient
from kombu import Connection
from kombu.transport.pyamqp import Channel

from .live import Ask, Keys, Process, started


@pytest.fixture
def db() -> Iterator[Db]:
    """A database of the test's own."""
    base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
    database = connect(f"{base.rstrip('/')}/t{uuid.uuid4().hex[:12]}?{options}")
    yield database
    database.client.drop_database(database.name)
    database.client.close()


@pytest.fixture
def transactions(db: Db) -> Transactions:
    return Transactions(db, "test")


@pytest.fixture(params=["mongo", "memory"])
def log(request: pytest.FixtureRequest) -> Log:
    """Both logs keep the same promises."""
    if request.param == "memory":
        return MemoryLog()
    database = request.getfixturevalue("db")
    mongo = MongoLog(database, Transactions(database, "test"))
    mongo.prepare()
    return mongo


@pytest.fixture
def amqp_uri() -> str:
    return os.environ["VIECLAM_TEST_AMQP_URI"]


@pytest.fixture
def channel(amqp_uri: str) -> Iterator[Channel]:
    with Connection(amqp_uri) as connection:
        yield connection.default_channel


@pytest.fixture
def feed(channel: Channel) -> Iterator[str]:
    """A feed of the test's own, its exchange declared."""
    name = f"t{uuid.uuid4().hex[:8]}"
    channel.exchange_declare(exchange_of(name), "topic", durable=True, auto_delete=False)
    yield name
    channel.exchange_delete(exchange_of(name))


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path, "gateway", "tallies", "reader", "stranger")


@pytest.fixture
def process(
    db: Db, amqp_uri: str, channel: Channel, keys: Keys, tmp_path: Path
) -> Iterator[Process]:
    yield from started(db, amqp_uri, channel, tmp_path)


@pytest.fixture
def ask(amqp_uri: str, keys: Keys) -> Iterator[Ask]:
    """Call the service as somebody the gateway vouches for."""
    client = RpcClient(amqp_uri, "test")
    signer = keys.signer("gateway")

    def call(method: str, *, role: str = "counter", timeout: float = 10, **kwargs: Any) -> Any:
        token = kwargs.pop("token", None) or signer.sign(Caller(id="u1", role=role))
        return client.call("tallies", method, token=token, timeout=timeout, **kwargs)

    yield call
    client.close()
