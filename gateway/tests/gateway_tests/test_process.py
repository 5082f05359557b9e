"""The gateway as it runs: a process that is killed, stopped, and started again."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from typing import Any

from chassis.waiting import until

from .office import PASSWORD
from .process import Process, gateway_process, running

__all__ = ["gateway_process", "running"]


def test_sign_ins_outlive_a_killed_process(running: Process) -> None:
    token = running.sign_in("can-bo")
    running.end(signal.SIGKILL)
    running.start()
    assert running.get("/api/v1/session", token=token).status == 200


def test_disabling_a_user_from_the_command_line_ends_the_sign_in(running: Process) -> None:
    running.users("add", "tam-thoi", "--role", "bank", password=PASSWORD)
    token = running.sign_in("tam-thoi")
    assert running.users("disable", "tam-thoi").returncode == 0
    assert running.get("/api/v1/session", token=token).status == 401
    listed = json.loads(running.users("list", "--json").stdout)
    assert [(each["username"], each["disabled"]) for each in listed] == [
        ("can-bo", False),
        ("tam-thoi", True),
    ]


def test_a_service_that_is_not_there_is_said_to_be_away(running: Process) -> None:
    token = running.sign_in("can-bo")
    told = running.get("/api/v1/freshness", token=token)
    assert told.status == 503
    assert told.json["code"] in ("no_service", "broker_away")
    assert told.headers["Retry-After"]


def test_many_slow_requests_do_not_hold_up_a_quick_one(running: Process) -> None:
    """Passwords are checked off the event loop, and every request has its greenthread."""
    token = running.sign_in("can-bo")
    wrong = {"username": "nobody", "password": "khong-dung"}
    tries = [
        threading.Thread(target=running.send, args=("POST", "/api/v1/session", wrong))
        for _ in range(4)
    ]
    for each in tries:
        each.start()
    assert running.get("/api/v1/session", token=token).status == 200
    for each in tries:
        each.join()


def listen(running: Process, token: str) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{running.http}/api/v1/indicators/stream",
        headers={"Authorization": f"Bearer {token}"},
    )
    return urllib.request.urlopen(request, timeout=20)  # noqa: S310


def test_a_stream_is_open_at_once_and_tells_of_trouble(running: Process) -> None:
    with listen(running, running.sign_in("can-bo")) as stream:
        assert stream.readline() == b": connected\n"
        line = stream.readline()
        while line in (b"\n", b": heartbeat\n"):
            line = stream.readline()
        assert line == b"event: trouble\n"


def test_a_subscriber_that_went_away_is_counted_out(running: Process) -> None:
    token = running.sign_in("can-bo")
    metric = "vieclam_live_subscribers"

    def count() -> float:
        text = running.get("/metrics", port=running.metrics).body.decode()
        return float(next(x for x in text.splitlines() if x.startswith(metric)).split()[-1])

    until(lambda: count() == 0)
    stream = listen(running, token)
    stream.readline()
    assert count() == 1
    stream.close()
    until(lambda: count() == 0)


def test_sigterm_ends_open_streams_and_leaves_in_order(running: Process) -> None:
    stream = listen(running, running.sign_in("can-bo"))
    stream.readline()
    assert running.end() == 0
    stream.read()
    lines = [json.loads(line) for line in running.errors.read_text().splitlines()]
    assert lines[-1]["message"] == "stopped"
    assert not [line for line in lines if line["level"] in ("ERROR", "CRITICAL")]


def test_an_idle_connection_does_not_hold_up_the_stop(running: Process) -> None:
    with socket.create_connection(("127.0.0.1", running.http)) as idle:
        idle.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(12) == b"HTTP/1.1 404"
        assert running.end() == 0


def test_a_port_in_use_is_an_error_and_not_shared(running: Process) -> None:
    second = subprocess.run(
        [sys.executable, "-P", "-m", "gateway"],
        env={**running.environment, "VIECLAM_METRICS_ADDRESS": "127.0.0.1:0"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert second.returncode != 0
    assert b"in use" in second.stderr or b"OSError" in second.stderr


def test_nothing_of_a_request_stands_in_the_log(running: Process) -> None:
    token = running.sign_in("can-bo")
    running.get("/api/v1/people/0123456789abcdef?purpose=bi-mat", token=token)
    running.send("POST", "/api/v1/people/search", {"q": "Nguyễn Văn Bí Mật"}, token=token)
    log = running.errors.read_text()
    assert "/api/v1/people/{person_id}" in log
    for secret in ("0123456789abcdef", "bi-mat", "Bí Mật", token):
        assert secret not in log
