"""What a request can reach: the app's parts, and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, cast

from flask import current_app, g

from gateway.accounts import Account
from gateway.in_flight import InFlight
from gateway.live import Live
from gateway.metrics import HttpMetrics
from gateway.settings import Settings
from gateway.sign_in import SignInDesk
from gateway.texts import Language, Texts

__all__ = ["Parts", "Rpc", "account", "ask", "ask_patiently", "language", "parts", "send"]


class Rpc(Protocol):
    """What the gateway needs of ``chassis.rpc.RpcClient``: typed errors, no endless wait."""

    def call(
        self,
        service: str,
        method: str,
        *,
        token: str,
        correlation_id: str,
        timeout: float = 10,
        **kwargs: Any,
    ) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """``sign`` makes the short-lived token that services verify; ``today`` the local day;
    ``apart(work, *arguments)`` does long work beside the event loop, which serves on."""

    settings: Settings
    texts: Texts
    rpc: Rpc
    desk: SignInDesk
    sign: Callable[[Account], str]
    today: Callable[[], date]
    live: Live
    in_flight: InFlight
    metrics: HttpMetrics
    apart: Callable[..., Any]


def parts() -> Parts:
    return cast(Parts, current_app.extensions["vieclam"])


def account() -> Account:
    """Who is asking; only behind the guard, which has found out."""
    return cast(Account, g.account)


def language() -> Language:
    return cast(Language, g.language)


def ask(service: str, method: str, **kwargs: Any) -> Any:
    """Call a service as the caller. Raises what the service raised, or ``Transient``."""
    return ask_patiently(parts().settings.rpc_timeout, service, method, **kwargs)


def ask_patiently(seconds: float, service: str, method: str, **kwargs: Any) -> Any:
    """The same, of what takes longer than usual."""
    if "service_token" not in g:
        g.service_token = parts().sign(account())
    return _call(seconds, service, method, g.service_token, **kwargs)


def send(service: str, method: str, token: str, **kwargs: Any) -> Any:
    """Call a service with a token of one's own."""
    return _call(parts().settings.rpc_timeout, service, method, token, **kwargs)


def _call(seconds: float, service: str, method: str, token: str, **kwargs: Any) -> Any:
    return parts().rpc.call(
        service,
        method,
        token=token,
        correlation_id=g.correlation_id,
        timeout=seconds,
        **kwargs,
    )
