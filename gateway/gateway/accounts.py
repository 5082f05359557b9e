"""Accounts: who may sign in, and what the store of them promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

__all__ = ["Account", "Accounts", "AlreadyThere", "SignIn", "StoredAccount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody signed in. ``id`` is the username; it stands in records as who did it."""

    id: str
    name: str
    role: str
    agency: str
    commune: str
    village: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAccount:
    """An account with what only the sign-in needs: the Argon2id hash, whether it is disabled."""

    account: Account
    password_hash: str
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One signed-in browser or program. ``digest`` is of the token; the token is not kept."""

    digest: str
    account_id: str
    expires_at: datetime


class AlreadyThere(Exception):
    """An account of that name exists."""


class Accounts(Protocol):
    """Accounts and sign-ins. Every method may raise ``Transient("database_away")``."""

    def find(self, account_id: str) -> StoredAccount | None:
        """The account, disabled ones too; None when there is none."""
        ...

    def all(self) -> list[StoredAccount]:
        """Every account, by name."""
        ...

    def add(self, stored: StoredAccount) -> None:
        """Raises :class:`AlreadyThere`."""
        ...

    def replace(self, stored: StoredAccount) -> None:
        """Puts it in the place of the account of the same id."""
        ...

    def remember(self, sign_in: SignIn) -> None:
        """Keeps a sign-in, and forgets this account's expired ones."""
        ...

    def sign_in(self, digest: str) -> SignIn | None:
        """The sign-in of a token's digest, expired ones too."""
        ...

    def forget(self, digest: str) -> None:
        """Ends one sign-in; nothing happens when there is none."""
        ...

    def forget_all(self, account_id: str) -> None:
        """Ends every sign-in of an account."""
        ...
