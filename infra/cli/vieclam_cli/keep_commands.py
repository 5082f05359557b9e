"""backup, restore, secrets: what is kept and what is handed over."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import click

from vieclam_cli import deployment, home, keeping, readiness
from vieclam_cli import up as lifecycle
from vieclam_cli.catalogue import PROCESSES
from vieclam_cli.installation import Installation
from vieclam_cli.interrupts import signals_as_interrupts
from vieclam_cli.progress import say, step
from vieclam_cli.run_commands import require_running
from vieclam_cli.supervisor import Supervisor


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def backup(folder: Path) -> None:
    """Write everything that is stored into DIR, a new or empty folder.

    The services rest meanwhile (some seconds), so that the databases fit one another. DIR holds
    people's data and the keys to them: guard it as you guard the system.
    """
    state_folder = home.default_home()
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty: name a new folder")
    with home.alone(state_folder), signals_as_interrupts():
        installation = require_running(state_folder)
        supervisor, names = Supervisor(installation), [each.name for each in PROCESSES]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with step("services at rest"):
                supervisor.stop_programs(names)
            with step("written"):
                counts = keeping.write(folder, state_folder, installation.mongodb_uri)
        finally:
            with step("services at work again"):
                supervisor.start_programs(names)
                _wait(installation, supervisor, names)
    print(f"{sum(counts.values())} documents kept in {folder}; ./vieclam restore {folder}")


def _wait(installation: Installation, supervisor: Supervisor, names: list[str]) -> None:
    readiness.wait_for(
        names,
        lambda name: readiness.is_ready(installation.metrics_port(name)),
        supervisor,
        installation.home / "logs",
    )


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", "replacing", is_flag=True, help="Give up what the state folder holds.")
def restore(folder: Path, replacing: bool) -> None:
    """Fill the state folder from a backup, FOLDER. Nothing may run from it; then ./vieclam up."""
    state_folder = home.default_home()
    with step("checked the backup"):
        keeping.check(folder)
    with home.alone(state_folder), signals_as_interrupts():
        if lifecycle.running(state_folder) is not None:
            raise click.ClickException("the system runs: ./vieclam down first")
        state = _emptied(state_folder, replacing=replacing).completed(None)
        state.save(state_folder)
        installation = Installation(home=state_folder, state=state)
        keeping.read_files(folder, state_folder)
        installation.prepare()
        with step("restored"):
            counts = _filled(installation, folder)
    print(f"{sum(counts.values())} documents restored; go on with ./vieclam up")


def _emptied(state_folder: Path, *, replacing: bool) -> home.State:
    """The state to go on with; what was stored is gone, if that was allowed."""
    stored = [name for name in ("database", "broker") if (state_folder / name).exists()]
    if stored and not replacing:
        raise click.ClickException(
            f"{state_folder} holds data: name another state folder by VIECLAM_HOME, "
            "or give the data up with --replace"
        )
    for name in stored:
        shutil.rmtree(state_folder / name)
    try:
        kept = home.State.load(state_folder)
    except home.NoInstallation:
        kept = home.State()
    external = os.environ.get("VIECLAM_MONGODB_URI")
    return replace(kept, external={**kept.external, **({"mongodb": external} if external else {})})


def _filled(installation: Installation, folder: Path) -> dict[str, int]:
    database = installation.database
    if database is None:
        return keeping.read(folder, installation.mongodb_uri)
    database.start()
    try:
        lifecycle.put_database_accounts(installation)
        return keeping.read(folder, installation.mongodb_uri)
    finally:
        database.stop()
        say("  the database is closed again")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--rabbitmq", type=click.Choice(["3", "4"]), default="3", help="Major version.")
@click.option("--broker", default="broker:5672", show_default=True, help="Host and port.")
@click.option("--database", default="database:27017", show_default=True, help="Host and port.")
def secrets(folder: Path, rabbitmq: str, broker: str, database: str) -> None:
    """Make keys, passwords and the broker's definitions for infra/deploy, in DIR.

    Run again, it adds what is new and changes nothing that is there. Guard DIR.
    """
    deployment.make(folder, rabbitmq=int(rabbitmq), broker=broker, database=database)
    print(f"keys, passwords and definitions.json in {folder}; see infra/deploy/README.md")
