"""Passwords: Argon2id, and the same time spent whether or not the account exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

__all__ = ["Passwords", "too_short"]

T = TypeVar("T")
Run = Callable[..., Any]

SHORTEST = 8
"""NIST SP 800-63B, 5.1.1.2: at least eight characters, no rules of composition."""


def too_short(password: str) -> bool:
    return len(password) < SHORTEST


def _directly(work: Callable[..., T], *arguments: Any) -> T:
    return work(*arguments)


class Passwords:
    """Hashes and verifies. ``run`` moves the work off the event loop (eventlet's tpool).

    The parameters are OWASP's for Argon2id (19 MiB, 2 passes, 1 lane): about 20 ms here,
    bearable for an office's sign-ins on the smallest machine.
    """

    def __init__(self, run: Run = _directly, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._run = run
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        return str(self._run(self._hasher.hash, password))

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether the password is the stored one. None stands for an unknown account:
        the time goes by all the same, so that names cannot be tried out."""
        try:
            self._run(self._hasher.verify, stored or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)
