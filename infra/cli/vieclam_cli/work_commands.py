"""import, verify, rebuild, parked."""

import contextlib
import os
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from chassis.errors import NotFound, ServiceError

from vieclam_cli import demo_users, home, operator_calls
from vieclam_cli.api import Api
from vieclam_cli.installation import Installation
from vieclam_cli.progress import say, step
from vieclam_cli.run_commands import require_running

PROGRESS_SECONDS = 3.0
LONG = 1800.0  # seconds: a city's states are recounted in minutes
CONSUMERS = ("registry", "training", "placement", "credit", "indicators")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only judge every row; change nothing.")
@click.option("--as-of", metavar="YYYY-MM-DD", help="The date of the list [today].")
@click.option("--user", help="A commune officer's user name [the demo's].")
def import_list(file: Path, dry_run: bool, as_of: str | None, user: str | None) -> None:
    """Import a worker list (xlsx or csv) and show what became of each row.

    Asks for the officer's password, or takes it from VIECLAM_PASSWORD.
    """
    installation = require_running(home.default_home())
    officer = _officer(installation, user)
    import_id = officer.upload(
        file, file.read_bytes(), uuid.uuid4().hex, as_of=as_of, dry_run=dry_run
    )
    answer = _followed(officer, import_id)
    if answer["status"] == "failed":
        raise click.ClickException("the list could not be read: is it a worker list (xlsx, csv)?")
    for row in answer["rows"]:
        if row["verdict"] != "accept":
            problems = ", ".join(f"{each['column']}: {each['reason']}" for each in row["problems"])
            print(f"  row {row['row']:>5}  {row['verdict']:<20} {problems}".rstrip())
    counts = ", ".join(f"{count} {verdict}" for verdict, count in answer["counts"].items())
    print(f"{'Dry run, nothing changed: ' if dry_run else ''}{counts or 'no rows'}")


def _officer(installation: Installation, user: str | None) -> Api:
    known = {each["username"]: each for each in demo_users.kept(installation.home)}
    if user is None:
        officers = [each for each in known.values() if each["role"] == "commune_officer"]
        if not officers:
            raise click.ClickException("say who imports: --user NAME (a commune officer)")
        user = officers[0]["username"]
    password = os.environ.get("VIECLAM_PASSWORD") or known.get(user, {}).get("password")
    if not password:
        password = click.prompt(f"Password of {user}", hide_input=True, err=True)
    return Api(installation.url, user, str(password))


def _followed(officer: Api, import_id: str) -> dict[str, Any]:
    """The finished import; says how far it is, at most once a second."""
    shown = ""
    while True:
        answer: dict[str, Any] = officer.get(f"/people/imports/{import_id}")
        if answer["status"] in ("done", "failed"):
            return answer
        now = f"  {answer['status']}: {_share(answer.get('progress'))}"
        if now != shown:
            say(now)
            shown = now
        time.sleep(1)


def _share(progress: Any) -> str:
    if isinstance(progress, int | float):
        return f"{progress * 100:.0f} %" if progress <= 1 else f"{progress:.0f}"
    if isinstance(progress, dict) and progress.get("total"):
        return f"{progress.get('done', 0)} of {progress['total']} rows"
    return str(progress or "")


@click.command()
@click.option("--from-logs", is_flag=True, help="Read the owners' logs again, too.")
def verify(from_logs: bool) -> None:
    """Recompute every figure from the stored facts and compare. Exits 1 on a difference.

    With --from-logs the stored facts themselves are compared with what their owners tell.
    """
    installation = require_running(home.default_home())
    with step("recomputed"), _told_meanwhile(installation):
        found = operator_calls.call(
            installation, "indicators", "verify", timeout=LONG, from_logs=from_logs
        )
    if from_logs:
        print(f"{found['events']} events of the owners' logs read")
    print(
        f"{found['states']} states, {found['entries']} entries, {found['cells']} cells: "
        f"difference {found['difference']}"
    )
    if found["difference"]:
        for name, told in found["details"].items():
            if not isinstance(told, list):
                print(f"  {name}: {told}")
        for each in found["details"]["named"]:
            print(f"  {each}")
        for unit in found["details"]["units"]:
            print(f"  unit {unit}: its stored page or its entries are not what its facts come to")
        print(
            "A difference is a defect: keep ./vieclam backup, then ./vieclam rebuild --generation. "
            "A closing is mended by nobody: compare its digest with the one kept elsewhere."
        )
        sys.exit(1)


@contextlib.contextmanager
def _told_meanwhile(installation: Installation) -> Iterator[None]:
    """Say now and then how far the indicators are."""
    over = threading.Event()

    def tell() -> None:
        while not over.wait(PROGRESS_SECONDS):
            with contextlib.suppress(ServiceError):
                found = operator_calls.call(installation, "indicators", "work_progress")
                if found["what"]:
                    say(f"  {found['what']}: {found['done']} of about {found['of']}")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


@click.command()
@click.option("--generation", is_flag=True, help="Switch to the new generation in any case.")
@click.option("--from-logs", is_flag=True, help="Make the facts what their owners tell, too.")
def rebuild(generation: bool, from_logs: bool) -> None:
    """Build the ledger of entries and its totals anew from the stored facts, and compare.

    With --from-logs the stored facts are first made what the owners' logs tell.
    """
    installation = require_running(home.default_home())
    with step("rebuilt"), _told_meanwhile(installation):
        found = operator_calls.call(
            installation,
            "indicators",
            "rebuild",
            timeout=LONG,
            generation=generation,
            from_logs=from_logs,
        )
    if from_logs:
        print(f"{found['events']} events of the owners' logs read")
        print(f"{found['mended']} persons mended")
    print(
        f"generation {found['generation']}: {found['states']} states, {found['entries']} entries; "
        f"difference to the former {found['difference']}; "
        f"{'in use now' if found['switched'] else 'not put to use'}"
    )


@click.group(invoke_without_command=True)
@click.pass_context
def parked(context: click.Context) -> None:
    """Events that could not be applied: list them, try them again, or give them up."""
    if context.invoked_subcommand is None:
        context.invoke(list_parked)


@parked.command("list")
def list_parked() -> None:
    """Show them, oldest first, without their contents. Exits 1 when there are any."""
    installation = require_running(home.default_home())
    count = 0
    for service in CONSUMERS:
        for each in operator_calls.call(installation, service, "parked")["items"]:
            count += 1
            print(
                f"  {service:<12}{each['event']:<40}{each['name']:<24}{each['reason']:<24}"
                f"{each['parked_at']}"
            )
    print(f"{count} parked" if count else "nothing is parked")
    if count:
        print("Mend the cause, then: ./vieclam parked retry EVENT (or discard EVENT)")
        sys.exit(1)


@parked.command()
@click.argument("event")
def retry(event: str) -> None:
    """Apply EVENT after all, and what waits behind it."""
    _resolve(event, "retry")


@parked.command()
@click.argument("event")
def discard(event: str) -> None:
    """Give EVENT up; it is kept apart, and never applied."""
    _resolve(event, "discard")


def _resolve(event: str, action: str) -> None:
    installation = require_running(home.default_home())
    for service in CONSUMERS:
        try:
            operator_calls.call(
                installation, service, "resolve_parked", event_id=event, action=action
            )
        except NotFound:
            continue
        print(f"{service}: {event} {'applied' if action == 'retry' else 'discarded'}")
        return
    raise click.ClickException(f"no parked event {event}: ./vieclam parked list shows them")
