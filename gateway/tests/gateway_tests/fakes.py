"""Fakes: services that answer from a table, accounts in memory, a day that stands still."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chassis.errors import NotFound
from gateway.accounts import AlreadyThere, SignIn, StoredAccount

TODAY = date(2026, 11, 23)


class MemoryAccounts:
    """Accounts without a database; keeps what :class:`gateway.accounts.Accounts` promises."""

    def __init__(self) -> None:
        self._accounts: dict[str, StoredAccount] = {}
        self._sign_ins: dict[str, SignIn] = {}

    def find(self, account_id: str) -> StoredAccount | None:
        return self._accounts.get(account_id)

    def all(self) -> list[StoredAccount]:
        return [self._accounts[name] for name in sorted(self._accounts)]

    def add(self, stored: StoredAccount) -> None:
        if stored.account.id in self._accounts:
            raise AlreadyThere(stored.account.id)
        self._accounts[stored.account.id] = stored

    def replace(self, stored: StoredAccount) -> None:
        self._accounts[stored.account.id] = stored

    def remember(self, sign_in: SignIn) -> None:
        now = datetime.now(UTC)
        self._sign_ins = {
            digest: each
            for digest, each in self._sign_ins.items()
            if each.account_id != sign_in.account_id or each.expires_at > now
        }
        self._sign_ins[sign_in.digest] = sign_in

    def sign_in(self, digest: str) -> SignIn | None:
        return self._sign_ins.get(digest)

    def forget(self, digest: str) -> None:
        self._sign_ins.pop(digest, None)

    def forget_all(self, account_id: str) -> None:
        self._sign_ins = {
            digest: each for digest, each in self._sign_ins.items() if each.account_id != account_id
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One call a service received."""

    service: str
    method: str
    token: str
    kwargs: dict[str, Any]


@dataclass(slots=True)
class FakeRpc:
    """``answers`` maps ``service.method`` to an answer, an error to raise, or a function."""

    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[Called] = field(default_factory=list)

    def call(
        self,
        service: str,
        method: str,
        *,
        token: str,
        correlation_id: str,
        timeout: float = 10,
        **kwargs: Any,
    ) -> Any:
        self.calls.append(Called(service=service, method=method, token=token, kwargs=kwargs))
        try:
            answer = self.answers[f"{service}.{method}"]
        except KeyError:
            raise NotFound("no_such_method") from None
        if isinstance(answer, Exception):
            raise answer
        return answer(**kwargs) if isinstance(answer, Callable) else deepcopy(answer)

    @property
    def last(self) -> Called:
        return self.calls[-1]


@dataclass(slots=True)
class HandClock:
    """A clock that a test moves."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)
