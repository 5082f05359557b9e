"""One installation on this machine: its servers, its processes and what each of them is told."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from vieclam_cli import keeper, keys, ports
from vieclam_cli.broker import RabbitNode
from vieclam_cli.catalogue import PROCESSES, SERVICES, Process
from vieclam_cli.child import MARK
from vieclam_cli.database import EmbeddedDatabase
from vieclam_cli.home import State

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "TMPDIR", "SSL_CERT_FILE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What the supervisor starts; `environment` is all that it is told.

    `grace`: seconds between SIGTERM and SIGKILL. `after`: a port that must answer first.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    grace: int
    group: str = ""
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Everything computed from a state folder and its state; starts nothing."""

    home: Path
    state: State

    @property
    def broker(self) -> RabbitNode | None:
        """Our own broker; None when an external one is used."""
        if "amqp" in self.state.external:
            return None
        at = self.state.ports
        return RabbitNode(
            self.home / "broker",
            password=self.state.passwords["broker-admin"],
            amqp_port=at["amqp"],
            management_port=at["management"],
            dist_port=at["dist"],
            epmd_port=at["epmd"],
            run_home=self.home,
        )

    @property
    def database(self) -> EmbeddedDatabase | None:
        """Our own database; None when an external one is used."""
        if "mongodb" in self.state.external:
            return None
        return EmbeddedDatabase(
            self.home / "database",
            port=self.state.ports["mongodb"],
            password=self.state.passwords["database-admin"],
            run_home=self.home,
        )

    @property
    def url(self) -> str:
        """Where a browser finds the gateway."""
        host = self.state.host
        shown = socket.gethostname() if host in ("0.0.0.0", "::") else host  # noqa: S104
        return f"http://{shown}:{self.state.ports['gateway']}"

    def amqp_admin(self) -> str:
        """The URI that declares the topology."""
        return self.broker.uri if self.broker else self.state.external["amqp"]

    def amqp_uri(self, service: str) -> str:
        """The URI of the service's own account; an external broker's is used as it was given."""
        if self.broker is None:
            return self.state.external["amqp"]
        return self.broker.account_uri(service, self.state.passwords[f"broker/{service}"])

    def mongodb_uri(self, service: str) -> str:
        """The URI of the service's own database (named like the service)."""
        if self.database is None:
            return with_database(self.state.external["mongodb"], service)
        password = self.state.passwords[f"database/{service}"]
        return self.database.account_uri(service, password, service)

    def metrics_port(self, process: str) -> int:
        """Where the process serves `/metrics` and `/health`."""
        return self.state.ports[f"metrics/{process}"]

    def environment(self, process: Process, given: Mapping[str, str]) -> dict[str, str]:
        """All that one of our processes is told; `given` is the environment of the command."""
        secrets = self.home / "keys"
        told = {name: given[name] for name in _PASSED_ON if name in given}
        told |= {name: value for name, value in given.items() if name.startswith("VIECLAM_")}
        told |= self.state.settings
        told |= {
            "HOME": str(self.home),
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "EVENTLET_NO_GREENDNS": "yes",
            "VIECLAM_PROCESS": process.name,
            "VIECLAM_AMQP_URI": self.amqp_uri(process.service),
            "VIECLAM_MONGODB_URI": self.mongodb_uri(process.service),
            "VIECLAM_METRICS_ADDRESS": f"{ports.LOOPBACK}:{self.metrics_port(process.name)}",
            "VIECLAM_SIGNING_KEY_FILE": str(keys.signing_key(secrets, process.service)),
            "VIECLAM_TRUSTED_KEYS_FILE": str(keys.trusted_keys(secrets)),
            "VIECLAM_STATE_DIR": str(self.home / "services" / process.service),
            MARK: str(self.home),
        }
        if process.service == "gateway":
            told["VIECLAM_HTTP_ADDRESS"] = f"{self.state.host}:{self.state.ports['gateway']}"
        return told

    def prepare(self) -> None:
        """Make folders, keys, the servers' settings and the database's first account."""
        keys.make(self.home / "keys", SERVICES)
        for name in SERVICES:
            (self.home / "services" / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.broker:
            self.broker.prepare()
        if self.database:
            self.database.prepare()

    def servers(self) -> list[Program]:
        """Our own broker, with its name server, and database."""
        programs: list[Program] = []
        if self.database:
            programs.append(
                Program(
                    name="database",
                    command=self.database.command(),
                    environment=self.database.environment(),
                    grace=30,
                )
            )
        if self.broker:
            environment = self.broker.environment()
            programs += [
                Program(
                    name="epmd",
                    command=self.broker.epmd_command(),
                    environment=environment,
                    grace=5,
                ),
                Program(
                    name="broker",
                    command=self.broker.command(),
                    environment=environment,
                    grace=40,
                    after=self.broker.epmd_port,
                ),
            ]
        return programs

    def keeper(self, given: Mapping[str, str]) -> Program:
        """What starts everything again when the supervisor itself was killed."""
        wanted = (*_PASSED_ON, "HOME")
        told = {name: given[name] for name in wanted if name in given}
        told |= {name: value for name, value in given.items() if name.startswith("VIECLAM_")}
        told |= {"VIECLAM_HOME": str(self.home), MARK: str(self.home)}
        return Program(name=keeper.NAME, command=keeper.COMMAND, environment=told, grace=5)

    def processes(self, given: Mapping[str, str] | None = None) -> list[Program]:
        """The services' and the gateway's processes."""
        return [
            Program(
                name=each.name,
                command=each.command,
                environment=self.environment(each, os.environ if given is None else given),
                grace=20,
                group="services",
            )
            for each in PROCESSES
        ]


def with_database(uri: str, database: str) -> str:
    """The same server and account, another database; where the account is defined stays."""
    parts = urlsplit(uri)
    options = parts.query
    if "authSource=" not in options and parts.username:
        source = parts.path.strip("/") or "admin"
        options = "&".join(filter(None, (options, f"authSource={quote(source, safe='')}")))
    return urlunsplit(parts._replace(path=f"/{database}", query=options))
