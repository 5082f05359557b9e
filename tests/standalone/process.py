"""One process of one service, started by the environment its agency gives it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from chassis.identity import Signer
from chassis.waiting import until
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from .installed import Installed

SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_keys(folder: Path, *issuers: str) -> None:
    """A signing key for each, and the file of those that are trusted."""
    trusted = {}
    for issuer in issuers:
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{issuer}.pem").write_bytes(pem)
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        trusted[issuer] = public.decode()
    (folder / "trusted.json").write_text(json.dumps(trusted))


def signer(folder: Path, issuer: str) -> Signer:
    return Signer.from_file(issuer, folder / f"{issuer}.pem")


class Process:
    """``python -m <module>`` in the installed environment."""

    def __init__(
        self, installed: Installed, module: str, settings: Mapping[str, str], folder: Path
    ) -> None:
        self.port = free_port()
        self.log = folder / f"{module}.log"
        self._command = installed.module(module)
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self._environment = {
            **kept,
            **settings,
            "HOME": str(folder),
            "VIECLAM_METRICS_ADDRESS": f"127.0.0.1:{self.port}",
            "VIECLAM_STATE_DIR": str(folder / "state"),
        }
        self._cwd = folder
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self._command,
                env=self._environment,
                cwd=self._cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self) -> None:
        until(lambda: self._ended() or self.get("/health/ready")[0] == 200, SECONDS, self.said)
        assert not self._ended(), self.said()

    def get(self, path: str, port: int | None = None) -> tuple[int, str]:
        url = f"http://127.0.0.1:{port or self.port}{path}"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def ended(self) -> int:
        """The exit status of a process that ends by itself."""
        assert self.running is not None
        return self.running.wait(SECONDS)

    def end(self) -> int:
        """SIGTERM; its exit status."""
        assert self.running is not None
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(SECONDS)

    def kill(self) -> None:
        if self.running is not None and self.running.poll() is None:
            self.running.kill()
            self.running.wait(SECONDS)

    def said(self) -> str:
        return self.log.read_text("utf-8")[-3000:] if self.log.exists() else ""

    def _ended(self) -> bool:
        return self.running is not None and self.running.poll() is not None
