"""The supervisor outlives a disk without room; /dev/full stands for every log on it."""

import sys
import time
from pathlib import Path

import pytest
from vieclam_cli.home import State
from vieclam_cli.installation import Installation, Program
from vieclam_cli.supervisor import Supervisor

SPEAKS = "import time\nwhile True: print('a line', flush=True); time.sleep(0.01)"


def wait_until_it_spoke(supervisor: Supervisor, lines: float = 100) -> None:
    """It runs for as long as `lines` lines take, watched all the while."""
    deadline = time.monotonic() + 15
    spoken_since: float | None = None
    while spoken_since is None or time.monotonic() - spoken_since < lines * 0.01:
        state = supervisor.watched()["speaker"].state
        if spoken_since is None and state == "RUNNING":
            spoken_since = time.monotonic()
        assert time.monotonic() < deadline, state


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a full device")
def test_the_supervisor_outlives_logs_that_cannot_be_written(tmp_path: Path) -> None:
    installation = Installation(home=tmp_path, state=State().completed(8000))
    supervisor = Supervisor(installation)
    command = [sys.executable, "-c", SPEAKS]
    supervisor.write([Program(name="speaker", command=command, environment={}, grace=5)])
    for log in ("speaker.log", "supervisord.log", "supervisord.err"):
        (tmp_path / "logs" / log).symlink_to("/dev/full")
    supervisor.start()
    try:
        supervisor.start_programs(["speaker"])
        wait_until_it_spoke(supervisor)
        assert supervisor.watched()["speaker"].pid
    finally:
        supervisor.shut_down()
