"""What the gateway reads from its environment, once, at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Settings"]

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``https``: the browser reaches us by https (a proxy ends it), so cookies are Secure.

    ``trusted_proxies``: how many proxies in front of us set X-Forwarded-For; 0 takes the
    peer's own address. Sizes in bytes, times in seconds.
    """

    http_address: str = "127.0.0.1:8000"
    commune: str = "09931"
    https: bool = False
    trusted_proxies: int = 0
    session_seconds: int = 12 * 3600
    rpc_timeout: float = 10
    json_limit: int = MEBIBYTE
    upload_limit: int = 10 * MEBIBYTE
    live_interval: float = 0.5
    heartbeat_seconds: float = 15
    max_subscribers: int = 500

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Reads ``VIECLAM_HTTP_ADDRESS``, ``VIECLAM_COMMUNE``, ``VIECLAM_HTTPS``,
        ``VIECLAM_TRUSTED_PROXIES``, ``VIECLAM_SESSION_HOURS`` and
        ``VIECLAM_HEARTBEAT_SECONDS``.

        Raises ValueError for a number that is none.
        """
        own = cls()
        return cls(
            http_address=environ.get("VIECLAM_HTTP_ADDRESS") or own.http_address,
            commune=environ.get("VIECLAM_COMMUNE") or own.commune,
            https=environ.get("VIECLAM_HTTPS", "") not in ("", "0", "false"),
            trusted_proxies=int(environ.get("VIECLAM_TRUSTED_PROXIES") or 0),
            session_seconds=int(float(environ.get("VIECLAM_SESSION_HOURS") or 12) * 3600),
            heartbeat_seconds=float(environ.get("VIECLAM_HEARTBEAT_SECONDS") or 15),
        )

    @property
    def host_and_port(self) -> tuple[str, int]:
        host, _, port = self.http_address.rpartition(":")
        return host.strip("[]") or "127.0.0.1", int(port)
