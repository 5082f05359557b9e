"""The commands of ./vieclam. Each says what to do next when it cannot go on, and exits non-zero."""

import os
import sys

import click

from vieclam_cli.dev_commands import bench, check, test
from vieclam_cli.keep_commands import backup, restore, secrets
from vieclam_cli.key_commands import rotate_keys
from vieclam_cli.plain_words import explained
from vieclam_cli.plan_commands import plan
from vieclam_cli.run_commands import down, status, topology, up
from vieclam_cli.user_commands import users
from vieclam_cli.work_commands import import_list, parked, rebuild, verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Vieclam: from a worker's need to a job or a loan, and every target of the plan exact.

    State is kept in ./.vieclam, or where VIECLAM_HOME says. Start with: ./vieclam up --demo
    """


ALL = (
    *(up, down, status, users, import_list, verify, rebuild, parked, backup, restore),
    *(plan, rotate_keys, topology, secrets, test, bench, check),
)
for each in ALL:
    commands.add_command(each)


def main() -> None:
    """Run the command line and end the process."""
    os.umask(0o077)  # whatever a command writes into the state folder is its owner's alone
    try:
        sys.exit(commands.main(prog_name="./vieclam", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        print("stopped", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        told = explained(error)
        if told is None:
            raise
        print(told, file=sys.stderr)
        sys.exit(1)
