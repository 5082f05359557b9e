"""The supervisor outlives a disk without room; /dev/full stands for every log on it."""

import os
import select
import sys
from pathlib import Path

import pytest
from vieclam_cli.home import State
from vieclam_cli.installation import Installation, Program
from vieclam_cli.supervisor import Supervisor

LINES = 30_000
SPEAKS = f"""
import signal, sys
for _ in range({LINES}):
    print("a line", flush=True)
open(sys.argv[1], "w").close()
signal.pause()
"""
"""More than a pipe holds: it is through only when the supervisor has read most of it."""


def wait_until_it_spoke(told: int) -> None:
    """Blocks until the program has opened the other end."""
    ready, _, _ = select.select([told], [], [], 60)
    assert ready, "the program did not get through its lines"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a full device")
def test_the_supervisor_outlives_logs_that_cannot_be_written(tmp_path: Path) -> None:
    installation = Installation(home=tmp_path, state=State().completed(8000))
    supervisor = Supervisor(installation)
    spoken = tmp_path / "spoken"
    os.mkfifo(spoken)
    command = [sys.executable, "-c", SPEAKS, str(spoken)]
    supervisor.write([Program(name="speaker", command=command, environment={}, grace=5)])
    for log in ("speaker.log", "supervisord.log", "supervisord.err"):
        (tmp_path / "logs" / log).symlink_to("/dev/full")
    told = os.open(spoken, os.O_RDONLY | os.O_NONBLOCK)
    supervisor.start()
    try:
        supervisor.start_programs(["speaker"])
        wait_until_it_spoke(told)
        assert supervisor.watched()["speaker"].pid
    finally:
        supervisor.shut_down()
        os.close(told)
