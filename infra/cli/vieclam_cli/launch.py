"""Become one program of the installation: `python -m vieclam_cli.launch FILE`.

FILE (mode 600) says the command and the environment, so that no password stands in the
supervisor's settings or on a command line. By exec, the pid that the supervisor watches is the
program's own.
"""

import json
import os
import socket
import sys
import time
from pathlib import Path

_PATIENCE = 15.0


def main() -> None:
    """Wait for the port that must answer first, then become the program."""
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if told["after"] is not None:
        _wait_for(told["after"])
    os.execvpe(told["command"][0], told["command"], told["environment"])  # noqa: S606


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    main()
