"""The API under ``/api/v1`` and its description at ``/api/openapi.json``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Flask
from flask_smorest import Api, Blueprint

from gateway.operations import Operation, add
from gateway.routes import (
    field_work,
    figures,
    imports,
    lists,
    people,
    plan,
    public,
    referrals,
    reports,
    session,
    stream,
    villages,
)
from gateway.routes.credit import CREDIT
from gateway.routes.field_work import FIELD_WORK
from gateway.routes.placement import PLACEMENT
from gateway.routes.records import RECORD_OPERATIONS
from gateway.routes.registry import PEOPLE, REFERRALS
from gateway.routes.stewardship import STEWARDSHIP
from gateway.routes.training import TRAINING
from gateway.routes.villages import VILLAGES
from gateway.schemas.answers import Problem

__all__ = ["PREFIX", "install"]

PREFIX = "/api/v1"

DESCRIPTION = """\
The commune's one door to its employment services.

Sign in with `POST /api/v1/session`; programs send the token as `Authorization: Bearer`.
Every write takes an `Idempotency-Key`. Rules of law warn (`warnings`), they do not refuse.
Errors are RFC 9457 problem documents in the caller's language (`Accept-Language`: vi, en).
Names, national ids, phones and groups never stand in a URL.
"""


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest with our problem documents in the place of its own errors."""

    ERROR_SCHEMA = Problem

    def _register_responses(self) -> None:
        """Errors are ``application/problem+json``, not plain JSON (RFC 9457, 3)."""
        plain: str = Api.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = plain

    def _register_error_handlers(self) -> None:
        """Ours are registered by :mod:`gateway.errors`."""


def install(app: Flask) -> None:
    """Register every route of the API."""
    app.config.update(
        API_TITLE="Vieclam",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": DESCRIPTION},
            "components": {
                "securitySchemes": {
                    "bearer": {"type": "http", "scheme": "bearer"},
                    "cookie": {"type": "apiKey", "in": "cookie", "name": "vieclam_session"},
                }
            },
            "security": [{"bearer": []}, {"cookie": []}],
        },
    )
    api = ProblemApi(app)
    for blueprint in _blueprints():
        api.register_blueprint(blueprint, url_prefix=PREFIX)


GROUPS: tuple[tuple[str, str, tuple[Operation, ...], tuple[Callable[[Blueprint], None], ...]], ...]
GROUPS = (
    ("session", "Sign in and out", (), (session.register,)),
    (
        "people",
        "People, households, lists",
        (*PEOPLE, *VILLAGES),
        (people.register, imports.register, lists.register, villages.register),
    ),
    (
        "referrals",
        "Referrals, outreach, feedback, labour surveys",
        (*REFERRALS, *FIELD_WORK),
        (referrals.register, field_work.register),
    ),
    ("stewardship", "Persons' rights, work lists, breaches", STEWARDSHIP, ()),
    ("training", "Occupations, classes, enrolments", TRAINING, ()),
    ("placement", "Employers, vacancies, services, placements", PLACEMENT, ()),
    ("credit", "Loans and their stages, savings groups, capital", CREDIT, ()),
    ("records", "Any record: amend, void, history", RECORD_OPERATIONS, ()),
    (
        "figures",
        "The plan's indicators and their proof",
        (),
        (figures.register, plan.register, stream.register, reports.register),
    ),
    ("public", "Without sign-in", (), (public.register,)),
)
"""Name, what it is about, routes that are one call, routes that are more."""


def _blueprints() -> Iterator[Blueprint]:
    """A new set for each app: a blueprint that was registered takes no more routes."""
    for name, about, operations, registrations in GROUPS:
        blueprint = Blueprint(name, __name__, description=about)
        add(blueprint, operations)
        for register in registrations:
            register(blueprint)
        yield blueprint
