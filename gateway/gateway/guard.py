"""Before every request: which language, who is asking, may they, and is it really them."""

from __future__ import annotations

import hmac
import re
import uuid
from urllib.parse import urlsplit

from chassis.errors import Forbidden, Unauthenticated
from chassis.logs import correlation
from flask import Flask, g, request
from werkzeug.routing import Rule

from gateway.parts import parts
from gateway.permissions import PERMISSIONS, PUBLIC
from gateway.sign_in import csrf_token
from gateway.texts import LANGUAGES, choose

__all__ = ["COOKIE", "LANGUAGE_COOKIE", "install", "is_api", "route_template"]

COOKIE = "vieclam_session"
LANGUAGE_COOKIE = "vieclam_language"
CORRELATION = re.compile(r"^[0-9a-fA-F-]{16,36}$")
PARAMETER = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
SAFE = ("GET", "HEAD", "OPTIONS")
NEVER_FROM_A_FORM = ("PUT", "PATCH", "DELETE")


def install(app: Flask) -> None:
    """Run the guard before every request."""
    app.before_request(_language)
    app.before_request(_permit)


def is_api() -> bool:
    """Whether the answer goes to a program (JSON) and not to a reader (a page)."""
    return request.path.startswith("/api/")


def route_template(rule: Rule | None) -> str:
    """``/people/{person_id}``: a route without what is in it; ``none`` for no route."""
    return "none" if rule is None else PARAMETER.sub(r"{\1}", rule.rule)


def _language() -> None:
    sent = request.headers.get("X-Correlation-ID", "")
    g.correlation_id = sent if CORRELATION.match(sent) else uuid.uuid4().hex
    correlation.set(g.correlation_id)  # for every log line of this request
    name = choose(request.headers.get("Accept-Language"))
    if not is_api():  # pages are Vietnamese until the reader turns to another language
        asked = request.args.get("lang") or request.cookies.get(LANGUAGE_COOKIE) or "vi"
        name = asked if asked in LANGUAGES else "vi"
    g.language = parts().texts.language(name)
    g.account = None


def _permit() -> None:
    rule = request.url_rule
    if rule is None or request.method == "OPTIONS":
        return
    verb = "GET" if request.method == "HEAD" else request.method
    rights = PERMISSIONS.get(f"{verb} {route_template(rule)}", frozenset())
    token, by_cookie = _token()
    if rights is PUBLIC:
        _same_site()
        return
    if token is None:
        raise Unauthenticated("sign_in_needed")
    g.account = parts().desk.account_of(token)
    g.token = token
    g.csrf_token = csrf_token(token)
    if by_cookie:
        _no_forgery(token)
    if g.account.role not in rights:
        raise Forbidden("role_not_allowed", {"role": g.account.role})


def _token() -> tuple[str | None, bool]:
    """The token and whether it came as a cookie. A bearer token wins: it cannot be forged
    by a foreign page."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and value.strip():
        return value.strip(), False
    return request.cookies.get(COOKIE), True


def _same_site() -> None:
    """A browser says where a request comes from: refuse writes sent by foreign pages."""
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Forbidden("foreign_origin")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("foreign_origin")


def _no_forgery(token: str) -> None:
    """A write signed in by cookie: what an HTML form can send carries our token as well.

    Anything else (JSON, PATCH, DELETE) makes a browser ask us first, and we never say yes
    to a foreign origin.
    """
    _same_site()
    if request.method in SAFE or request.method in NEVER_FROM_A_FORM or request.is_json:
        return
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if not hmac.compare_digest(sent.encode(), csrf_token(token).encode()):
        raise Forbidden("csrf")
