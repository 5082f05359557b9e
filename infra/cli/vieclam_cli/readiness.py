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
ENDED = 4


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

    Raises NotServing after `patience` seconds, and already when a process has ended ENDED times:
    it will not start.
    """
    waiting, began = list(names), time.monotonic()
    pids: dict[str, set[int]] = {name: set() for name in waiting}
    while waiting:
        for name in list(waiting):
            if ready(name):
                waiting.remove(name)
                told(name)
        passed = time.monotonic() - began
        for name, each in supervisor.watched().items() if waiting else ():
            if name in waiting:
                pids[name] |= {each.pid} - {0}
                if passed > patience or len(pids[name]) > ENDED:
                    raise NotServing(_told(name, passed, each.state, logs / f"{name}.log"))
        if waiting:
            time.sleep(0.1)


def _told(name: str, passed: float, state: str, log: Path) -> str:
    return (
        f"{name} is not ready after {passed:.0f} s (its process: {state}). "
        f"The end of its log {log}:\n{last_lines(log)}"
    )


def last_lines(log: Path, count: int = 8) -> str:
    """The end of a log, indented."""
    try:
        with log.open(encoding="utf-8", errors="replace") as lines:
            return "".join(f"    {line}" for line in deque(lines, maxlen=count))
    except FileNotFoundError:
        return "    (no log yet)"
