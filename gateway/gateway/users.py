"""``python -m gateway.users``: who may sign in. Passwords come on standard input.

list [--json] · add USERNAME --role … [--agency …] [--commune …] [--village …] [--name …]
disable USERNAME · enable USERNAME · reset USERNAME
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TextIO

from chassis.errors import Transient
from chassis.mongo import connect

from gateway.accounts import Account, Accounts, AlreadyThere, StoredAccount
from gateway.mongo_accounts import MongoAccounts
from gateway.passwords import SHORTEST, Passwords, too_short
from gateway.permissions import ROLES

__all__ = ["main", "run"]

USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,39}$")


class Stop(Exception):
    """The command cannot go on; the message says what to do."""


def run(arguments: Sequence[str], accounts: Accounts, passwords: Passwords, stdin: TextIO) -> str:
    """Do one command and return what to print. Raises :class:`Stop`."""
    asked = _parser().parse_args(arguments)
    if asked.command == "list":
        return _list(accounts.all(), as_json=asked.json)
    username = unicodedata.normalize("NFC", asked.username).casefold()
    if asked.command == "add":
        return _add(asked, username, accounts, passwords, stdin)
    stored = accounts.find(username)
    if stored is None:
        raise Stop("no such user; `list` shows them")
    if asked.command == "reset":
        hashed = passwords.hash(_password(stdin))
        accounts.replace(replace(stored, password_hash=hashed))
        accounts.forget_all(username)
        still = "; still disabled: `enable` lets them sign in" if stored.disabled else ""
        return f"{username}: new password, signed out everywhere{still}"
    disabled = asked.command == "disable"
    accounts.replace(replace(stored, disabled=disabled))
    if disabled:
        accounts.forget_all(username)
    return f"{username}: {asked.command}d"


def _add(
    asked: argparse.Namespace,
    username: str,
    accounts: Accounts,
    passwords: Passwords,
    stdin: TextIO,
) -> str:
    if not USERNAME.match(username):
        raise Stop("a username is 2 to 40 of a-z 0-9 . _ - and starts with a letter or digit")
    if asked.role not in ROLES:
        raise Stop(f"there is no role {asked.role}; the roles are {', '.join(ROLES)}")
    account = Account(
        id=username,
        name=unicodedata.normalize("NFC", asked.name or username),
        role=asked.role,
        agency=asked.agency or asked.role,
        commune=asked.commune,
        village=asked.village,
    )
    stored = StoredAccount(account=account, password_hash=passwords.hash(_password(stdin)))
    try:
        accounts.add(stored)
    except AlreadyThere:
        if not asked.replace:
            raise Stop("there is such a user already; `reset` gives a new password") from None
        former = accounts.find(username)
        accounts.replace(replace(stored, disabled=former is not None and former.disabled))
    return f"{username}: added as {account.role}"


def _password(stdin: TextIO) -> str:
    password = getpass.getpass() if stdin.isatty() else stdin.readline().rstrip("\r\n")
    if too_short(password):
        raise Stop(f"a password has at least {SHORTEST} characters")
    return password


def _list(found: Sequence[StoredAccount], *, as_json: bool) -> str:
    rows = [
        {"username": each.account.id, **asdict(each.account), "disabled": each.disabled}
        for each in found
    ]
    for row in rows:
        del row["id"]
    if as_json:
        return json.dumps(rows, ensure_ascii=False)
    return "\n".join(
        f"{row['username']:<20} {row['role']:<18} {row['agency']:<18} "
        f"{row['village'] or '':<16} {'disabled' if row['disabled'] else ''}".rstrip()
        for row in rows
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gateway.users", description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="show the users")
    listing.add_argument("--json", action="store_true", help="as a JSON array")
    adding = commands.add_parser("add", help="add a user; the password comes on standard input")
    adding.add_argument("--role", required=True, help=", ".join(ROLES))
    adding.add_argument("--agency", help="default: the role")
    adding.add_argument("--commune", default="09931", help="unit code")
    adding.add_argument(
        "--village", help="for a village head: its name, as of a day with NAME@YYYY-MM-DD"
    )
    adding.add_argument("--name", help="shown on the pages; default: the username")
    adding.add_argument(
        "--replace",
        action="store_true",
        help="when there is such a user: renew; who is disabled stays so",
    )
    disabling = commands.add_parser("disable", help="no sign-in any more, signed out at once")
    enabling = commands.add_parser("enable", help="may sign in again")
    resetting = commands.add_parser("reset", help="a new password, on standard input")
    for each in (adding, disabling, enabling, resetting):
        each.add_argument("username")
    return parser


def main() -> int:
    uri = os.environ.get("VIECLAM_MONGODB_URI")
    if not uri:
        sys.stderr.write("set VIECLAM_MONGODB_URI to the gateway's database\n")
        return 2
    try:
        said = run(sys.argv[1:], MongoAccounts(connect(uri)), Passwords(), sys.stdin)
    except Stop as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except Transient:
        sys.stderr.write("the database does not answer; is the system up?\n")
        return 1
    sys.stdout.write(f"{said}\n" if said else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
