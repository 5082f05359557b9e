"""A gateway for tests: one account for each role, services that are fakes."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from gateway.accounts import Account, StoredAccount
from gateway.app import TEXTS, create_app, make_parts
from gateway.parts import Parts
from gateway.passwords import Passwords
from gateway.permissions import ROLES
from gateway.settings import Settings
from gateway.texts import Texts
from prometheus_client import CollectorRegistry

from .fakes import TODAY, FakeRpc, HandClock, MemoryAccounts

PASSWORD = "mat-khau-thu"
QUICK = Passwords(hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
WORDS = Texts(TEXTS)
HASHED = QUICK.hash(PASSWORD)


@dataclass(slots=True, kw_only=True)
class Office:
    """``client(role)`` is a program signed in with that role, by bearer token."""

    app: Flask
    rpc: FakeRpc
    accounts: MemoryAccounts
    clock: HandClock
    registry: CollectorRegistry

    @property
    def parts(self) -> Parts:
        found: Parts = self.app.extensions["vieclam"]
        return found

    def client(self, role: str | None = None) -> FlaskClient:
        client = self.app.test_client(use_cookies=False)
        if role is not None:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {self.token(role)}"
        return client

    def browser(self, role: str | None = None) -> FlaskClient:
        """Somebody at a page, signed in by the form."""
        browser = self.app.test_client()
        if role is not None:
            answer = browser.post("/sign-in", data={"username": role, "password": PASSWORD})
            assert answer.status_code == 303, answer.get_data(as_text=True)
        return browser

    def token(self, role: str) -> str:
        return self.parts.desk.sign_in(role, PASSWORD, "127.0.0.1")[0]


def office(rpc: FakeRpc | None = None, **settings: Any) -> Office:
    rpc = rpc or FakeRpc()
    accounts, clock, registry = MemoryAccounts(), HandClock(), CollectorRegistry()
    for role in ROLES:
        account = Account(
            id=role,
            name=f"Người {role}",
            role=role,
            agency=role,
            commune="09931",
            village="thon-1" if role == "village_head" else None,
        )
        accounts.add(StoredAccount(account=account, password_hash=HASHED))
    parts = make_parts(
        Settings(**{"live_interval": 0.01, "heartbeat_seconds": 0.2, **settings}),
        rpc=rpc,
        accounts=accounts,
        sign=lambda account: f"token-of-{account.role}",
        snapshot=lambda: dict(rpc.call("indicators", "snapshot", token="gw", correlation_id="")),
        now=clock.now,
        today=lambda: TODAY,
        passwords=QUICK,
        registry=registry,
        texts=WORDS,
    )
    app = copy(_routes())
    app.extensions = {**app.extensions, "vieclam": parts}
    return Office(app=app, rpc=rpc, accounts=accounts, clock=clock, registry=registry)


@cache
def _routes() -> Flask:
    """The routes are the same for every test and take a tenth of a second to describe."""
    return create_app(cast(Parts, SimpleNamespace(settings=Settings())))
