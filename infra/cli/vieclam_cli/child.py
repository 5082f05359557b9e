"""One program started and ended by us, by its own process id."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# In the environment of everything that runs from a state folder: by it, what a crash left behind
# is found again.
MARK = "VIECLAM_RUN_HOME"


class NotReady(Exception):
    """A program ended, or was not ready in time; the text names it and its log."""


class Child:
    """A program whose output goes to a log file; start and end it as often as needed."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(environment)
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while the program runs, else None."""
        if self._process is None or self._process.poll() is not None:
            return None
        return self._process.pid

    def start(self) -> None:
        """Start the program in a session of its own, so that Ctrl-C reaches only us."""
        if self.pid is not None:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool], timeout: float) -> None:
        """Return as soon as `ready()` is true.

        Raises NotReady when the program ended or `timeout` seconds passed.
        """
        deadline = time.monotonic() + timeout
        while not ready():
            if self.pid is None:
                raise NotReady(f"{self.name} ended while starting; its log: {self.log}")
            if time.monotonic() > deadline:
                raise NotReady(f"{self.name} not ready after {timeout:.0f} s; its log: {self.log}")
            time.sleep(0.05)

    def stop(self, grace: float = 20.0) -> None:
        """End it in good order; after `grace` seconds end it at once."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """End it at once, as a crash would (SIGKILL)."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._process = None
