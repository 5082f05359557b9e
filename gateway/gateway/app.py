"""The WSGI app: put together from its parts, nothing of it global."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from prometheus_client import CollectorRegistry
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from gateway import api, errors, guard, request_log, security_headers
from gateway.accounts import Account, Accounts
from gateway.in_flight import InFlight
from gateway.live import Live, Snapshot
from gateway.metrics import HttpMetrics
from gateway.pages import pages
from gateway.parts import Parts, Rpc
from gateway.passwords import Passwords
from gateway.settings import Settings
from gateway.sign_in import SignInDesk
from gateway.texts import Texts

__all__ = ["TEXTS", "IdConverter", "create_app", "make_parts"]

TEXTS = Path(__file__).parent / "texts"
FORM_SLACK = 64 * 1024
"""Bytes of a multipart body beside the file."""


class IdConverter(BaseConverter):
    """An opaque id, a code or a span: nothing else is a route."""

    regex = r"[0-9A-Za-z_-]{1,64}"


def make_parts(
    settings: Settings,
    *,
    rpc: Rpc,
    accounts: Accounts,
    sign: Callable[[Account], str],
    snapshot: Callable[[], Snapshot],
    now: Callable[[], datetime],
    today: Callable[[], date],
    passwords: Passwords | None = None,
    registry: CollectorRegistry | None = None,
    texts: Texts | None = None,
    apart: Callable[..., Any] = lambda work, *arguments: work(*arguments),
) -> Parts:
    """What requests reach. ``rpc`` calls services, ``sign`` makes the token they verify,
    ``snapshot`` asks for the figures' version on the gateway's own behalf."""
    metrics = HttpMetrics(registry or CollectorRegistry())
    return Parts(
        settings=settings,
        texts=texts or Texts(TEXTS),
        rpc=rpc,
        desk=SignInDesk(
            accounts, passwords or Passwords(), seconds=settings.session_seconds, now=now
        ),
        sign=sign,
        today=today,
        live=Live(
            snapshot,
            interval=settings.live_interval,
            heartbeat=settings.heartbeat_seconds,
            most=settings.max_subscribers,
            counted=metrics.subscribers,
        ),
        in_flight=InFlight(),
        metrics=metrics,
        apart=apart,
    )


def create_app(parts: Parts) -> Flask:
    """The app on its parts."""
    settings = parts.settings
    app = Flask("gateway", root_path=str(Path(__file__).parent))
    app.extensions["vieclam"] = parts
    app.config["MAX_CONTENT_LENGTH"] = settings.upload_limit + FORM_SLACK
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.json_limit
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = IdConverter
    request_log.install(app)
    guard.install(app)
    security_headers.install(app)
    api.install(app)
    pages.install(app)
    errors.install(app)  # last: flask-smorest registers handlers of its own
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    return app
