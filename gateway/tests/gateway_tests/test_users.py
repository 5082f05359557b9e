"""``python -m gateway.users``: who may sign in, and passwords that nobody else reads."""

from __future__ import annotations

import io
import json

import pytest
from gateway.users import Stop, run

from .fakes import MemoryAccounts
from .office import PASSWORD, QUICK, office


def do(accounts: MemoryAccounts, *arguments: str, password: str = "") -> str:
    return run(arguments, accounts, QUICK, io.StringIO(f"{password}\n" if password else ""))


def test_a_user_is_added_with_a_password_from_standard_input() -> None:
    accounts = MemoryAccounts()
    do(
        accounts, "add", "Can-Bo", "--role", "commune_officer", "--name", "Cán bộ",
        password=PASSWORD,
    )  # fmt: skip
    stored = accounts.find("can-bo")
    assert stored is not None
    assert stored.account.name == "Cán bộ"
    assert stored.account.commune == "09931"
    assert stored.password_hash.startswith("$argon2id$")
    assert QUICK.matches(stored.password_hash, PASSWORD)


def test_a_user_is_added_once_unless_renewed() -> None:
    accounts = MemoryAccounts()
    do(accounts, "add", "ab", "--role", "bank", password=PASSWORD)
    with pytest.raises(Stop, match="reset"):
        do(accounts, "add", "ab", "--role", "school", password=PASSWORD)
    do(accounts, "add", "ab", "--role", "school", "--replace", password=PASSWORD)
    assert accounts.find("ab").account.role == "school"


@pytest.mark.parametrize("password", ["", "1234567"])
def test_a_password_has_eight_characters(password: str) -> None:
    with pytest.raises(Stop, match="8 characters"):
        do(MemoryAccounts(), "add", "ab", "--role", "bank", password=password)


@pytest.mark.parametrize("name", ["a", "a b", "-a", "x" * 41, "đào"])
def test_a_username_is_plain(name: str) -> None:
    with pytest.raises((Stop, SystemExit)):
        do(MemoryAccounts(), "add", name, "--role", "bank", password=PASSWORD)


def test_disabling_and_resetting_end_every_sign_in() -> None:
    for command, password in (("disable", ""), ("reset", "mat-khau-moi")):
        gateway = office()
        client = gateway.client("bank")
        do(gateway.accounts, command, "bank", password=password)
        assert client.get("/api/v1/session").status_code == 401


def test_a_disabled_user_may_be_let_in_again() -> None:
    gateway = office()
    do(gateway.accounts, "disable", "bank")
    do(gateway.accounts, "enable", "bank")
    assert gateway.client("bank").get("/api/v1/session").status_code == 200


def test_a_new_password_lets_nobody_in_who_was_disabled() -> None:
    """Whoever left stays out, also when a password is reset or the user renewed."""
    accounts = office().accounts
    do(accounts, "disable", "bank")
    assert "enable" in do(accounts, "reset", "bank", password="mat-khau-moi")
    assert accounts.find("bank").disabled
    do(accounts, "add", "bank", "--role", "bank", "--replace", password=PASSWORD)
    assert accounts.find("bank").disabled


def test_a_role_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(Stop, match=r"no role manager; the roles are commune_officer, .*ops"):
        do(MemoryAccounts(), "add", "ab", "--role", "manager", password=PASSWORD)


def test_the_list_shows_who_and_no_secret() -> None:
    accounts = office().accounts
    listed = json.loads(do(accounts, "list", "--json"))
    assert {"username", "name", "role", "agency", "commune", "village", "disabled"} == set(
        listed[0]
    )
    assert "argon2" not in do(accounts, "list", "--json")
    assert "commune_officer" in do(accounts, "list")


def test_who_is_not_there_is_said() -> None:
    with pytest.raises(Stop, match="no such user"):
        do(MemoryAccounts(), "disable", "nobody")
