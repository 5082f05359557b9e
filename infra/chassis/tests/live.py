"""The tally service as a real process, asked, stopped and killed by tests."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from chassis.amqp_broker import AmqpPublisher
from chassis.envelope import encode
from chassis.errors import NotFound
from chassis.identity import Signer
from chassis.log import Message
from chassis.mongo import Db
from chassis.names import exchange_of, queue_of
from chassis.waiting import until
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from kombu.transport.pyamqp import Channel
from tallies.domain import START

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
        self.launch()
        until(lambda: self.ended() or self.get("/health/ready")[0] == 200, SECONDS, self.said)
        assert not self.ended(), self.said()

    def restarted(self, **settings: str) -> None:
        """Launched with other settings."""
        self._environment = {**self._environment, **settings}
        self.launch()

    def ended(self) -> bool:
        return self.running.poll() is not None

    def said(self) -> str:
        return self.errors.read_text("utf-8")[-3000:]

    def launch(self) -> None:
        code = "from chassis.run import run_service; run_service('tallies.service:TallyService')"
        with self.errors.open("ab") as errors:
            self.running = subprocess.Popen(
                [sys.executable, "-c", code], env=self._environment, stderr=errors
            )

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def busy(self) -> int:
        """Calls being answered."""
        for line in self.get("/metrics")[1].splitlines():
            if line.startswith("vieclam_rpc_in_work{"):
                return int(float(line.rpartition(" ")[2]))
        return 0

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.running.send_signal(how)
        return self.running.wait(SECONDS)


def started(db: Db, amqp_uri: str, channel: Channel, folder: Path) -> Iterator[Process]:
    """The tally service, ready, and gone afterwards."""
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
            "VIECLAM_SIGNING_KEY_FILE": str(folder / "tallies.pem"),
            "VIECLAM_TRUSTED_KEYS_FILE": str(folder / "trusted.json"),
            "VIECLAM_STATE_DIR": str(folder / "state"),
        },
        folder / "errors.log",
    )
    process.start()
    yield process
    if process.running.poll() is None:
        process.end(signal.SIGKILL)
    for queue in ("rpc-tallies", queue_of("tallies", "ticks")):
        channel.queue_delete(queue)


Ask = Callable[..., Any]


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
