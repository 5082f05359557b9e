"""test, check, bench: for those who change the product."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from vieclam_cli import devservers, orphans
from vieclam_cli.catalogue import ROOT, distributions
from vieclam_cli.interrupts import signals_as_interrupts
from vieclam_cli.progress import say, step

PREFIX = "vieclam-test-"
_PASS_ON = {"ignore_unknown_options": True, "allow_interspersed_args": True}


@click.command(context_settings=_PASS_ON)
@click.option("--all", "everything", is_flag=True, help="The long drills too.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PYTEST ARGUMENTS]")
def test(everything: bool, arguments: tuple[str, ...]) -> None:
    """Run the tests against a real broker and a real database, made for this run only.

    Other arguments are pytest's, for example: ./vieclam test services/credit -k loan
    """
    chosen = [] if everything or "-m" in arguments else ["-m", "not long"]
    sys.exit(_with_servers([sys.executable, "-P", "-m", "pytest", *chosen, *arguments]))


@click.command(context_settings=_PASS_ON)
@click.argument("names", nargs=-1, metavar="[NAME]")
def bench(names: tuple[str, ...]) -> None:
    """Measure against the machine's limit and against stock nameko, in one run."""
    program = ROOT / "benchmarks" / "run.py"
    if not program.exists():
        raise click.ClickException(f"there is no {program}")
    sys.exit(_with_servers([sys.executable, "-P", str(program), *names]))


@click.command()
def check() -> None:
    """Lint, format, types and the rules of who may import whom."""
    binaries = Path(sys.executable).parent
    python_path = os.pathsep.join(str(folder) for folder in distributions())
    packages = [str(folder) for folder in packages_to_check()]
    for name, command in (
        ("ruff check", [str(binaries / "ruff"), "check", "."]),
        ("ruff format", [str(binaries / "ruff"), "format", "--check", "."]),
        ("mypy", [str(binaries / "mypy"), "--strict", *packages]),
        ("import rules", [str(binaries / "lint-imports"), "--no-cache"]),
    ):
        with step(name):
            done = subprocess.run(
                command, cwd=ROOT, env={**os.environ, "MYPYPATH": python_path}, check=False
            )
        if done.returncode != 0:
            raise click.ClickException(f"{name} found something to mend (above)")


def packages_to_check() -> list[Path]:
    """Every package of ours: the folders of the distributions that hold an `__init__.py`."""
    return [
        folder
        for distribution in distributions()
        for folder in sorted(distribution.glob("*/"))
        if (folder / "__init__.py").exists() and folder.name != "tests"
    ]


def _with_servers(command: Sequence[str]) -> int:
    """Run it beside its own servers; they end with it, whatever happens. Its exit status."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    (folder / "pid").write_text(str(os.getpid()))
    (folder / "tmp").mkdir()
    status = 130
    try:
        with signals_as_interrupts(), devservers.running(folder, at_once=True) as servers:
            say(f"Broker and database for this run: {folder} (kept when something fails)")
            status = _run(command, servers.environment() | {"TMPDIR": str(folder / "tmp")})
    except KeyboardInterrupt:
        pass
    finally:
        orphans.end_under(folder)
        if status == 0:
            shutil.rmtree(folder, ignore_errors=True)
    return status


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL
    ) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.terminate()  # Ctrl-C reached it too; a SIGTERM to us did not
            child.wait(30)
            return 130


def _sweep() -> None:
    """Clear what runs that were killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            pid = int((folder / "pid").read_text())
        except (OSError, ValueError):
            continue
        if not Path(f"/proc/{pid}").exists():
            orphans.end_under(folder)
            shutil.rmtree(folder, ignore_errors=True)
