"""Clients that do not give up: each command is sent until it is accepted, under one key."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import requests
from chassis.waiting import until

from ..support.system import Client, Desks

TRANSIENT = {409, 500, 502, 503, 504}


@dataclass
class Load:
    """Registers workers and places each in a new job, from ``threads`` clients, until stopped.

    ``placed`` maps person to placement, for each pair of commands that were accepted.
    ``gaps`` are the seconds each client once had to wait for an acceptance.
    """

    desks: Desks
    threads: int = 3
    placed: dict[str, str] = field(default_factory=dict)
    gaps: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stopping = threading.Event()
        self._running: list[threading.Thread] = []
        self.officer, self.centre = self.desks["commune_officer"], self.desks["job_centre"]

    def __enter__(self) -> Load:
        self._running = [threading.Thread(target=self._run) for _ in range(self.threads)]
        for each in self._running:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for each in self._running:
            each.join(60)
            assert not each.is_alive(), "a client hangs"

    def accepted(self, client: Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send until accepted: what a careful program does after a time-out."""
        key, began = secrets.token_hex(8), time.monotonic()
        receipt = until(
            lambda: self._taken(client, path, body, key), 120, f"{path} to be taken", pause=0.1
        )
        self.gaps.append(time.monotonic() - began)
        return receipt

    def _taken(self, client: Client, path: str, body: Any, key: str) -> dict[str, Any]:
        """The receipt; empty when it is to be sent again."""
        try:
            answer = client.send("POST", path, body, key=key, timeout=15)
        except requests.RequestException:
            return {}
        if answer.status_code in (200, 201):
            return dict(answer.json())
        if answer.status_code not in TRANSIENT:
            self.failures.append(f"{path}: {answer.status_code} {answer.text}")
            raise AssertionError(self.failures[-1])
        return {}

    def _run(self) -> None:
        while not self._stopping.is_set():
            person = self.accepted(self.officer, "/people", worker())["id"]
            job = {
                "person_id": person,
                "kind": "employer",
                "new_job": True,
                "suitable": True,
                "contract": "indefinite",
                "on": "2027-03-01",
            }
            self.placed[person] = self.accepted(self.centre, "/placements", job)["id"]


def worker() -> dict[str, Any]:
    return {
        "full_name": f"Trần Thị {secrets.token_hex(5)}",
        "birth_date": "1990-04-05",
        "gender": "female",
        "village": "Thôn 1",
        "residence": {"kind": "permanent", "commune": "09931", "from": "2026-01-01"},
    }
