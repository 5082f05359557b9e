"""supervisord (from PyPI): starts, restarts and stops everything, and keeps the logs small."""

import contextlib
import http.client
import json
import os
import shlex
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from vieclam_cli import ports
from vieclam_cli.installation import Installation, Program
from vieclam_cli.private import write_private

_GONE = (OSError, http.client.HTTPException, xmlrpc.client.Error)


class SupervisorFailed(Exception):
    """supervisord did not start, or stopped answering; the text names its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A program as the supervisor sees it; `state` in its words: RUNNING, BACKOFF, STOPPED …"""

    name: str
    pid: int
    state: str


def _text(value: object) -> str:
    """A value for supervisord's settings file, where % begins an expansion."""
    return str(value).replace("%", "%%")


class Supervisor:
    """The supervisor of one installation, running or not."""

    def __init__(self, installation: Installation) -> None:
        self._home = installation.home
        self._port = installation.state.ports["supervisor"]
        self._password = installation.state.passwords["supervisor"]
        self.log = self._home / "logs" / "supervisord.log"

    def _proxy(self) -> Any:
        address = f"http://vieclam:{self._password}@{ports.LOOPBACK}:{self._port}/RPC2"
        return cast(Any, xmlrpc.client.ServerProxy(address)).supervisor

    @property
    def pid(self) -> int | None:
        """supervisord's process id while it answers, else None."""
        try:
            return int(self._proxy().getPID())
        except _GONE:
            return None

    def watched(self) -> dict[str, Watched]:
        """Every program by name. Raises SupervisorFailed."""
        try:
            rows = self._proxy().getAllProcessInfo()
        except _GONE as error:
            raise SupervisorFailed(
                f"the supervisor does not answer; its log: {self.log}"
            ) from error
        return {
            row["name"]: Watched(name=row["name"], pid=row["pid"], state=row["statename"])
            for row in rows
        }

    def write(self, programs: Iterable[Program]) -> None:
        """Write what is to run."""
        logs, run = self._home / "logs", self._home / "run"
        for folder in (logs, run):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sections = [*self._own_section()]
        groups: dict[str, list[str]] = {}
        for order, program in enumerate(programs, start=1):
            told = run / f"{program.name}.json"
            write_private(
                told,
                json.dumps(
                    {
                        "command": program.command,
                        "environment": program.environment,
                        "after": program.after,
                    },
                    indent=1,
                ),
            )
            sections += _program_section(program, told, logs, order)
            if program.group:
                groups.setdefault(program.group, []).append(program.name)
        for group, names in groups.items():
            # one group stops at once, the servers after it
            sections += [f"[group:{group}]", f"programs={','.join(names)}", "priority=999"]
        write_private(run / "supervisord.conf", "\n".join((*sections, "")))

    def _own_section(self) -> Iterator[str]:
        yield "[supervisord]"
        yield f"logfile={_text(self.log)}"
        yield "logfile_maxbytes=2MB"
        yield "logfile_backups=2"
        yield f"pidfile={_text(self._home / 'run' / 'supervisord.pid')}"
        yield f"childlogdir={_text(self._home / 'logs')}"
        yield "nodaemon=true"
        yield "umask=077"
        yield "[inet_http_server]"
        yield f"port={ports.LOOPBACK}:{self._port}"
        yield "username=vieclam"
        yield f"password={self._password}"
        yield "[rpcinterface:supervisor]"
        yield "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface"

    def start(self) -> None:
        """Start supervisord detached, with nothing running under it. Raises SupervisorFailed."""
        settings = self._home / "run" / "supervisord.conf"
        started = subprocess.Popen(
            [sys.executable, "-P", "-m", "supervisor.supervisord", "-c", str(settings)],
            cwd=self._home,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # it complains there when a log cannot be written: on a full disk, a file would end it
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 20
        while self.pid is None:
            if started.poll() is not None or time.monotonic() > deadline:
                raise SupervisorFailed(f"the supervisor did not start; its log: {self.log}")
            time.sleep(0.05)

    def start_programs(self, names: Iterable[str]) -> None:
        """Let them run from now on; returns without waiting for them."""
        full = self._full_names()
        for name in names:
            with contextlib.suppress(xmlrpc.client.Fault):  # runs already
                self._proxy().startProcess(full[name], False)

    def stop_programs(self, names: Iterable[str]) -> None:
        """Stop them in good order and wait."""
        full = self._full_names()
        wanted = list(names)
        for name in wanted:
            with contextlib.suppress(xmlrpc.client.Fault):  # not running
                self._proxy().stopProcess(full[name], False)
        while any(self.watched()[name].pid for name in wanted):
            time.sleep(0.1)

    def _full_names(self) -> dict[str, str]:
        rows = self._proxy().getAllProcessInfo()
        return {row["name"]: f"{row['group']}:{row['name']}" for row in rows}

    def shut_down(self, patience: float = 120) -> None:
        """Stop everything, then supervisord itself. Raises SupervisorFailed."""
        pid = self.pid
        if pid is None:
            return
        with contextlib.suppress(*_GONE):
            self._proxy().shutdown()
        deadline = time.monotonic() + patience
        while _alive(pid):
            if time.monotonic() > deadline:
                raise SupervisorFailed(f"the supervisor did not stop; its log: {self.log}")
            time.sleep(0.1)


def _program_section(program: Program, told: Path, logs: Path, order: int) -> Iterator[str]:
    command = f"{shlex.quote(sys.executable)} -P -m vieclam_cli.launch {shlex.quote(str(told))}"
    yield f"[program:{program.name}]"
    yield f"command={_text(command)}"
    yield f"directory={_text(logs.parent)}"
    yield f"priority={order}"
    yield "autostart=false"
    yield "autorestart=true"
    # one that ends sooner is started again with growing pauses, so that it eats no processor
    yield "startsecs=3"
    yield "startretries=1000000"
    yield f"stopwaitsecs={program.grace}"
    yield "killasgroup=true"
    yield "redirect_stderr=true"
    yield f"stdout_logfile={_text(logs / program.name)}.log"
    yield "stdout_logfile_maxbytes=5MB"
    yield "stdout_logfile_backups=3"


def _alive(pid: int) -> bool:
    """Whether the process runs; one that ended and waits for its parent does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
