"""One installation's life: up, up again, the supervisor killed, down, up with the same data."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from chassis.waiting import until
from vieclam_cli import ports
from vieclam_cli.child import MARK
from vieclam_cli.home import State

PASSWORD = "a-long-enough-word"


@dataclass(frozen=True)
class System:
    home: Path
    port: int

    def run(self, *arguments: str, given: str | None = None) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-P", "-m", "vieclam_cli", *arguments],
            env={**os.environ, "VIECLAM_HOME": str(self.home)},
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    def up(self) -> str:
        done = self.run("up", "--detach", "--port", str(self.port))
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def status(self) -> dict[str, dict[str, dict[str, int]]]:
        done = self.run("status", "--json")
        assert done.returncode == 0, done.stderr
        found: dict[str, dict[str, dict[str, int]]] = json.loads(done.stdout)
        return found

    def sign_in(self, password: str) -> int:
        answer = requests.post(
            f"http://{ports.LOOPBACK}:{self.port}/api/v1/session",
            json={"username": "officer", "password": password},
            timeout=30,
        )
        return answer.status_code


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    running = System(tmp_path_factory.mktemp("up"), ports.choose(1)[0])
    running.up()
    added = running.run("users", "add", "officer", "--role", "commune_officer", given=PASSWORD)
    assert added.returncode == 0, added.stderr
    yield running
    running.run("down")


def marked(home: Path) -> list[Path]:
    """The processes of a state folder, as folders of /proc."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"{MARK}={home}".encode() in environment:
            found.append(folder)
    return found


def states(status: dict[str, dict[str, dict[str, int]]]) -> set[object]:
    return {each["state"] for each in status["processes"].values()}


def test_status_names_all_that_tools_need(system: System) -> None:
    # a process is called STARTING for its first three seconds, however soon it is ready
    until(lambda: states(system.status()) == {"RUNNING"}, 10)
    status = system.status()
    assert status.keys() >= {"gateway", "broker", "databases", "metrics", "processes", "home"}
    for address in status["metrics"].values():
        assert requests.get(str(address), timeout=10).ok


def test_no_password_stands_on_a_command_line_or_in_a_log(system: System) -> None:
    secrets = [*State.load(system.home).passwords.values(), PASSWORD]
    shown = b"".join((folder / "cmdline").read_bytes() for folder in marked(system.home))
    logs = [path for path in (system.home / "logs").iterdir() if path.is_file()]
    logs += (system.home / "broker" / "logs").rglob("*.log")
    assert len(logs) > 8
    written = b"".join(path.read_bytes() for path in logs)
    assert not [each for each in secrets if each.encode() in shown + written]


def test_what_holds_a_secret_is_its_owner_s_alone(system: System) -> None:
    open_to_others = [path for path in system.home.rglob("*") if path.stat().st_mode & 0o077]
    under_a_closed_folder = system.home.stat().st_mode & 0o077 == 0
    assert under_a_closed_folder or not open_to_others


def test_everything_listens_on_the_loopback_only(system: System) -> None:
    pids = {folder.name for folder in marked(system.home)}
    handles = [handle for pid in pids for handle in Path(f"/proc/{pid}/fd").iterdir()]
    inodes = {str(handle.readlink()) for handle in handles if handle.is_symlink()}
    listening = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                listening.append(fields[1].partition(":")[0])
    assert listening
    assert set(listening) <= {"0100007F", "00000000000000000000000001000000"}  # 127.0.0.1, ::1


def test_a_second_up_says_that_it_runs(system: System) -> None:
    before = system.status()["processes"]
    assert "runs already" in system.up()
    assert system.status()["processes"] == before


def test_a_taken_port_is_said_in_plain_words(system: System, tmp_path: Path) -> None:
    other = System(tmp_path, system.port)
    done = other.run("up", "--detach", "--port", str(system.port))
    assert done.returncode == 1
    assert f"port {system.port} is used by another program" in done.stderr
    assert "Traceback" not in done.stderr


def kill_supervisor(system: System) -> None:
    os.kill(int((system.home / "run" / "supervisord.pid").read_text()), signal.SIGKILL)


def test_after_the_supervisor_was_killed_everything_starts_again_by_itself(
    system: System,
) -> None:
    left = {folder.name for folder in marked(system.home)}
    kill_supervisor(system)
    refused = system.run("status")
    assert refused.returncode == 1
    assert "started again" in refused.stderr

    until(lambda: system.run("status").returncode == 0, 90)

    assert not left & {folder.name for folder in marked(system.home)}
    assert system.sign_in(PASSWORD) == 200


def test_with_the_keeper_killed_too_up_clears_the_remains_and_starts_again(
    system: System,
) -> None:
    left = {folder.name for folder in marked(system.home)}
    keeper = system.status()["processes"]["keeper"]["pid"]
    os.kill(keeper, signal.SIGKILL)
    kill_supervisor(system)
    assert system.run("status").returncode == 1

    told = system.up()

    assert "that an earlier crash left behind" in told
    assert not left & {folder.name for folder in marked(system.home)}
    assert system.sign_in(PASSWORD) == 200


def test_down_leaves_no_process_and_the_next_up_goes_on_with_the_data(system: System) -> None:
    assert system.run("down").returncode == 0
    assert marked(system.home) == []
    refused = system.run("status")
    assert refused.returncode == 1
    assert "run ./vieclam up" in refused.stderr

    system.up()

    assert system.sign_in(PASSWORD) == 200
    assert system.sign_in("another-word") == 401


def test_an_attached_up_outlives_the_supervisor_and_stops_everything_at_ctrl_c(
    system: System,
) -> None:
    assert system.run("down").returncode == 0
    attached = subprocess.Popen(
        [sys.executable, "-P", "-m", "vieclam_cli", "up"],
        env={**os.environ, "VIECLAM_HOME": str(system.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until(lambda: attached.poll() is None and accepts(system.port), 90)
    until(lambda: system.run("status").returncode == 0, 90)
    kill_supervisor(system)
    until(lambda: system.run("status").returncode == 0, 90)
    assert attached.poll() is None
    attached.send_signal(signal.SIGINT)
    assert attached.wait(90) == 0
    assert marked(system.home) == []


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((ports.LOOPBACK, port)) == 0


def test_nothing_started_is_said_in_plain_words(tmp_path: Path) -> None:
    done = System(tmp_path / "never", 1).run("status")
    assert done.returncode == 1
    assert "nothing was started in" in done.stderr
