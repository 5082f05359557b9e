"""Free ports on the loopback, chosen below the range that outgoing connections use.

A port that the system hands out (bind to 0) lies in that range: while its server restarts
after a crash, any outgoing connection of the machine may take it.
"""

import secrets
import socket

LOOPBACK = "127.0.0.1"
LOWEST = 20000
HIGHEST = 31999
_TRIES = 200


class NoFreePort(Exception):
    """No free port was found between LOWEST and HIGHEST."""


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def accepts(port: int, host: str = LOOPBACK, timeout: float = 0.5) -> bool:
    """Whether somebody listens on the port now."""
    try:
        with socket.create_connection((host, port), timeout=timeout):
            return True
    except OSError:
        return False


def choose(count: int, taken: frozenset[int] = frozenset()) -> list[int]:
    """`count` different free ports, none of them in `taken`.

    Does not reserve them: another program may take one before its server listens.
    """
    chosen: list[int] = []
    for _ in range(_TRIES):
        if len(chosen) == count:
            return chosen
        port = LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)
        if port not in taken and port not in chosen and is_free(port):
            chosen.append(port)
    raise NoFreePort(f"no free port between {LOWEST} and {HIGHEST} on {LOOPBACK}")
