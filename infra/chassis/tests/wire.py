"""A wire between a process and the broker that a test can cut, hold, or refuse."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit, urlunsplit


class Wire:
    """Forwards a loopback port to another. Not touched by anybody but the test's own processes."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._flows = threading.Event()
        self._flows.set()
        self._listener: socket.socket | None = None
        probe = socket.create_server(("127.0.0.1", 0))
        self.port = int(probe.getsockname()[1])
        probe.close()
        self.open()

    def open(self) -> None:
        """Accept connections again."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def refuse(self) -> None:
        """The broker is down: connections are cut and new ones refused."""
        if self._listener is not None:
            _end(self._listener)
            self._listener = None
        self.cut()

    def hold(self) -> None:
        """A black hole: connections stay, nothing comes through any more."""
        self._flows.clear()

    def release(self) -> None:
        self._flows.set()

    def cut(self) -> None:
        """Reset every connection."""
        for pair in self._pairs:
            for end in pair:
                _end(end)
        self._pairs.clear()

    def close(self) -> None:
        self.release()
        self.refuse()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(self._target)
            except OSError:
                return
            self._pairs.append((near, far))
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                sink.sendall(data)
        for end in (source, sink):
            _end(end)


def _end(connection: socket.socket) -> None:
    """Shut down, then close: a thread still reading would keep a merely closed one alive."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
        connection.close()


def wired(uri: str) -> tuple[Wire, str]:
    """A wire to the server of the URI, and the URI by way of it."""
    parts = urlsplit(uri)
    wire = Wire((parts.hostname or "127.0.0.1", parts.port or 5672))
    netloc = parts.netloc.rpartition(":")[0] + f":{wire.port}"
    return wire, urlunsplit(parts._replace(netloc=netloc))
