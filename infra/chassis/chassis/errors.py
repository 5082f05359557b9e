"""Errors, named by what the caller does next.

    ServiceError
    ├── Invalid          mend the named fields, send again            (HTTP 422)
    ├── Refused          a rule says no; the same request never works  (HTTP 422)
    ├── NotFound         there is no such thing                        (HTTP 404)
    ├── Unauthenticated  sign in, send again                           (HTTP 401)
    ├── Forbidden        ask somebody who may                          (HTTP 403)
    ├── Conflict         look at the present state, decide again       (HTTP 409, 412)
    └── Transient        nothing happened; send again later            (HTTP 503)

Each carries a stable ``code`` (a wire identifier) and the ``fact`` that failed, a
JSON object. Neither may hold a name, a number of a person or free text: errors
are logged and shown.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "Conflict",
    "Forbidden",
    "Invalid",
    "NotFound",
    "Refused",
    "ServiceError",
    "Transient",
    "Unauthenticated",
    "error_from_wire",
]


class ServiceError(Exception):
    """A failure a caller can act on. ``args`` is ``(code, fact)``, so it crosses RPC whole."""

    def __init__(self, code: str, fact: dict[str, Any] | None = None) -> None:
        super().__init__(code, fact or {})

    @property
    def code(self) -> str:
        return str(self.args[0])

    @property
    def fact(self) -> dict[str, Any]:
        return dict(self.args[1])


class Invalid(ServiceError):
    """Fields that cannot be taken: ``fact["fields"]`` maps a field's path to reason codes."""

    @classmethod
    def of(cls, **fields: str) -> Invalid:
        """``Invalid.of(birth_date="in_future")``: one reason code for each field."""
        return cls("invalid", {"fields": {name: [reason] for name, reason in fields.items()}})


class Refused(ServiceError):
    """A rule refuses: contradictory, unknown, or impossible in this state."""


class NotFound(ServiceError):
    """No such record."""


class Unauthenticated(ServiceError):
    """No token, or one that cannot be trusted (any more)."""


class Forbidden(ServiceError):
    """The caller's role, agency or place does not allow it."""


class Conflict(ServiceError):
    """Somebody was first: another version, or another body under the same key."""


class Transient(ServiceError):
    """Database, broker or a partner is away; nothing was done."""


_BY_NAME = {
    kind.__name__: kind
    for kind in (Invalid, Refused, NotFound, Unauthenticated, Forbidden, Conflict, Transient)
}


def error_from_wire(exc_type: str, exc_args: list[Any]) -> ServiceError | None:
    """The typed error a service raised, or None for anything else (a defect over there)."""
    kind = _BY_NAME.get(exc_type)
    if kind is None or not exc_args or not isinstance(exc_args[0], str):
        return None
    fact = exc_args[1] if len(exc_args) > 1 and isinstance(exc_args[1], dict) else {}
    return kind(exc_args[0], fact)
