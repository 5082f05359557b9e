"""`up` and `down`: the way from a state folder to a running system, and back."""

import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from pymongo import MongoClient

from vieclam_cli import accounts, catalogue, keeper, orphans, ports, readiness, topology
from vieclam_cli.broker import RabbitNode
from vieclam_cli.catalogue import SERVICES
from vieclam_cli.database import answers, put_account
from vieclam_cli.home import NoInstallation, State
from vieclam_cli.installation import Installation
from vieclam_cli.progress import say, step
from vieclam_cli.supervisor import Supervisor

PLAN, COMMUNE = "VIECLAM_PLAN", "VIECLAM_COMMUNE"
FREE_SPACE = 1_000_000_000  # bytes; the broker stops taking events below 200 MB


class CannotStart(Exception):
    """What stands in the way, in plain words, with what to do."""


def running(home: Path) -> Installation | None:
    """The installation in `home` if its supervisor answers, else None."""
    try:
        state = State.load(home)
    except NoInstallation:
        return None
    installation = Installation(home=home, state=state)
    return installation if Supervisor(installation).pid is not None else None


def start(
    home: Path, *, port: int | None, host: str | None, given: Mapping[str, str] = os.environ
) -> Installation:
    """Start everything and wait until every process is ready.

    Raises CannotStart, and whatever a part raises that does not start.
    """
    _check_day(given)
    cleaned = orphans.end(home)
    if cleaned:
        say(f"  ended {cleaned} processes that an earlier crash left behind")
    try:
        kept = State.load(home)
    except NoInstallation:
        kept = State()
    kept = replace(
        kept,
        external=_external(kept, given),
        settings=remembered(kept, given),
        host=host or kept.host,
    )
    _check_machine(home, host or kept.host, port or kept.ports.get("gateway", 8000))
    state = kept.completed(port)
    state.save(home)
    installation = Installation(home=home, state=state)
    topologies = catalogue.topologies()
    topology.check(topologies)
    with step("prepared keys, accounts and settings"):
        installation.prepare()
    servers, processes = installation.servers(), installation.processes(given)
    supervisor = Supervisor(installation)
    supervisor.write([installation.keeper(given), *servers, *processes])
    supervisor.start()
    try:
        supervisor.start_programs([keeper.NAME])
        _start_servers(installation, supervisor, [each.name for each in servers])
        with step("declared exchanges, queues and accounts"):
            declare(installation)
        names = [each.name for each in processes]
        began = time.monotonic()
        supervisor.start_programs(names)
        readiness.wait_for(
            names,
            lambda name: readiness.is_ready(installation.metrics_port(name)),
            supervisor,
            home / "logs",
            told=lambda name: say(f"  {name} ready: {time.monotonic() - began:.1f} s"),
        )
    except BaseException:
        supervisor.shut_down()
        raise
    return installation


def _external(kept: State, given: Mapping[str, str]) -> dict[str, str]:
    named = {
        use: given[variable]
        for use, variable in (("amqp", "VIECLAM_AMQP_URI"), ("mongodb", "VIECLAM_MONGODB_URI"))
        if given.get(variable)
    }
    for use in kept.external.keys() - named.keys():
        say(f"  the {use} server is the external one that this state folder was started with")
    return {**kept.external, **named}


def remembered(kept: State, given: Mapping[str, str]) -> dict[str, str]:
    """Whose plan this is does not change because a variable was not set again."""
    found = dict(kept.settings)
    for name in (PLAN, COMMUNE):
        if name in given:
            found[name] = given[name]
        elif name in found:
            say(f"  {name} is {found[name]}, as before ({name}= forgets it)")
    if found.get(PLAN):
        file = Path(found[PLAN]).resolve()
        if not file.is_file():
            raise CannotStart(f"{PLAN} is {file}: there is no such file")
        found[PLAN] = str(file)
    return {name: value for name, value in found.items() if value}


def not_in_force(running: State, given: Mapping[str, str]) -> list[str]:
    """The settings that are given otherwise than what runs was started with."""
    try:
        wanted = remembered(replace(running, settings={}), given)
    except CannotStart:
        return [PLAN]
    return [
        name
        for name in (PLAN, COMMUNE)
        if name in given and wanted.get(name) != running.settings.get(name)
    ]


def _check_day(given: Mapping[str, str]) -> None:
    day = given.get("VIECLAM_TODAY")
    try:
        if day:
            date.fromisoformat(day)
    except ValueError as error:
        raise CannotStart(f"VIECLAM_TODAY is {day}: write a day like 2026-07-01") from error


def _check_machine(home: Path, host: str, port: int) -> None:
    free = shutil.disk_usage(home).free
    if free < FREE_SPACE:
        raise CannotStart(
            f"the disk under {home} has {free // 1_000_000} MB left, "
            f"{FREE_SPACE // 1_000_000} MB are needed: make room, "
            "or set VIECLAM_HOME to a folder on another disk"
        )
    if not ports.is_free(port, host):
        raise CannotStart(
            f"port {port} is used by another program: choose another with "
            f"./vieclam up --port {port + 1}"
        )


def _start_servers(installation: Installation, supervisor: Supervisor, names: list[str]) -> None:
    supervisor.start_programs(names)
    database, broker, logs = installation.database, installation.broker, installation.home / "logs"
    if database:
        with step("database ready"):
            readiness.wait_for(["database"], lambda _: answers(database.uri), supervisor, logs)
            put_database_accounts(installation)
    if broker:
        with step("broker ready"):
            readiness.wait_for(["broker"], lambda _: broker.is_ready(), supervisor, logs)


def put_database_accounts(installation: Installation) -> None:
    """One account for each service, owner of its own database, at our own running server."""
    if installation.database is None:
        return
    with MongoClient[dict[str, object]](installation.database.uri) as client:
        for name in SERVICES:
            password = installation.state.passwords[f"database/{name}"]
            put_account(client, name, password, name, "dbOwner")


def declare(installation: Installation) -> topology.Declared:
    """Declare the topology and, at our own broker, the services' accounts; again is no harm."""
    topologies = catalogue.topologies()
    declared = topology.declare(installation.amqp_admin(), topologies)
    if installation.broker:
        passwords = {name: installation.state.passwords[f"broker/{name}"] for name in SERVICES}
        accounts.put_accounts(installation.broker.api, topologies, passwords)
        _wait_until_kept(installation.broker, declared.new_queues)
    return declared


def _wait_until_kept(broker: RabbitNode, queues: tuple[str, ...]) -> None:
    """See RabbitNode.keeps: a queue is ready when a crash cannot take it away."""
    deadline = time.monotonic() + 10
    while not all(broker.keeps(queue) for queue in queues) and time.monotonic() < deadline:
        time.sleep(0.05)


def stop(home: Path) -> bool:
    """Stop everything that runs from this state folder; whether anything ran."""
    installation = running(home)
    if installation is not None:
        Supervisor(installation).shut_down()
    return orphans.end(home) > 0 or installation is not None
