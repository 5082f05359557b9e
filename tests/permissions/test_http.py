"""Every role at every route of the OpenAPI document of a running system."""

from __future__ import annotations

import re

import pytest
import requests

from ..support.system import Client, Desks, System
from .table import LEAVING, PUBLIC, ROLES, TABLE

API = "/api/v1"
NOBODY = "0" * 32
VALUES = {"span": "2026", "kind": "csv", "code": "new_jobs"}
VILLAGE = "Thôn 1"


@pytest.fixture(scope="session")
def routes(system: System) -> list[str]:
    """``METHOD /route/{template}`` of every operation, as the document tells."""
    document = requests.get(f"{system.url}/api/openapi.json", timeout=20).json()
    return sorted(
        f"{method.upper()} {path.removeprefix(API)}"
        for path, item in document["paths"].items()
        for method in item
        if method in ("get", "post", "put", "patch", "delete")
    )


@pytest.fixture(scope="module")
def clients(system: System, desks: Desks) -> dict[str, Client]:
    """A village head is one of a village."""
    head = system.add_user("village_head", village=VILLAGE)
    return {role: head if role == "village_head" else desks[role] for role in sorted(ROLES)}


def status(client: Client, route: str) -> int:
    """Ask with nothing in it, about a record that is not there: 404 and 422 are fine."""
    method, _, template = route.partition(" ")
    path = re.sub(r"{(\w+)}", lambda name: VALUES.get(name[1], NOBODY), template)
    query = {"person": NOBODY, "since": "2026-01-01"} if "/indicators/" in path else {}
    body: dict[str, str] | None = {} if method in ("POST", "PATCH", "PUT") else None
    with client.send(method, path, body, params=query, stream=True) as answer:
        return int(answer.status_code)


def test_every_route_stands_in_the_table_and_every_line_has_a_route(routes: list[str]) -> None:
    assert set(routes) == set(TABLE) | PUBLIC | LEAVING


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_does_what_is_its_own_and_nothing_else(
    role: str, routes: list[str], clients: dict[str, Client]
) -> None:
    wrong = []
    for route in sorted(set(routes) & set(TABLE)):
        rights, found = TABLE[route], status(clients[role], route)
        if role in rights.may and found in (401, 403):
            wrong.append(f"{route}: {found}, but it may")
        if role in rights.may_not and found != 403:
            wrong.append(f"{route}: {found}, but it may not")
        if found >= 500:
            wrong.append(f"{route}: {found}")
    assert not wrong


def test_without_a_sign_in_only_the_public_routes_answer(system: System, routes: list[str]) -> None:
    nobody = Client(system.url)
    found = {route: status(nobody, route) for route in routes}
    closed = {route for route, code in found.items() if code == 401}
    assert closed == set(TABLE) | LEAVING
    assert found["GET /public/indicators"] == 200
    assert found["POST /session"] == 422, "a sign-in without a password"


def test_a_forged_or_foreign_token_opens_nothing(system: System) -> None:
    posing = Client(system.url)
    for token in ("x", "eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYmFuayJ9.", "a" * 43):
        posing.session.headers["Authorization"] = f"Bearer {token}"
        assert status(posing, "GET /loans") == 401


def test_signing_out_ends_the_session(system: System) -> None:
    client = system.add_user("city_viewer")
    assert status(client, "GET /indicators") == 200
    assert status(client, "DELETE /session") in (200, 204)
    assert status(client, "GET /indicators") == 401
