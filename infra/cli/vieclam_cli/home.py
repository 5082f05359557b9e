"""The state folder: what one installation keeps between two `up`s.

state.json (mode 600) holds the ports chosen once and the passwords made once.
"""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Self

from vieclam_cli import ports
from vieclam_cli.catalogue import PROCESSES, SERVICES
from vieclam_cli.ports import LOOPBACK
from vieclam_cli.private import write_private

DEFAULT_PORT = 8000
INNER = ("amqp", "management", "dist", "epmd", "mongodb", "supervisor")
ADMINS = ("broker-admin", "database-admin", "supervisor")


class NoInstallation(Exception):
    """Nothing was ever started in this state folder."""


class Busy(Exception):
    """Another ./vieclam command is at work on this state folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`ports` by use (`gateway`, INNER, `metrics/<process>`); `passwords` by who signs in
    (ADMINS, `broker/<service>`, `database/<service>`); `external` holds the URIs of servers that
    are not ours, by `amqp` and `mongodb`; `settings` what the services were told beside, by
    variable."""

    ports: dict[str, int] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    external: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    host: str = LOOPBACK
    demo: bool = False

    @classmethod
    def load(cls, home: Path) -> Self:
        """Raises NoInstallation."""
        try:
            kept = json.loads((home / "state.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise NoInstallation(
                f"nothing was started in {home} yet: run ./vieclam up, "
                "or set VIECLAM_HOME to the state folder you mean"
            ) from error
        return cls(**kept)

    def save(self, home: Path) -> None:
        """Write state.json."""
        write_private(home / "state.json", json.dumps(asdict(self), indent=1))

    def completed(self, gateway_port: int | None) -> "State":
        """The same with a free port for every use and a password for everyone who signs in.

        To be called while nothing of the installation runs: an inner port that is taken now is
        taken by a stranger, and is chosen anew. The gateway's port is the user's to choose.
        """
        uses = [*INNER, *(f"metrics/{each.name}" for each in PROCESSES)]
        kept = {
            use: self.ports[use]
            for use in uses
            if use in self.ports and ports.is_free(self.ports[use])
        }
        gateway = gateway_port or self.ports.get("gateway", DEFAULT_PORT)
        missing = [use for use in uses if use not in kept]
        chosen = ports.choose(len(missing), frozenset(kept.values()) | {gateway})
        names = [
            *ADMINS,
            *(f"{server}/{name}" for server in ("broker", "database") for name in SERVICES),
        ]
        return replace(
            self,
            ports={"gateway": gateway, **kept, **dict(zip(missing, chosen, strict=True))},
            passwords={
                name: self.passwords.get(name) or secrets.token_urlsafe(24) for name in names
            },
        )


def default_home() -> Path:
    """VIECLAM_HOME, else `.vieclam` in the folder where the command was given."""
    return Path(os.environ.get("VIECLAM_HOME") or ".vieclam").resolve()


@contextlib.contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the state folder for one command that starts or stops things. Raises Busy."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(
                f"another ./vieclam command is at work on {home}: wait until it has ended"
            ) from error
        yield
