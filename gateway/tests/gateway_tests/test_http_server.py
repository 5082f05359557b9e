"""The server's connections."""

from __future__ import annotations

import socket

from gateway.http_server import HttpServer


def test_connections_do_not_wait_for_acknowledgements() -> None:
    server = HttpServer(("127.0.0.1", 0), lambda environ, start: [])
    try:
        client = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        accepted, _ = server._socket.accept()
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        client.close()
        accepted.close()
    finally:
        server.stop()
