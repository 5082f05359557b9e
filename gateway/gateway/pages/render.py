"""Rendering a page with what every page has."""

from __future__ import annotations

from typing import Any

from flask import Response, g, make_response, render_template, request

from gateway.guard import LANGUAGE_COOKIE
from gateway.pages.format import Format
from gateway.pages.links import in_language
from gateway.pages.remarks import remarks
from gateway.pages.units import word
from gateway.parts import language, parts
from gateway.permissions import PERMISSIONS
from gateway.texts import LANGUAGES

__all__ = ["may", "page"]

YEAR_SECONDS = 365 * 24 * 3600


def page(template: str, status: int = 200, /, **values: Any) -> Response:
    """The page in the reader's language; ``?lang=`` is remembered by cookie."""
    words = language()
    response = make_response(
        render_template(
            template,
            words=words,
            t=words.page,
            word=word,
            fmt=Format(words),
            account=g.account,
            csrf_token=g.get("csrf_token", ""),
            commune=words.word("unit_name", parts().settings.commune),
            may=may,
            remarks=remarks(),
            other_language=in_language("en" if words.name == "vi" else "vi"),
            **values,
        ),
        status,
    )
    response.vary.add("Cookie")
    chosen = request.args.get("lang")
    if chosen in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=YEAR_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=parts().settings.https,
        )
    return response


def may(route: str) -> bool:
    """Whether the reader's role has the right to a route of the permission table."""
    return g.account is not None and g.account.role in PERMISSIONS.get(route, frozenset())
