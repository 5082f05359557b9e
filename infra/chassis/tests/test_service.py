"""The nameko shell: a real process, a real broker, a real database; asked, stopped, killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chassis.amqp_broker import AmqpPublisher
from chassis.envelope import decode, encode
from chassis.errors import Conflict, Forbidden, NotFound, Transient, Unauthenticated
from chassis.identity import Caller, Signer
from chassis.log import Message
from chassis.mongo import Db
from chassis.names import RPC_EXCHANGE, exchange_of, queue_of
from chassis.rpc import RemoteFailure, RpcClient
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from kombu import Connection, Exchange, Producer
from kombu.transport.pyamqp import Channel
from tallies.domain import START

from .test_broker import until

TESTS = Path(__file__).parent
SECONDS = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Keys:
    """A key for each issuer; what they trust is one file."""

    def __init__(self, folder: Path, *issuers: str) -> None:
        self.folder = folder
        trusted = {}
        for issuer in issuers:
            key = Ed25519PrivateKey.generate()
            pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            (folder / f"{issuer}.pem").write_bytes(pem)
            trusted[issuer] = (
                key.public_key()
                .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
                .decode()
            )
        (folder / "trusted.json").write_text(json.dumps(trusted))

    def signer(self, issuer: str) -> Signer:
        return Signer.from_file(issuer, self.folder / f"{issuer}.pem")


class Process:
    """The tally service in a process of its own."""

    def __init__(self, environment: dict[str, str], errors: Path) -> None:
        self._environment, self.errors = environment, errors
        self.running: subprocess.Popen[bytes]
        self.port = int(environment["VIECLAM_METRICS_ADDRESS"].rpartition(":")[2])

    def start(self) -> None:
        code = "from chassis.run import run_service; run_service('tallies.service:TallyService')"
        with self.errors.open("ab") as errors:
            self.running = subprocess.Popen(
                [sys.executable, "-c", code], env=self._environment, stderr=errors
            )
        until(lambda: self.get("/health/ready")[0] == 200, SECONDS)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.running.send_signal(how)
        return self.running.wait(SECONDS)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path, "gateway", "tallies", "reader", "stranger")


@pytest.fixture
def process(
    db: Db, amqp_uri: str, channel: Channel, keys: Keys, tmp_path: Path
) -> Iterator[Process]:
    for feed in ("tallies", "ticks"):
        channel.exchange_declare(exchange_of(feed), "topic", durable=True, auto_delete=False)
    base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
    process = Process(
        {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
            "VIECLAM_AMQP_URI": amqp_uri,
            "VIECLAM_MONGODB_URI": f"{base.rstrip('/')}/{db.name}?{options}",
            "VIECLAM_METRICS_ADDRESS": f"127.0.0.1:{free_port()}",
            "VIECLAM_SIGNING_KEY_FILE": str(tmp_path / "tallies.pem"),
            "VIECLAM_TRUSTED_KEYS_FILE": str(tmp_path / "trusted.json"),
            "VIECLAM_STATE_DIR": str(tmp_path / "state"),
        },
        tmp_path / "errors.log",
    )
    process.start()
    yield process
    if process.running.poll() is None:
        process.end(signal.SIGKILL)
    for queue in ("rpc-tallies", queue_of("tallies", "ticks")):
        channel.queue_delete(queue)


Ask = Callable[..., Any]


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


def test_a_service_answers_and_its_errors_keep_their_type(process: Process, ask: Ask) -> None:
    receipt = ask("count", tally_id="a", body={"by": 3}, meta={"key": "k1"})
    assert receipt == {"id": "a", "version": 1, "warnings": []}
    assert ask("count", tally_id="a", body={"by": 3}, meta={"key": "k1"}) == receipt
    assert ask("show", tally_id="a") == {"count": 3, "by": "u1"}
    with pytest.raises(NotFound) as missing:
        ask("show", tally_id="b")
    assert missing.value.code == "tally"
    with pytest.raises(Conflict):
        ask("count", tally_id="a", body={"by": 4}, meta={"key": "k1"})
    with pytest.raises(Forbidden):
        ask("count", role="ops", tally_id="a", body={"by": 1}, meta={"key": "k2"})
    with pytest.raises(RemoteFailure):
        ask("broken")
    assert ask("show", tally_id="a")["count"] == 3
    assert "Nguyễn" not in process.errors.read_text()


def test_only_a_trusted_issuer_is_believed(process: Process, ask: Ask, keys: Keys) -> None:
    person = Caller(id="u1", role="counter")
    posing = Caller(id="gateway", role="service", agency="gateway")
    for issuer, caller in (("reader", person), ("tallies", person), ("stranger", posing)):
        with pytest.raises(Unauthenticated):
            ask("show", token=keys.signer(issuer).sign(caller), tally_id="a")
    with pytest.raises(Unauthenticated):
        ask("show", token="nonsense", tally_id="a")


def test_a_call_ends_in_time_when_nobody_answers(process: Process, ask: Ask) -> None:
    with pytest.raises(Transient) as late:
        ask("slow", seconds=5, timeout=0.3)
    assert late.value.code == "timeout"


def test_a_service_nobody_has_ever_started_is_told_at_once(amqp_uri: str) -> None:
    client = RpcClient(amqp_uri, "test")
    with Connection(amqp_uri) as connection:
        Exchange(RPC_EXCHANGE, "topic", durable=True)(connection.default_channel).declare()
    with pytest.raises(Transient) as missing:
        client.call("nobody", "anything", token="t", timeout=5)
    assert missing.value.code == "no_service"
    client.close()


def test_malformed_requests_do_not_kill_the_service(
    process: Process, ask: Ask, amqp_uri: str
) -> None:
    with Connection(amqp_uri) as connection:
        producer = Producer(connection, Exchange(RPC_EXCHANGE, "topic"))
        publish = producer.publish
        publish({"args": [], "kwargs": {}}, routing_key="tallies.show")  # no reply_to
        publish("{", routing_key="tallies.show", content_type="application/json", reply_to="x")
        publish({"kwargs": {}}, routing_key="tallies.show", reply_to="x")
        publish([1], routing_key="tallies.show", reply_to="x")
        publish(
            {"args": [], "kwargs": {}},
            routing_key="tallies.show",
            reply_to="x",
            headers={"nameko.call_id_stack": "not a list"},
        )
        publish({"args": [], "kwargs": {}}, routing_key="tallies.nothing", reply_to="x")
    with pytest.raises(NotFound):
        ask("show", tally_id="a")
    assert process.running.poll() is None


def test_feeds_are_read_again_only_by_their_readers(process: Process, ask: Ask, keys: Keys) -> None:
    for number in range(3):
        ask("count", tally_id="a", body={"by": number}, meta={"key": f"k{number}"})
    token = keys.signer("reader").as_service()

    def events() -> list[str]:
        answer = ask("events_after", token=token, feed="tallies", position=1, limit=10)
        return list(answer["events"])

    until(lambda: len(events()) == 2)
    assert [decode(body).position for body in events()] == [2, 3]
    for other in (keys.signer("stranger").as_service(), None):
        with pytest.raises(Forbidden):
            ask("events_after", token=other, feed="tallies", position=0, limit=10)


def ticks(amqp_uri: str, first: int, number: int, tally_id: str = "t") -> None:
    publisher = AmqpPublisher(amqp_uri)
    publisher.send(
        [
            encode(
                Message(feed="ticks", name="tick", subject="t", data={"tally_id": tally_id}),
                service="ticks",
                position=position,
                recorded_at=START,
                correlation_id="",
            )
            for position in range(first, first + number)
        ]
    )
    publisher.flush()
    publisher.close()


def counted(ask: Ask) -> int:
    try:
        return int(ask("show", tally_id="t")["count"])
    except NotFound:
        return 0


def test_consumed_events_count_once_whatever_is_killed(
    process: Process, ask: Ask, amqp_uri: str
) -> None:
    ticks(amqp_uri, 1, 300)
    until(lambda: counted(ask) > 0, SECONDS)
    process.end(signal.SIGKILL)
    ticks(amqp_uri, 301, 100)
    process.start()
    ticks(amqp_uri, 390, 11)  # redelivered
    until(lambda: counted(ask) >= 400, SECONDS)
    ticks(amqp_uri, 401, 1)
    until(lambda: counted(ask) >= 401, SECONDS)
    assert counted(ask) == 401


def test_sigterm_finishes_what_is_in_work_and_nothing_done_is_redelivered(
    process: Process, ask: Ask, channel: Channel
) -> None:
    answers: list[Any] = []
    calls = [
        threading.Thread(target=lambda: answers.append(ask("slow", seconds=1.0, timeout=15)))
        for _ in range(3)
    ]
    for each in calls:
        each.start()
    until(lambda: in_work(process) == 3)
    assert process.end() == 0
    for each in calls:
        each.join()
    assert answers == ["done"] * 3
    left = channel.queue_declare("rpc-tallies", passive=True).message_count
    assert left == 0


def in_work(process: Process) -> int:
    for line in process.get("/metrics")[1].splitlines():
        if line.startswith("vieclam_rpc_in_work{"):
            return int(float(line.rpartition(" ")[2]))
    return 0


def test_metrics_answer_beside_busy_workers(process: Process, ask: Ask) -> None:
    ask("count", tally_id="a", body={"by": 1}, meta={"key": "k1"})
    until(lambda: 'vieclam_feed_position{feed="tallies"} 1.0' in process.get("/metrics")[1])
    status, text = process.get("/metrics")
    assert status == 200
    assert 'vieclam_rpc_seconds_count{method="count",outcome="ok",service="tallies"} 1.0' in text
    assert process.get("/health/live")[0] == 200


def test_a_missing_setting_is_named(tmp_path: Path) -> None:
    code = "from chassis.run import run_service; run_service('tallies.service:TallyService')"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"},
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    assert ended.returncode == 1
    assert b"VIECLAM_AMQP_URI" in ended.stderr
