"""A whole system for tests: started by `./vieclam up` on free ports in a folder of its own."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

ROLES = (
    "commune_officer",
    "commune_leader",
    "village_head",
    "school",
    "job_centre",
    "social_insurance",
    "bank",
    "front",
    "city_viewer",
    "ops",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class System:
    """A running installation. ``status`` is what `./vieclam status --json` prints."""

    home: Path
    today: str | None = None
    status: dict[str, Any] = field(default_factory=dict)

    def command(
        self, *arguments: str, given: str | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the command line on this installation."""
        environment = {**os.environ, "VIECLAM_HOME": str(self.home)}
        if self.today:
            environment["VIECLAM_TODAY"] = self.today
        done = subprocess.run(
            [sys.executable, "-m", "vieclam_cli", *arguments],
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def up(self, *options: str) -> System:
        port = [] if self.status else ["--port", str(free_port())]
        self.command("up", "--detach", *port, *options)
        self.look()
        return self

    def look(self) -> dict[str, Any]:
        self.status = json.loads(self.command("status", "--json").stdout)
        return self.status

    def down(self) -> None:
        self.command("down")

    @property
    def url(self) -> str:
        return str(self.status["gateway"]).rstrip("/")

    def pid(self, process: str) -> int:
        return int(self.look()["processes"][process]["pid"])

    def kill(self, process: str) -> None:
        os.kill(self.pid(process), signal.SIGKILL)

    def add_user(self, role: str, *, village: str | None = None) -> Client:
        """A new user of that role, signed in."""
        username, password = f"{role}-{secrets.token_hex(3)}", secrets.token_urlsafe(12)
        options = ["--village", village] if village else []
        self.command("users", "add", username, "--role", role, *options, given=f"{password}\n")
        client = Client(self.url)
        client.sign_in(username, password)
        return client


class Client:
    """A program that uses the HTTP API as one user."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()

    def sign_in(self, username: str, password: str) -> None:
        answer = self.session.post(
            f"{self.url}/api/v1/session",
            json={"username": username, "password": password},
            timeout=20,
        )
        assert answer.status_code == 200, answer.text
        self.session.cookies.clear()
        self.session.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def send(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **options: Any
    ) -> requests.Response:
        headers = {"Idempotency-Key": key or secrets.token_hex(8)} if method != "GET" else {}
        headers |= options.pop("headers", {})
        return self.session.request(
            method,
            f"{self.url}/api/v1{path}",
            json=body,
            headers=headers,
            timeout=options.pop("timeout", 20),
            **options,
        )

    def post(self, path: str, body: Any, *, key: str | None = None) -> dict[str, Any]:
        answer = self.send("POST", path, body, key=key)
        assert answer.status_code in (200, 201, 202), f"{path}: {answer.status_code} {answer.text}"
        return dict(answer.json())

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        answer = self.send("GET", path, params=query)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return dict(answer.json())


class Desks:
    """One signed-in client for each role, made when first asked for."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._clients: dict[str, Client] = {}

    def __getitem__(self, role: str) -> Client:
        if role not in self._clients:
            self._clients[role] = self._system.add_user(role)
        return self._clients[role]
