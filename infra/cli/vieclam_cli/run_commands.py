"""up, down, status, topology."""

import contextlib
import json
import os
import sys
import time
from datetime import date
from pathlib import Path

import click
from chassis.clock import Clock

from vieclam_cli import accounts, catalogue, demo_users, home, orphans, settling, status_report
from vieclam_cli import topology as declaration
from vieclam_cli import up as lifecycle
from vieclam_cli.installation import Installation
from vieclam_cli.interrupts import signals_as_interrupts
from vieclam_cli.progress import say, step
from vieclam_cli.supervisor import Supervisor

AGAIN_SECONDS = 180.0


def require_running(folder: Path) -> Installation:
    """The running installation; otherwise a message that says how to start it."""
    home.State.load(folder)
    installation = lifecycle.running(folder)
    if installation is None and orphans.of(folder):
        raise click.ClickException(
            f"the supervisor of {folder} ended by itself; everything is being started again: "
            "wait half a minute, or run ./vieclam up"
        )
    if installation is None:
        raise click.ClickException(f"nothing runs from {folder}: run ./vieclam up")
    return installation


@click.command()
@click.option("--demo", is_flag=True, help="Make demo users and a demo commune.")
@click.option("--detach", is_flag=True, help="Return when everything is ready.")
@click.option("--port", type=click.IntRange(1, 65535), help="The gateway's port [8000].")
@click.option("--host", help="The gateway's address; 0.0.0.0 for other machines [127.0.0.1].")
def up(demo: bool, detach: bool, port: int | None, host: str | None) -> None:
    """Set everything up and run it, until Ctrl-C or `down`.

    The data stay in the state folder; the next up goes on with them.
    """
    folder = home.default_home()
    with signals_as_interrupts():
        with home.alone(folder):
            installation = lifecycle.running(folder)
            fresh = installation is None
            if installation is None:
                say(f"Starting Vieclam (state folder {folder})")
                installation = lifecycle.start(folder, port=port, host=host)
            else:
                say("Vieclam runs already.")
                for name in lifecycle.not_in_force(installation.state, os.environ):
                    say(f"  {name} takes effect at the next start: down, then up")
            if demo:
                _load_demo(installation)
        _greet(installation)
        if fresh and not detach:
            _stay(installation)


def _load_demo(installation: Installation) -> None:
    # the demo reaches the system by its HTTP API, as any other program would
    from vieclam_cli import demo  # noqa: PLC0415 - imports what only the demo needs

    with step("demo users"):
        users = demo_users.prepare(installation)
    day = os.environ.get("VIECLAM_TODAY")
    today = date.fromisoformat(day) if day else Clock().today()
    demo.load(installation.home, installation.url, users, today, say)
    with step("figures up to date"):
        if not settling.wait(installation):
            raise click.ClickException("the events of the demo have not all been applied")


def _greet(installation: Installation) -> None:
    print(f"\nVieclam is ready: {installation.url}\n")
    users = demo_users.kept(installation.home)
    if users:
        print(f"  {'role':<20} {'user':<20} password")
        for user in users:
            print(f"  {user['role']:<20} {user['username']:<20} {user['password']}")
        print()
    print("Look with ./vieclam status, stop with ./vieclam down.", flush=True)


def _stay(installation: Installation) -> None:
    """Stay attached until Ctrl-C or until somebody says `down`."""
    supervisor = Supervisor(installation)
    try:
        while supervisor.pid is not None or _starts_again(installation.home):
            time.sleep(1)
    except KeyboardInterrupt:
        say("")
        with step("stopped"), home.alone(installation.home):
            lifecycle.stop(installation.home)


def _starts_again(folder: Path) -> bool:
    """After the supervisor's end: whether the keeper started everything again (it takes half a
    minute). False when somebody said `down`."""
    deadline = time.monotonic() + AGAIN_SECONDS
    while time.monotonic() < deadline:
        # while something is left, the keeper needs the folder: do not stand in its way
        with contextlib.suppress(home.Busy):
            if not orphans.of(folder):
                with home.alone(folder):
                    return lifecycle.running(folder) is not None
        if lifecycle.running(folder) is not None:
            return True
        time.sleep(0.5)
    orphans.end(folder)
    raise click.ClickException(
        f"the supervisor ended and did not start again (the logs: {folder / 'logs'}); "
        "everything was stopped, no data is lost: run ./vieclam up"
    )


@click.command()
def down() -> None:
    """Stop everything that runs from the state folder; the data stay."""
    folder = home.default_home()
    home.State.load(folder)
    with home.alone(folder), step("stopped"):
        ran = lifecycle.stop(folder)
    if not ran:
        print(f"nothing ran from {folder}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For tools: URLs with passwords, pids.")
def status(as_json: bool) -> None:
    """Show what runs and whether it is ready. Exits 1 when nothing runs, or (without --json)
    when something is not ready."""
    installation = require_running(home.default_home())
    if as_json:
        print(json.dumps(status_report.report(installation), indent=2))
        return
    print("\n".join(status_report.lines(installation)))
    if not status_report.all_ready(installation):
        say("\nSomething is not ready; the logs: " + str(installation.home / "logs"))
        sys.exit(1)


@click.command()
@click.option("--check", is_flag=True, help="Only compare the services' topology files.")
def topology(check: bool) -> None:
    """Declare exchanges, queues, bindings and broker accounts from the services' topology files.

    `up` does it too. A disagreement between publishers and readers, or something that exists
    with other arguments, is an error and changes nothing more.
    """
    topologies = catalogue.topologies()
    declaration.check(topologies)
    if check:
        print(f"{len(topologies)} topology files agree")
        return
    installation = require_running(home.default_home())
    declared = lifecycle.declare(installation)
    for queue in declared.queues:
        print(f"  {queue}{'  (new)' if queue in declared.new_queues else ''}")
    if installation.broker is not None:
        for name in accounts.strangers(installation.broker.api, declared.queues):
            raise click.ClickException(f"queue {name} is named by no topology file: delete it")
