"""Whether a process can do its work: what it says of itself on its metrics port."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path

import requests

from vieclam_cli import ports
from vieclam_cli.installation import Installation
from vieclam_cli.supervisor import Supervisor

PATIENCE = 120.0


class NotServing(Exception):
    """A process was not ready in time; the text says which, and shows the end of its log."""


def is_ready(port: int) -> bool:
    """Whether `/health/ready` on this port says yes."""
    try:
        answer = requests.get(f"http://{ports.LOOPBACK}:{port}/health/ready", timeout=3)
    except requests.RequestException:
        return False
    return answer.status_code == HTTPStatus.OK


def wait_for(
    name: str, ready: Callable[[], bool], supervisor: Supervisor, log: Path, seconds: float
) -> None:
    """Return when `ready()`. Raises NotServing after `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            state = supervisor.watched()[name].state
            raise NotServing(
                f"{name} is not ready after {seconds:.0f} s (its process: {state}). "
                f"The end of its log {log}:\n{last_lines(log)}"
            )
        time.sleep(0.1)


def wait_for_all(
    installation: Installation,
    supervisor: Supervisor,
    names: Iterable[str],
    told: Callable[[str], None],
    seconds: float = PATIENCE,
) -> None:
    """Return when every process is ready; `told` hears each as it becomes so."""
    waiting = list(names)
    deadline = time.monotonic() + seconds
    while waiting:
        for name in list(waiting):
            if is_ready(installation.metrics_port(name)):
                waiting.remove(name)
                told(name)
        if waiting and time.monotonic() > deadline:
            log = installation.home / "logs" / f"{waiting[0]}.log"
            wait_for(waiting[0], lambda: False, supervisor, log, 0)
        if waiting:
            time.sleep(0.2)


def last_lines(log: Path, count: int = 8) -> str:
    """The end of a log, indented."""
    try:
        with log.open(encoding="utf-8", errors="replace") as lines:
            return "".join(f"    {line}" for line in deque(lines, maxlen=count))
    except FileNotFoundError:
        return "    (no log yet)"
