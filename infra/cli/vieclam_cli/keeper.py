"""Who watches the supervisor: `python -m vieclam_cli.keeper`, a program that supervisord runs.

Each restarts the other. When supervisord was killed, the keeper becomes `up --detach`, which ends
what was left and starts everything again; `down` ends the keeper first, as it does the rest.
"""

import os
import sys
import time

from vieclam_cli import home
from vieclam_cli.child import MARK

NAME = "keeper"
COMMAND = [sys.executable, "-P", "-m", "vieclam_cli.keeper"]
_LOOK_SECONDS = 0.5


def main() -> None:
    """Wait for the supervisor's end, then start everything again."""
    supervisor = os.getppid()
    while os.getppid() == supervisor:
        time.sleep(_LOOK_SECONDS)
    _wait_for_the_folder()
    environment = {name: value for name, value in os.environ.items() if name != MARK}
    again = [sys.executable, "-P", "-m", "vieclam_cli", "up", "--detach"]
    os.execve(sys.executable, again, environment)  # noqa: S606


def _wait_for_the_folder() -> None:
    """Another command may be at work on the state folder: a `down` ends us meanwhile."""
    while True:
        try:
            with home.alone(home.default_home()):
                return
        except home.Busy:
            time.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    main()
