"""Sign in, who am I, sign out."""

from __future__ import annotations

from chassis.errors import Invalid
from flask import Response, g, request
from flask_smorest import Blueprint

from gateway.accounts import Account
from gateway.answers import json_answer
from gateway.guard import COOKIE
from gateway.parts import account, parts
from gateway.requests import json_object
from gateway.schemas.answers import SignedIn
from gateway.schemas.partners import SessionBody

__all__ = ["blueprint", "remove_cookie", "set_cookie"]

blueprint = Blueprint("session", __name__, description="Sign in and out")


@blueprint.route("/session", methods=["POST"])
@blueprint.doc(
    summary="Sign in",
    requestBody={"content": {"application/json": {"schema": SessionBody}}, "required": True},
)
@blueprint.response(200, SignedIn)
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


@blueprint.route("/session", methods=["GET"])
@blueprint.doc(summary="Who is signed in")
@blueprint.response(200, SignedIn)
def who_am_i() -> Response:
    return json_answer({"user": _user(account())})


@blueprint.route("/session", methods=["DELETE"])
@blueprint.doc(summary="Sign out")
@blueprint.response(204)
def sign_out() -> Response:
    parts().desk.sign_out(g.token)
    response = Response(status=204)
    remove_cookie(response)
    return response


def set_cookie(response: Response, token: str) -> None:
    settings = parts().settings
    response.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_seconds,
        httponly=True,
        samesite="Strict",
        secure=settings.https,
    )


def remove_cookie(response: Response) -> None:
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
