"""The embedded MongoDB-compatible server (secantusd-rs) in a folder of its own.

For one machine and for tests; real agencies run a MongoDB replica set instead.
"""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from vieclam_cli import ports
from vieclam_cli.child import MARK, Child

PROGRAM = "secantusd-rs"
ADMIN = "vieclam-admin"
# Retryable writes get slow on this server after some ten thousand; commands are idempotent anyway.
OPTIONS = "directConnection=true&retryWrites=false"


class MissingProgram(Exception):
    """A program that the platform needs is not installed; the text says what to do."""


def program() -> str:
    """Where secantusd-rs is: beside the running Python, else on the path."""
    beside = Path(sys.executable).with_name(PROGRAM)
    found = str(beside) if beside.exists() else shutil.which(PROGRAM)
    if found is None:
        raise MissingProgram(
            f"{PROGRAM} is missing from this Python environment: run ./vieclam again, "
            "it installs what is missing"
        )
    return found


def cache_size(memory: int | None = None) -> str:
    """How much the server may keep at hand: an eighth of the machine's memory (bytes), from
    512 MB to 4 GB. With a million persons known an event cost half as much again in 512 MB as in
    3 GB (`benchmarks/RESULTS-large.md`).
    """
    if memory is None:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{min(4096, max(512, memory // 8 // 2**20))}M"


class EmbeddedDatabase:
    """One server; with `password` it asks every client for an account (SCRAM-SHA-256).

    `home` holds the data and the log. The same data opens again after any kind of end:
    commits are synced (`--sync-on-commit`), so what was acknowledged survives `kill -9`.
    """

    def __init__(
        self,
        home: Path,
        port: int | None = None,
        password: str | None = None,
        log_file_max: str = "128MB",
        run_home: Path | None = None,
    ) -> None:
        self.home = home
        self.run_home = run_home or home
        self.port = port if port is not None else ports.choose(1)[0]
        self.password = password
        self._log_file_max = log_file_max
        self._log = home / "server.log"
        self._child = Child("database", self.command(), self.environment(), self._log)

    @property
    def uri(self) -> str:
        """For the administrator when there are accounts, else for anybody; names no database."""
        if self.password is None:
            return f"mongodb://{ports.LOOPBACK}:{self.port}/?{OPTIONS}"
        return self.account_uri(ADMIN, self.password, "admin")

    def account_uri(self, user: str, password: str, database: str) -> str:
        """The URI of one account, whose database is also where it is defined."""
        who = f"{quote(user, safe='')}:{quote(password, safe='')}"
        where = "" if database == "admin" else database
        return (
            f"mongodb://{who}@{ports.LOOPBACK}:{self.port}/{where}?authSource={database}&{OPTIONS}"
        )

    def command(self, *, auth: bool | None = None) -> list[str]:
        """The command line; `auth` False starts it open, to make the first account."""
        wanted = self.password is not None if auth is None else auth
        return [
            program(),
            *("--host", ports.LOOPBACK),
            *("--port", str(self.port)),
            *("--storage-path", str(self.home / "data")),
            *("--cache-size", cache_size()),
            *("--log-file-max", self._log_file_max),
            *("--log-level", "WARNING"),
            "--sync-on-commit",
            "--oplog-nonlogged",  # decision 19: forgetting it need not be synced row by row
            *(("--auth",) if wanted else ()),
        ]

    def environment(self) -> dict[str, str]:
        """Everything the server may read; HOME keeps it from a stranger's settings file."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home),
            MARK: str(self.run_home),
        }

    @property
    def pid(self) -> int | None:
        """The server's process id while we run it."""
        return self._child.pid

    def prepare(self) -> None:
        """Make the folder and, once, the administrator's account."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        marker = self.home / "accounts-made"
        if self.password is None or marker.exists():
            return
        # The server knows no localhost exception: the first account is made while it is open,
        # on the loopback, before anything else runs.
        opened = Child("database", self.command(auth=False), self.environment(), self._log)
        opened.start()
        try:
            uri = f"mongodb://{ports.LOOPBACK}:{self.port}/?{OPTIONS}"
            opened.wait_until(lambda: answers(uri), 30)
            with MongoClient[dict[str, object]](uri) as client:
                put_account(client, ADMIN, self.password, "admin", "root")
        finally:
            opened.stop()
        marker.touch()

    def start(self, timeout: float = 30) -> None:
        """Start and wait until commands are answered. Raises NotReady."""
        self.prepare()
        self._child.start()
        self._child.wait_until(lambda: answers(self.uri), timeout)

    def stop(self) -> None:
        """End in good order."""
        self._child.stop()

    def kill(self) -> None:
        """End at once, as a crash would."""
        self._child.kill()

    def restart(self) -> None:
        """Stop and start again on the same data and port."""
        self.stop()
        self.start()


def answers(uri: str) -> bool:
    """Whether a server answers `ping` there within half a second."""
    try:
        with MongoClient[dict[str, object]](uri, serverSelectionTimeoutMS=500) as client:
            client.admin.command("ping")
    except PyMongoError:
        return False
    return True


def put_account(
    client: MongoClient[dict[str, object]], user: str, password: str, database: str, role: str
) -> None:
    """Make the account in its database, or give the one that is there this password and role."""
    roles = [{"role": role, "db": database}]
    try:
        client[database].command("createUser", user, pwd=password, roles=roles)
    except OperationFailure as error:
        if error.code != 51003:  # there already
            raise
        client[database].command("updateUser", user, pwd=password, roles=roles)
