"""The gateway's own command for its users, run with the gateway's environment."""

import os
import subprocess
import sys

import click

from vieclam_cli.catalogue import PROCESSES
from vieclam_cli.installation import Installation


def run(installation: Installation, *arguments: str, password: str | None = None) -> str:
    """What `python -m gateway.users ARGUMENTS` prints; the password goes by standard input.

    Raises a ClickException with its words when it fails.
    """
    gateway = next(each for each in PROCESSES if each.name == "gateway")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "gateway.users", *arguments],
        env=installation.environment(gateway, os.environ),
        input=None if password is None else f"{password}\n",
        stdin=subprocess.DEVNULL if password is None else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise click.ClickException(done.stderr.strip() or "the user command failed")
    return done.stdout.strip()
