"""Sign in, who am I, sign out."""

from __future__ import annotations

from chassis.errors import Invalid
from flask import Response, g, request
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from gateway.accounts import Account
from gateway.answers import json_answer
from gateway.guard import COOKIE
from gateway.parts import account, parts
from gateway.requests import json_object
from gateway.schemas.answers import SignedIn
from gateway.schemas.partners import SessionBody

__all__ = ["register", "remove_cookie", "set_cookie"]


def register(blueprint: Blueprint) -> None:
    """Add the routes to the blueprint."""
    body = {"content": {"application/json": {"schema": SessionBody}}, "required": True}
    for verb, view, status, answer, told in (
        ("POST", sign_in, 200, SignedIn, {"summary": "Sign in", "requestBody": body}),
        ("GET", who_am_i, 200, SignedIn, {"summary": "Who is signed in"}),
        ("DELETE", sign_out, 204, None, {"summary": "Sign out"}),
    ):
        described = blueprint.response(status, answer)(blueprint.doc(**told)(view))
        blueprint.route("/session", methods=[verb])(described)


def sign_in() -> Response:
    """200 with the token and the cookie; 401 for a wrong name or password; 429 after
    several failures, with Retry-After."""
    body = json_object()
    missing = {
        name: ["required"] for name in ("username", "password") if not _is_text(body.get(name))
    }
    if missing:
        raise Invalid("invalid", {"fields": missing})
    token, who = parts().desk.sign_in(body["username"], body["password"], request.remote_addr or "")
    response = json_answer({"token": token, "user": _user(who)})
    set_cookie(response, token)
    return response


def who_am_i() -> Response:
    return json_answer({"user": _user(account())})


def sign_out() -> Response:
    parts().desk.sign_out(g.token)
    response = Response(status=204)
    remove_cookie(response)
    return response


def set_cookie(response: AnyResponse, token: str) -> None:
    settings = parts().settings
    response.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_seconds,
        httponly=True,
        samesite="Strict",
        secure=settings.https,
    )


def remove_cookie(response: AnyResponse) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="Strict", secure=parts().settings.https)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _user(who: Account) -> dict[str, str | None]:
    return {
        "username": who.id,
        "name": who.name,
        "role": who.role,
        "agency": who.agency,
        "commune": who.commune,
        "village": who.village,
    }
