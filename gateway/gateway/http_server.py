"""eventlet's WSGI server as a nameko extension: it stops without cutting anybody off."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import Any

import eventlet
from eventlet import wsgi

__all__ = ["HttpServer"]

log = logging.getLogger(__name__)

CONNECTIONS = 1000
IDLE_SECONDS = 75
GRACE_SECONDS = 8


class HttpServer:
    """Serves ``app`` on ``address`` until :meth:`stop`.

    The port is not shared (SO_REUSEPORT off): a second process on it fails at start
    instead of answering half of the requests.
    """

    def __init__(self, address: tuple[str, int], app: Callable[..., Any]) -> None:
        self._socket = eventlet.listen(address, reuse_port=False, backlog=512)
        # connections inherit it; without, a large body waits 40 ms for the ack of its head
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pool = eventlet.GreenPool(CONNECTIONS)
        self._app = app
        self._server: Any = None

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    @property
    def serving(self) -> bool:
        return self._server is not None and not self._server.dead

    def start(self) -> None:
        self._server = eventlet.spawn(
            wsgi.server,
            self._socket,
            self._app,
            custom_pool=self._pool,
            log=_Quiet(),
            log_output=False,
            debug=False,
            keepalive=IDLE_SECONDS,
            socket_timeout=IDLE_SECONDS,
        )

    def stop(self) -> None:
        """Take no more connections, close idle ones, let answers in work finish (8 s)."""
        if self._server is not None:
            self._server.kill()  # the server closes idle connections, then waits for the pool
            with eventlet.Timeout(GRACE_SECONDS, False):
                self._pool.waitall()
            left = self._pool.running()
            if left:
                log.warning("connections cut", extra={"connections": left})
        self._socket.close()


class _Quiet:
    """The request log is ours: eventlet's has the URL in it, and an exception its message."""

    def write(self, _line: str) -> None:
        return

    def flush(self) -> None:
        return
