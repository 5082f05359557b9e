"""The registry as a real process on a broker and a database, asked and killed by a test."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chassis.identity import Signer
from chassis.mongo import Db
from chassis.names import RPC_EXCHANGE, exchange_of
from chassis.rpc import RpcClient
from chassis.topology import Topology
from chassis.waiting import until
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from kombu import Connection

from .given import OFFICER

PACKAGES = Path(__file__).parent.parent
SECONDS = 90


def _broker(path: str, method: str, body: dict[str, Any] | None = None) -> None:
    api = urlsplit(os.environ["VIECLAM_TEST_RABBIT_API"])
    request = urllib.request.Request(
        f"http://{api.hostname}:{api.port}/api/{path}",
        method=method,
        data=json.dumps(body or {}).encode(),
        headers={"Content-Type": "application/json"},
    )
    account = f"{api.username or ''}:{api.password or ''}".encode()
    request.add_header("Authorization", f"Basic {base64.b64encode(account).decode()}")
    urllib.request.urlopen(request, timeout=20).close()  # noqa: S310 - an address of loopback


@contextmanager
def virtual_host() -> Iterator[str]:
    """An AMQP address of the test's own: queues are named after the service."""
    uri = urlsplit(os.environ["VIECLAM_TEST_AMQP_URI"])
    name = f"registry-{uuid.uuid4().hex[:8]}"
    _broker(f"vhosts/{name}", "PUT")
    rights = {"configure": ".*", "write": ".*", "read": ".*"}
    _broker(f"permissions/{name}/{uri.username}", "PUT", rights)
    address = uri._replace(path=f"/{name}").geturl()
    topology = Topology.of_package("registry")
    with Connection(address) as connection:
        feeds = (*topology.publishes, *topology.consumes)
        for exchange in (RPC_EXCHANGE, *map(exchange_of, feeds)):
            connection.default_channel.exchange_declare(
                exchange, "topic", durable=True, auto_delete=False
            )
    yield address
    _broker(f"vhosts/{name}", "DELETE")


class Service:
    """``python -m registry``; started again it is the next process on the same state."""

    def __init__(self, amqp_uri: str, db: Db, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
        self._log = folder / "registry.log"
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(PACKAGES), os.environ.get("PYTHONPATH", "")]),
            "VIECLAM_AMQP_URI": amqp_uri,
            "VIECLAM_MONGODB_URI": f"{base.rstrip('/')}/{db.name}?{options}",
            "VIECLAM_METRICS_ADDRESS": f"127.0.0.1:{self._port}",
            "VIECLAM_SIGNING_KEY_FILE": str(folder / "registry.pem"),
            "VIECLAM_TRUSTED_KEYS_FILE": str(folder / "trusted.json"),
            "VIECLAM_STATE_DIR": str(folder / "state"),
            "VIECLAM_TODAY": "2026-11-23",
        }
        self._gateway = _keys(folder)
        self._client = RpcClient(amqp_uri, "test")
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "registry"],
                env=self._environment,
                stderr=log,
            )
        until(lambda: self._ended() or self._ready(), SECONDS, self.said)
        assert not self._ended(), self.said()

    def _ended(self) -> bool:
        return self._running is None or self._running.poll() is not None

    def _ready(self) -> bool:
        try:
            address = f"http://127.0.0.1:{self._port}/health/ready"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def ask(self, method: str, **arguments: Any) -> dict[str, Any]:
        token = self._gateway.sign(OFFICER)
        return dict(self._client.call("registry", method, token=token, timeout=20, **arguments))

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self._running is None:
            raise RuntimeError("not started")
        self._running.send_signal(how)
        return self._running.wait(SECONDS)

    def close(self) -> None:
        self._client.close()
        if not self._ended():
            self.end(signal.SIGKILL)

    def said(self) -> str:
        return self._log.read_text("utf-8")


def _keys(folder: Path) -> Signer:
    trusted = {}
    for issuer in ("gateway", "registry"):
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{issuer}.pem").write_bytes(pem)
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        trusted[issuer] = public.decode()
    (folder / "trusted.json").write_text(json.dumps(trusted))
    return Signer.from_file("gateway", folder / "gateway.pem")
