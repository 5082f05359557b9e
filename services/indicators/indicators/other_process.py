"""A process that works for this one: whole messages through two pipes, and gone with this one.

It is told once what to serve and then served with messages, answered in turn. It inherits
nothing but the environment, and ignores signals: whoever started it decides.
"""

from __future__ import annotations

import fcntl
import logging
import os
import pickle
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable
from struct import Struct
from typing import Any

from chassis.errors import Transient

__all__ = ["OtherProcess", "Pipe", "cores"]

log = logging.getLogger(__name__)
PATIENCE = 30.0
"""Seconds after which one that neither reads nor answers counts as gone."""

PIPE = 1 << 20
"""So that a message fits: the next waits in the pipe while one is worked on."""

_length = Struct("!Q")


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0))


class Pipe:
    """Whole messages through two pipes. Raises ``Transient`` when the end has come."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._to_read, self._to_write = selectors.DefaultSelector(), selectors.DefaultSelector()
        self._to_read.register(reading, selectors.EVENT_READ)
        self._to_write.register(writing, selectors.EVENT_WRITE)
        for end in (reading, writing):
            os.set_blocking(end, False)
            try:
                fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, PIPE)
            except OSError:
                continue  # smaller pipes make it slower only

    def send(self, message: bytes, patience: float | None = PATIENCE) -> None:
        left = memoryview(_length.pack(len(message)) + message)
        while left:
            if not self._to_write.select(patience):
                raise Transient("other_process")
            try:
                left = left[os.write(self._writing, left) :]
            except BlockingIOError:
                continue
            except OSError:  # nobody reads any more
                raise Transient("other_process") from None

    def receive(self, patience: float | None = PATIENCE) -> bytes:
        (length,) = _length.unpack(self._whole(_length.size, patience))
        return self._whole(length, patience)

    def something(self, patience: float | None) -> bool:
        """Whether there is something to read, be it the end."""
        return bool(self._to_read.select(patience))

    def _whole(self, length: int, patience: float | None) -> bytes:
        found = bytearray()
        while len(found) < length:
            if not self.something(patience):
                raise Transient("other_process")
            try:
                piece = os.read(self._reading, length - len(found))
            except BlockingIOError:
                continue
            if not piece:  # nobody writes any more
                raise Transient("other_process")
            found += piece
        return bytes(found)

    def close(self) -> None:
        self._to_read.close()
        self._to_write.close()


class OtherProcess:
    """Starts ``serve(pipe, *given)`` in a process of its own; what is given is pickled."""

    def __init__(self, serve: Callable[..., None], *given: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "indicators.other_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        ends = self._process.stdout, self._process.stdin
        if ends[0] is None or ends[1] is None:
            raise RuntimeError("no pipes")
        self.pipe = Pipe(ends[0].fileno(), ends[1].fileno())
        self.pipe.send(pickle.dumps((serve, given)))

    @property
    def gone(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        """End it; whoever waits for its answer is told that none will come."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End it and close its pipes, when nobody waits for an answer any more."""
        self.pipe.close()
        with self._process:
            self._process.kill()


def main() -> None:
    """Serve until whoever started this is gone."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = Pipe(os.dup(0), os.dup(1))
    os.dup2(2, 1)  # whatever is printed goes to the log
    try:
        serve, given = pickle.loads(pipe.receive(None))  # noqa: S301 - from our own parent
        serve(pipe, *given)
    except Transient as end:
        log.debug("ended", extra={"cause": end.code})


if __name__ == "__main__":
    main()
