"""users: who may sign in."""

import json
import sys

import click

from vieclam_cli import demo_users, gateway_users, home
from vieclam_cli.run_commands import require_running


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="A JSON array; a demo's passwords too.")
@click.pass_context
def users(context: click.Context, as_json: bool) -> None:
    """List, add, disable, enable and reset the users of the gateway."""
    context.obj = as_json
    if context.invoked_subcommand is None:
        context.invoke(list_users)


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="A JSON array; a demo's passwords too.")
@click.pass_context
def list_users(context: click.Context, as_json: bool = False) -> None:
    """Show the users."""
    installation = require_running(home.default_home())
    if not (as_json or context.obj):
        print(gateway_users.run(installation, "list") or "no users: ./vieclam users add")
        return
    passwords = {each["username"]: each["password"] for each in demo_users.kept(installation.home)}
    found = json.loads(gateway_users.run(installation, "list", "--json"))
    for each in found:
        each["password"] = passwords.get(each["username"])
    print(json.dumps(found, ensure_ascii=False, indent=2))


@users.command(context_settings={"ignore_unknown_options": True})
@click.argument("username")
@click.option("--role", required=True, help="commune_officer, school, bank …")
@click.option("--agency", help="The agency they work for [the role].")
@click.option("--village", help="For a village head: its name, as of a day with NAME@YYYY-MM-DD.")
@click.option("--name", help="Shown on the pages [the user name].")
def add(
    username: str, role: str, agency: str | None, village: str | None, name: str | None
) -> None:
    """Add a user; the password is asked for, or read from standard input."""
    told = (("--agency", agency), ("--village", village), ("--name", name))
    more = [part for option, value in told if value for part in (option, value)]
    installation = require_running(home.default_home())
    print(
        gateway_users.run(
            installation, "add", username, "--role", role, *more, password=_password()
        )
    )


@users.command()
@click.argument("username")
def disable(username: str) -> None:
    """Let USERNAME sign in no more, and sign them out."""
    print(gateway_users.run(require_running(home.default_home()), "disable", username))


@users.command()
@click.argument("username")
def enable(username: str) -> None:
    """Let USERNAME, who was disabled, sign in again."""
    print(gateway_users.run(require_running(home.default_home()), "enable", username))


@users.command()
@click.argument("username")
def reset(username: str) -> None:
    """Give USERNAME a new password, which is asked for, or read from standard input.

    Who is disabled stays so: `enable` lets them in again.
    """
    installation = require_running(home.default_home())
    password = _password()
    print(gateway_users.run(installation, "reset", username, password=password))
    demo_users.remember(installation.home, username, password)


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
