"""Signing in and out, and who a token belongs to."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from chassis.errors import ServiceError, Unauthenticated

from gateway.accounts import Account, Accounts, SignIn
from gateway.passwords import Passwords
from gateway.throttle import Throttle

__all__ = ["SignInDesk", "TooManyTries", "csrf_token"]


class TooManyTries(ServiceError):
    """Wait ``fact["seconds"]``, then try again (HTTP 429)."""


class SignInDesk:
    """Tokens are random and kept as digests: the database gives no token away, ending a
    sign-in or disabling an account holds at once, and sign-ins outlive every process."""

    def __init__(
        self,
        accounts: Accounts,
        passwords: Passwords,
        *,
        seconds: int,
        now: Callable[[], datetime],
        throttle: Throttle | None = None,
    ) -> None:
        self._accounts = accounts
        self._passwords = passwords
        self._seconds = seconds
        self._now = now
        self._throttle = throttle or Throttle()

    def sign_in(self, username: str, password: str, address: str) -> tuple[str, Account]:
        """A new token and whose it is.

        Raises ``Unauthenticated("wrong_password")`` (also for an unknown or disabled
        account, in the same time) and :class:`TooManyTries`.
        """
        account_id = unicodedata.normalize("NFC", username).strip().casefold()[:100]
        key = (account_id, address)
        wait = self._throttle.wait(key)
        if wait > 0:
            raise TooManyTries("too_many_tries", {"seconds": int(wait) + 1})
        stored = self._accounts.find(account_id)
        right = self._passwords.matches(stored.password_hash if stored else None, password)
        if stored is None or stored.disabled or not right:
            self._throttle.failed(key)
            raise Unauthenticated("wrong_password")
        self._throttle.succeeded(key)
        if self._passwords.outdated(stored.password_hash):
            self._accounts.replace(replace(stored, password_hash=self._passwords.hash(password)))
        token = secrets.token_urlsafe(32)
        self._accounts.remember(
            SignIn(
                digest=_digest(token),
                account_id=account_id,
                expires_at=self._now() + timedelta(seconds=self._seconds),
            )
        )
        return token, stored.account

    def account_of(self, token: str) -> Account:
        """Whose token it is. Raises ``Unauthenticated("sign_in_ended")``."""
        found = self._accounts.sign_in(_digest(token))
        if found is None or found.expires_at <= self._now():
            raise Unauthenticated("sign_in_ended")
        stored = self._accounts.find(found.account_id)
        if stored is None or stored.disabled:
            raise Unauthenticated("sign_in_ended")
        return stored.account

    def sign_out(self, token: str) -> None:
        self._accounts.forget(_digest(token))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def csrf_token(token: str) -> str:
    """What a form of ours carries and a foreign page cannot know: derived from the token."""
    return hmac.new(token.encode("utf-8", "replace"), b"csrf", hashlib.sha256).hexdigest()
