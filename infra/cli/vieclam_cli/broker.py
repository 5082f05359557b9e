"""A private RabbitMQ node in a folder of its own: nothing shared with the machine's own broker."""

import base64
import os
import secrets
import shutil
from pathlib import Path
from urllib.parse import quote

import requests

from vieclam_cli import ports
from vieclam_cli.child import MARK, Child
from vieclam_cli.database import MissingProgram
from vieclam_cli.private import write_private

PROGRAMS = Path("/usr/lib/rabbitmq/bin")
ADMIN = "vieclam-admin"
NODE = "vieclam@localhost"


def server_program() -> str:
    """Where rabbitmq-server is.

    Not the wrapper in /usr/sbin: that one switches to the user rabbitmq, or refuses.
    """
    found = PROGRAMS / "rabbitmq-server"
    if found.exists():
        return str(found)
    elsewhere = shutil.which("rabbitmq-server")
    if elsewhere is None or elsewhere.startswith("/usr/sbin"):
        raise MissingProgram(
            "RabbitMQ is not installed: run `sudo apt-get install rabbitmq-server`, "
            "or use infra/deploy/compose.yaml, or give VIECLAM_AMQP_URI"
        )
    return elsewhere


def kept_password(home: Path) -> str:
    """The administrator's password of the node in `home`, made at its first use."""
    kept = home / "admin-password"
    if not kept.exists():
        write_private(kept, secrets.token_urlsafe(24))
    return kept.read_text(encoding="utf-8")


class RabbitNode:
    """One node with the management plugin, everything bound to the loopback.

    The process that `start` (or the supervisor) holds is the Erlang machine itself, and its name
    server (epmd) is a second program of ours, on a port of its own: whichever of them is killed,
    nothing is left behind that would hold the node's name.
    """

    def __init__(
        self,
        home: Path,
        *,
        password: str | None = None,
        amqp_port: int | None = None,
        management_port: int | None = None,
        dist_port: int | None = None,
        epmd_port: int | None = None,
        run_home: Path | None = None,
    ) -> None:
        self.run_home = run_home or home
        given = (amqp_port, management_port, dist_port, epmd_port)
        free = iter(ports.choose(sum(port is None for port in given)))
        self.home = home
        self.password = password or kept_password(home)
        self.amqp_port = amqp_port or next(free)
        self.management_port = management_port or next(free)
        self.dist_port = dist_port or next(free)
        self.epmd_port = epmd_port or next(free)
        logs = home / "logs"
        self._epmd = Child("epmd", self.epmd_command(), self.environment(), logs / "epmd.log")
        self._server = Child("rabbitmq", self.command(), self.environment(), logs / "server.log")

    @property
    def uri(self) -> str:
        """AMQP, as the administrator, virtual host `/`."""
        return self.account_uri(ADMIN, self.password)

    def account_uri(self, user: str, password: str) -> str:
        """AMQP, as one account, virtual host `/`."""
        who = f"{quote(user, safe='')}:{quote(password, safe='')}"
        return f"amqp://{who}@{ports.LOOPBACK}:{self.amqp_port}//"

    @property
    def api(self) -> str:
        """The management HTTP API, the administrator's account in the URL; ends before `/api`."""
        who = f"{ADMIN}:{quote(self.password, safe='')}"
        return f"http://{who}@{ports.LOOPBACK}:{self.management_port}"

    def epmd_command(self) -> list[str]:
        """The name server, in the foreground."""
        return ["epmd", "-address", ports.LOOPBACK, "-port", str(self.epmd_port)]

    def command(self) -> list[str]:
        """The server; it becomes the Erlang machine by exec, so its pid is the one that matters."""
        return [server_program()]

    def environment(self) -> dict[str, str]:
        """Everything the node may read: no setting of the machine's own broker reaches it."""
        home = self.home
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(home),
            MARK: str(self.run_home),
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf"),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(home / "logs"),
            "RABBITMQ_PID_FILE": str(home / "rabbitmq.pid"),
            "RABBITMQ_DIST_PORT": str(self.dist_port),
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_EPMD_ADDRESS": ports.LOOPBACK,
            # No shell stays between us and the Erlang machine (see the script's last lines).
            "RUNNING_UNDER_SYSTEMD": "true",
            # No busy waiting: the machine is shared with the services.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "+sbwt none +sbwtdcpu none +sbwtdio none "
                "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false"
            ),
        }

    @property
    def pid(self) -> int | None:
        """The Erlang machine's process id while we run it."""
        return self._server.pid

    def prepare(self) -> None:
        """Write the node's settings; data and cookie stay as they are."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        cookie = self.home / ".erlang.cookie"
        if not cookie.exists():
            write_private(cookie, base64.b32encode(secrets.token_bytes(20)).decode(), mode=0o400)
        (self.home / "enabled_plugins").write_text("[rabbitmq_management].\n")
        write_private(self.home / "rabbitmq.conf", self._settings())

    def _settings(self) -> str:
        return "\n".join(
            (
                f"listeners.tcp.1 = {ports.LOOPBACK}:{self.amqp_port}",
                f"management.tcp.ip = {ports.LOOPBACK}",
                f"management.tcp.port = {self.management_port}",
                f"default_user = {ADMIN}",
                f"default_pass = {self.password}",
                "default_user_tags.administrator = true",
                "default_permissions.configure = .*",
                "default_permissions.read = .*",
                "default_permissions.write = .*",
                # Publishers wait, and nothing is lost, when less than this is free.
                "disk_free_limit.absolute = 200MB",
                # The quorum queues' shared log is kept in memory up to this size.
                "raft.wal_max_size_bytes = 64000000",
                "log.file.level = warning",
                "log.file.rotation.size = 10485760",
                "log.file.rotation.count = 5",
                "log.console = false",
                "",
            )
        )

    def is_ready(self) -> bool:
        """Whether the node takes connections and its HTTP API answers."""
        if not ports.accepts(self.amqp_port):
            return False
        try:
            return requests.get(f"{self.api}/api/whoami", timeout=2).ok
        except requests.RequestException:
            return False

    def keeps(self, queue: str) -> bool:
        """Whether a new quorum queue would survive a crash now.

        The node writes a new queue's name into its directory of quorum members (names.dets) about
        a second after it confirmed the declaration; killed before, it comes back with a queue
        that never answers again (RabbitMQ 3.10.8, measured).
        """
        directories = (self.home / "mnesia" / NODE / "quorum").rglob("names.dets")
        return any(queue.encode() in directory.read_bytes() for directory in directories)

    def start(self, timeout: float = 60) -> None:
        """Start and wait until clients are served. Raises NotReady, MissingProgram."""
        self.prepare()
        self._epmd.start()
        self._epmd.wait_until(lambda: ports.accepts(self.epmd_port), 10)
        self._server.start()
        self._server.wait_until(self.is_ready, timeout)

    def stop(self) -> None:
        """End in good order."""
        self._server.stop(grace=30)
        self._epmd.stop()

    def kill(self) -> None:
        """End at once, as a crash would; the name server stays, as it would."""
        self._server.kill()

    def restart(self) -> None:
        """Stop and start again on the same data and ports."""
        self.stop()
        self.start()
