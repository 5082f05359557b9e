"""Both stores of accounts keep the same promises."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from chassis.errors import Transient
from chassis.mongo import connect
from gateway.accounts import Account, Accounts, AlreadyThere, SignIn, StoredAccount
from gateway.mongo_accounts import MongoAccounts

from .fakes import MemoryAccounts


@pytest.fixture(params=["mongo", "memory"])
def accounts(request: pytest.FixtureRequest) -> Iterator[Accounts]:
    if request.param == "memory":
        yield MemoryAccounts()
        return
    base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
    db = connect(f"{base.rstrip('/')}/g{uuid.uuid4().hex[:12]}?{options}")
    store = MongoAccounts(db)
    store.prepare()
    yield store
    db.client.drop_database(db.name)
    db.client.close()


def stored(name: str = "can-bo", village: str | None = None) -> StoredAccount:
    account = Account(
        id=name, name="Cán bộ", role="village_head", agency="a", commune="09931", village=village
    )
    return StoredAccount(account=account, password_hash="$argon2id$x")


def sign_in(digest: str, name: str = "can-bo", hours: int = 1) -> SignIn:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hours)
    return SignIn(digest=digest, account_id=name, expires_at=at)


def test_an_account_comes_back_as_it_was_kept(accounts: Accounts) -> None:
    assert accounts.find("can-bo") is None
    accounts.add(stored(village="Thôn Trại Cá"))
    assert accounts.find("can-bo") == stored(village="Thôn Trại Cá")


def test_a_name_is_taken_once(accounts: Accounts) -> None:
    accounts.add(stored())
    with pytest.raises(AlreadyThere):
        accounts.add(stored())


def test_replacing_changes_the_one_and_no_other(accounts: Accounts) -> None:
    accounts.add(stored("b"))
    accounts.add(stored("a"))
    accounts.replace(replace(stored("b"), disabled=True))
    assert [(each.account.id, each.disabled) for each in accounts.all()] == [
        ("a", False),
        ("b", True),
    ]


def test_a_sign_in_is_found_until_it_is_forgotten(accounts: Accounts) -> None:
    kept = sign_in("d1")
    accounts.remember(kept)
    assert accounts.sign_in("d1") == kept
    accounts.forget("d1")
    accounts.forget("d1")
    assert accounts.sign_in("d1") is None


def test_all_sign_ins_of_one_account_end_together(accounts: Accounts) -> None:
    for digest, name in (("d1", "a"), ("d2", "a"), ("d3", "b")):
        accounts.remember(sign_in(digest, name))
    accounts.forget_all("a")
    assert [accounts.sign_in(each) is None for each in ("d1", "d2", "d3")] == [True, True, False]


def test_expired_sign_ins_do_not_pile_up(accounts: Accounts) -> None:
    accounts.remember(sign_in("old", hours=-1))
    accounts.remember(sign_in("other", "b", hours=-1))
    accounts.remember(sign_in("new"))
    assert accounts.sign_in("old") is None
    assert accounts.sign_in("other") is not None


def test_a_database_that_is_away_is_said_to_be_away() -> None:
    db = connect("mongodb://127.0.0.1:9/g?serverSelectionTimeoutMS=50")
    with pytest.raises(Transient, match="database_away"):
        MongoAccounts(db).find("can-bo")
