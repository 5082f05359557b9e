"""What a process is told by its environment (``VIECLAM_*``). Read once, at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

__all__ = ["BadSetting", "MissingSetting", "Settings"]


class BadSetting(Exception):
    """A setting that the process cannot start with; the text says why, in lines of their own."""


class MissingSetting(BadSetting):
    """A setting without which the process cannot start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``process`` names this process among those on the same database."""

    process: str
    amqp_uri: str
    mongodb_uri: str
    metrics_address: tuple[str, int]
    signing_key_file: Path
    trusted_keys_file: Path
    state_dir: Path
    today: date | None = None
    http_address: tuple[str, int] | None = None
    log_level: str = "INFO"

    @classmethod
    def from_environment(
        cls, process: str, environment: Mapping[str, str] | None = None
    ) -> Settings:
        """Raises :class:`MissingSetting` naming the variable."""
        env = os.environ if environment is None else environment

        def need(name: str) -> str:
            value = env.get(f"VIECLAM_{name}", "")
            if not value:
                raise MissingSetting(f"set VIECLAM_{name}")
            return value

        today = env.get("VIECLAM_TODAY")
        http = env.get("VIECLAM_HTTP_ADDRESS")
        return cls(
            process=env.get("VIECLAM_PROCESS") or process,
            amqp_uri=need("AMQP_URI"),
            mongodb_uri=need("MONGODB_URI"),
            metrics_address=_address(need("METRICS_ADDRESS")),
            signing_key_file=Path(need("SIGNING_KEY_FILE")),
            trusted_keys_file=Path(need("TRUSTED_KEYS_FILE")),
            state_dir=Path(need("STATE_DIR")),
            today=date.fromisoformat(today) if today else None,
            http_address=_address(http) if http else None,
            log_level=env.get("VIECLAM_LOG_LEVEL", "INFO"),
        )


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host or "127.0.0.1", int(port)
