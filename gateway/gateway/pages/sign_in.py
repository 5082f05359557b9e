"""The sign-in page: works without script, says nothing about which half was wrong."""

from __future__ import annotations

from chassis.errors import Unauthenticated
from flask import Response, g, redirect, request
from flask.typing import ResponseReturnValue

from gateway.pages.links import local_path
from gateway.pages.render import page
from gateway.parts import language, parts
from gateway.problems import status_of
from gateway.routes.session import remove_cookie, set_cookie
from gateway.sign_in import TooManyTries

__all__ = ["form", "sign_in", "sign_out"]


def form() -> ResponseReturnValue:
    return _page(200, None)


def sign_in() -> ResponseReturnValue:
    username, password = request.form.get("username", ""), request.form.get("password", "")
    try:
        token, _account = parts().desk.sign_in(username, password, request.remote_addr or "")
    except (Unauthenticated, TooManyTries) as error:
        return _page(status_of(error), language().code(error.code, error.fact), username)
    response = redirect(local_path(request.args.get("next")), 303)
    set_cookie(response, token)
    return response


def sign_out() -> ResponseReturnValue:
    parts().desk.sign_out(g.token)
    response = redirect("/sign-in", 303)
    remove_cookie(response)
    return response


def _page(status: int, sentence: str | None, username: str = "") -> Response:
    return page("sign_in.html", status, sentence=sentence, username=username[:100])
