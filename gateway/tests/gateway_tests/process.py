"""The gateway as a real process on a real database and broker, started and killed by tests."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chassis.mongo import connect
from chassis.waiting import until
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from .office import PASSWORD

__all__ = ["Process", "Told", "gateway_process", "running"]

SECONDS = 25


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Told:
    """An answer."""

    def __init__(self, status: int, body: bytes, headers: Any) -> None:
        self.status, self.body, self.headers = status, body, headers

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Process:
    """``python -m gateway`` and ``python -m gateway.users`` in one environment."""

    def __init__(self, environment: dict[str, str], errors: Path) -> None:
        self.environment, self.errors = environment, errors
        self.http, self.metrics = (
            int(environment[name].rpartition(":")[2])
            for name in ("VIECLAM_HTTP_ADDRESS", "VIECLAM_METRICS_ADDRESS")
        )
        self.running: subprocess.Popen[bytes]

    def launch(self) -> None:
        with self.errors.open("ab") as errors:
            self.running = subprocess.Popen(
                [sys.executable, "-P", "-m", "gateway"], env=self.environment, stderr=errors
            )

    def start(self) -> None:
        self.launch()
        until(lambda: self.ended() or self._ready(), what=self.said)
        assert not self.ended(), self.said()

    def _ready(self) -> bool:
        return self.get("/health/ready", port=self.metrics).status == 200

    def ended(self) -> bool:
        return self.running.poll() is not None

    def said(self) -> str:
        return self.errors.read_text("utf-8")[-3000:]

    def users(self, *arguments: str, password: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "gateway.users", *arguments],
            env=self.environment,
            input=f"{password}\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def get(self, path: str, *, token: str = "", port: int | None = None) -> Told:
        return self.send("GET", path, token=token, port=port)

    def send(
        self, method: str, path: str, body: Any = None, *, token: str = "", port: int | None = None
    ) -> Told:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(
            f"http://127.0.0.1:{port or self.http}{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers=headers,
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                return Told(answer.status, answer.read(), answer.headers)
        except urllib.error.HTTPError as error:
            return Told(error.code, error.read(), error.headers)
        except OSError:
            return Told(0, b"", {})

    def sign_in(self, username: str) -> str:
        told = self.send("POST", "/api/v1/session", {"username": username, "password": PASSWORD})
        assert told.status == 200, told.body
        return str(told.json["token"])

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.running.send_signal(how)
        return self.running.wait(SECONDS)


@pytest.fixture(scope="module")
def gateway_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A gateway with one user, ``can-bo``; no service answers behind it."""
    tmp_path = tmp_path_factory.mktemp("gateway")
    key = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "trusted.json").write_text("{}")
    base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
    uri = f"{base.rstrip('/')}/g{uuid.uuid4().hex[:12]}?{options}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VIECLAM_")}
    process = Process(
        {
            **kept,
            "VIECLAM_MONGODB_URI": uri,
            "VIECLAM_AMQP_URI": os.environ["VIECLAM_TEST_AMQP_URI"],
            "VIECLAM_HTTP_ADDRESS": f"127.0.0.1:{free_port()}",
            "VIECLAM_METRICS_ADDRESS": f"127.0.0.1:{free_port()}",
            "VIECLAM_SIGNING_KEY_FILE": str(tmp_path / "key.pem"),
            "VIECLAM_TRUSTED_KEYS_FILE": str(tmp_path / "trusted.json"),
            "VIECLAM_HEARTBEAT_SECONDS": "1",
            "VIECLAM_STATE_DIR": str(tmp_path / "state"),
        },
        tmp_path / "errors",
    )
    added = process.users("add", "can-bo", "--role", "commune_officer", password=PASSWORD)
    assert added.returncode == 0, added.stderr
    process.start()
    yield process
    if not process.ended():
        process.end(signal.SIGKILL)
    db = connect(uri)
    db.client.drop_database(db.name)
    db.client.close()


@pytest.fixture
def running(gateway_process: Process) -> Process:
    """The same gateway for all tests, started again after one that ended it."""
    if gateway_process.ended():
        gateway_process.start()
    return gateway_process
