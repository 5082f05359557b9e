"""A measured process and how we talk to it: JSON lines out of it, `go` and the end into it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from tempfile import gettempdir
from typing import Any

__all__ = ["Child", "ChildFailed", "child", "finish", "hello", "ready", "say_result"]

ROOT = Path(__file__).resolve().parents[1]
Json = dict[str, Any]


class ChildFailed(Exception):
    """A measured process ended or said nothing; the text shows the end of its log."""


class Child:
    """Our side: `told` waits for its next line."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process = process
        self._log = log
        self._lines: Queue[str | None] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                self._lines.put(line)
        self._lines.put(None)

    def told(self, timeout: float) -> Json:
        """Raises ChildFailed."""
        try:
            line = self._lines.get(timeout=timeout)
        except Empty:
            raise ChildFailed(self._why(f"silent for {timeout:.0f} s")) from None
        if line is None:
            raise ChildFailed(self._why("it ended"))
        found: Json = json.loads(line)
        return found

    def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def end(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _why(self, what: str) -> str:
        text = self._log.read_text(errors="replace")[-1500:]
        return f"{' '.join(map(str, self._process.args))[-120:]}: {what}\n{text}"  # type: ignore[arg-type]


@contextmanager
def child(
    module: str,
    settings: Json,
    *,
    python: str = sys.executable,
    path: Sequence[Path] = (),
) -> Iterator[Child]:
    """Start `python -m module`, wait until it is ready, end it afterwards."""
    log = Path(gettempdir()) / f"{module}-{os.getpid()}.log"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *path))),
        "BENCH_SETTINGS": json.dumps(settings),
    }
    with log.open("w") as errors:
        process = subprocess.Popen(
            [python, "-P", "-m", module],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=log.parent,
        )
    found = Child(process, log)
    try:
        found.told(60)
        yield found
    finally:
        found.end()


# -- the process's own side --------------------------------------------------------


def hello() -> Json:
    """The settings this process was started with."""
    found: Json = json.loads(os.environ["BENCH_SETTINGS"])
    return found


def ready() -> None:
    """Say so, and wait for `go`."""
    say_result({"ready": True})
    sys.stdin.readline()


def say_result(result: Json) -> None:
    print(json.dumps(result), flush=True)


def finish(result: Json) -> None:
    """Say the result, wait until nobody measures any more, and end at once."""
    say_result(result)
    sys.stdin.readline()
    os._exit(0)
