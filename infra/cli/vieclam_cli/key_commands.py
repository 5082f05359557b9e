"""rotate-keys: a new key of the registry's vault, and everything sealed put under it."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

import click

from vieclam_cli import home
from vieclam_cli.catalogue import PROCESSES
from vieclam_cli.installation import Installation
from vieclam_cli.run_commands import require_running

Run = Callable[[Sequence[str], dict[str, str]], int]


@click.command("rotate-keys")
@click.option("--new", is_flag=True, help="A new key even if an earlier rotation is unfinished.")
@click.option("--forget", is_flag=True, help="Drop the older keys once nothing needs them.")
def rotate_keys(new: bool, forget: bool) -> None:
    """Put what the registry seals about people under a new vault key; the system stays at work.

    Broken off, run it again: it goes on where it stood. Make a backup before and after: the key
    file is in it, and a backup's databases can only be read with the keys of their time.
    """
    installation = require_running(home.default_home())
    code = rotate(installation, new=new, forget=forget)
    if code != 0:
        raise click.ClickException("not everything is under the new key: run it again")
    print("everything is under the present key; keep a backup: ./vieclam backup DIR")


def rotate(installation: Installation, *, new: bool, forget: bool, run: Run | None = None) -> int:
    """What `python -m registry.rotate` ends with, run with the registry's own environment."""
    registry = next(each for each in PROCESSES if each.name == "registry")
    options = [name for name, wanted in (("--new", new), ("--forget", forget)) if wanted]
    command = [sys.executable, "-P", "-m", "registry.rotate", *options]
    return (run or _run)(command, installation.environment(registry, os.environ))


def _run(command: Sequence[str], environment: dict[str, str]) -> int:
    """Its progress and its words go to the terminal as they come."""
    return subprocess.run(command, env=environment, check=False).returncode
