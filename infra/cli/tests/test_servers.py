"""The two servers survive every kind of end and serve again on the same data and ports."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from chassis.waiting import until
from kombu import Connection, Queue
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError
from vieclam_cli import ports
from vieclam_cli.broker import RabbitNode
from vieclam_cli.database import EmbeddedDatabase, cache_size, put_account


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[RabbitNode]:
    node = RabbitNode(tmp_path / "broker")
    node.start()
    yield node
    node.stop()


def test_a_killed_broker_serves_the_same_messages_when_started_again(broker: RabbitNode) -> None:
    queue = Queue("kept", durable=True, queue_arguments={"x-queue-type": "quorum"})
    with Connection(broker.uri, transport_options={"confirm_publish": True}) as connection:
        queue(connection.default_channel).declare()
        connection.Producer().publish({"fact": 1}, routing_key="kept", delivery_mode=2)
    until(lambda: broker.keeps("kept"), what="the message to be kept")
    killed = broker.pid

    broker.kill()
    broker.start()

    assert broker.pid != killed
    with Connection(broker.uri) as connection:
        message = queue(connection.default_channel).get(no_ack=True)
        assert message is not None
        assert message.payload == {"fact": 1}


def test_two_nodes_run_side_by_side(broker: RabbitNode, tmp_path: Path) -> None:
    other = RabbitNode(tmp_path / "other")
    other.start()
    try:
        assert broker.is_ready()
        assert other.is_ready()
    finally:
        other.stop()
    assert not ports.accepts(other.epmd_port)


def test_a_killed_database_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    database = EmbeddedDatabase(tmp_path / "database", log_file_max="32MB")
    database.start()
    try:
        with MongoClient[dict[str, object]](database.uri) as client:
            client.facts.kept.insert_one({"_id": "one"})
        database.kill()
        database.start()
        with MongoClient[dict[str, object]](database.uri) as client:
            assert client.facts.kept.count_documents({}) == 1
    finally:
        database.stop()


def test_a_database_killed_at_work_keeps_every_commit_whole(tmp_path: Path) -> None:
    database = EmbeddedDatabase(tmp_path / "database", log_file_max="32MB")
    kept = 0
    try:
        for _ in range(3):
            database.start()
            with MongoClient[dict[str, object]](database.uri) as client:
                state = client.facts.states.find_one({"_id": "one"}) or {"count": 0}
                assert state["count"] in (kept, kept + 1), "one more: written, its answer lost"
                kept = int(str(state["count"]))
                assert client.facts.lines.count_documents({}) == 8 * kept
            kept += committed_until_killed(database, kept)
    finally:
        database.stop()


def committed_until_killed(database: EmbeddedDatabase, before: int) -> int:
    """How many transactions on two collections were acknowledged until `kill -9` amid them."""
    acknowledged = 0
    killing = threading.Timer(1.0, database.kill)
    with MongoClient[dict[str, object]](database.uri, serverSelectionTimeoutMS=500) as client:
        killing.start()
        with suppress(PyMongoError):
            while True:
                number = before + acknowledged + 1
                lines = [{"_id": f"{number}/{line}"} for line in range(8)]
                with client.start_session() as session, session.start_transaction():
                    client.facts.states.update_one(
                        {"_id": "one"}, {"$set": {"count": number}}, upsert=True, session=session
                    )
                    client.facts.lines.insert_many(lines, session=session)
                acknowledged += 1
    killing.join()
    assert acknowledged, "it was killed before anything was written"
    return acknowledged


@pytest.mark.parametrize(
    ("gigabytes", "size"), [(1, "512M"), (8, "1024M"), (24, "3072M"), (512, "4096M")]
)
def test_the_database_has_an_eighth_of_the_memory_at_hand(gigabytes: int, size: str) -> None:
    assert cache_size(gigabytes * 2**30) == size


def test_an_account_reaches_its_own_database_only(tmp_path: Path) -> None:
    database = EmbeddedDatabase(tmp_path / "database", password="secret", log_file_max="32MB")
    database.start()
    try:
        with MongoClient[dict[str, object]](database.uri) as admin:
            put_account(admin, "training", "old", "training", "dbOwner")
            put_account(admin, "training", "new", "training", "dbOwner")
        uri = database.account_uri("training", "new", "training")
        with MongoClient[dict[str, object]](uri) as client:
            client.training.facts.insert_one({"_id": "own"})
            with pytest.raises(OperationFailure, match="not authorized"):
                client.registry.facts.find_one()
        open_uri = f"mongodb://{ports.LOOPBACK}:{database.port}/?directConnection=true"
        with (
            MongoClient[dict[str, object]](open_uri) as nobody,
            pytest.raises(OperationFailure, match="requires authentication"),
        ):
            nobody.training.facts.find_one()
    finally:
        database.stop()
