"""Whether a process can do its work: what it says of itself on its metrics port."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path

import requests

from vieclam_cli import ports
from vieclam_cli.supervisor import Supervisor

PATIENCE = 120.0
HOPELESS = 25.0


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
    names: Iterable[str],
    ready: Callable[[str], bool],
    supervisor: Supervisor,
    logs: Path,
    *,
    told: Callable[[str], None] = lambda name: None,
    patience: float = PATIENCE,
) -> None:
    """Return when every process is ready; `told` hears each as it becomes so.

    Raises NotServing after `patience` seconds, and already after HOPELESS seconds for a process
    that ends again and again.
    """
    waiting, began = list(names), time.monotonic()
    while waiting:
        for name in list(waiting):
            if ready(name):
                waiting.remove(name)
                told(name)
        passed = time.monotonic() - began
        for name in waiting if passed > HOPELESS else ():
            state = supervisor.watched()[name].state
            if passed > patience or state in ("BACKOFF", "FATAL"):
                log = logs / f"{name}.log"
                raise NotServing(
                    f"{name} is not ready after {passed:.0f} s (its process: {state}). "
                    f"The end of its log {log}:\n{last_lines(log)}"
                )
        if waiting:
            time.sleep(0.1)


def last_lines(log: Path, count: int = 8) -> str:
    """The end of a log, indented."""
    try:
        with log.open(encoding="utf-8", errors="replace") as lines:
            return "".join(f"    {line}" for line in deque(lines, maxlen=count))
    except FileNotFoundError:
        return "    (no log yet)"
