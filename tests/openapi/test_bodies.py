"""Every write of the interfaces page: taken as told, refused by the name of what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from ..support.system import Client, Desks
from .bodies import WRITES, Write
from .document import Interface
from .world import World

WRONG: dict[str, tuple[Any, ...]] = {
    "string": (7, True, [], {}, ["x"]),
    "boolean": (1, "true", [], {}),
    "integer": ("7", 1.5, True, [], {}),
    "number": ("7", True, [], {}),
    "array": (7, "x", True, {}),
    "object": (7, "x", True, []),
}
"""JSON kind of a field → values of another kind."""


def kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    kinds = {str: "string", int: "integer", list: "array", dict: "object"}
    return kinds.get(type(value), "string")


class Asked:
    """A write to be sent as told, or with something wrong."""

    def __init__(self, write: Write, client: Client, world: World, interface: Interface) -> None:
        self.write = write
        self._client = client
        self._interface = interface
        self._path: str = world.settled(write.path)
        self.body: dict[str, Any] = world.settled(write.body)

    def send(self, body: Any, path: str | None = None) -> requests.Response:
        answer = self._client.send("POST", path or self._path, body)
        problems = self._interface.answer_problems(
            self.write.route, answer.status_code, answer.headers["Content-Type"], answer.json()
        )
        assert not problems, f"{answer.status_code} {answer.text}: {problems}"
        return answer

    def refused(self, field: str, body: dict[str, Any]) -> str:
        """Why sending this is not a 422 that names the field; empty when it is."""
        answer = self.send(body)
        named = answer.json().get("errors", {})
        if answer.status_code == 422 and any(
            name == field or name.startswith(f"{field}.") for name in named
        ):
            return ""
        return f"{field}={body.get(field, 'missing')!r}: {answer.status_code} {answer.text}"


@pytest.fixture
def asked(write: Write, desks: Desks, world: World, interface: Interface) -> Asked:
    return Asked(write, desks[write.role], world, interface)


every_write = pytest.mark.parametrize("write", WRITES, ids=str)


@every_write
def test_a_write_is_taken_with_exactly_the_fields_it_needs(
    write: Write, asked: Asked, world: World
) -> None:
    answer = asked.send(world.fresh(write.needed), world.fresh(write.path))
    assert answer.status_code in (200, 201), answer.text
    told = answer.json()
    if "enrolments" in told:
        assert set(told["enrolments"][0]) >= {"id", "person_id", "version"}
    else:
        assert told["id"] and told["version"] >= 1
        assert answer.headers["ETag"] == f'"{told["version"]}"'


@every_write
def test_a_write_is_taken_with_every_field_of_the_page(
    write: Write, asked: Asked, world: World
) -> None:
    answer = asked.send(world.fresh(write.body), world.fresh(write.path))
    assert answer.status_code in (200, 201), answer.text


@every_write
def test_null_means_absent(write: Write, asked: Asked, world: World) -> None:
    body = world.fresh(write.needed) | dict.fromkeys(write.more)
    answer = asked.send(body, world.fresh(write.path))
    assert answer.status_code in (200, 201), answer.text


@every_write
def test_a_missing_field_is_named(write: Write, asked: Asked) -> None:
    found = []
    for name in write.needed:
        without = {key: value for key, value in asked.body.items() if key != name}
        found += [asked.refused(name, without), asked.refused(name, {**without, name: None})]
    assert not [each for each in found if each]


@every_write
def test_a_value_of_another_kind_is_named(write: Write, asked: Asked) -> None:
    found = []
    for name, value in asked.body.items():
        if value is not None:
            for wrong in WRONG[kind_of(value)]:
                found.append(asked.refused(name, {**asked.body, name: wrong}))
    assert not [each for each in found if each]


@every_write
def test_a_field_nobody_told_of_is_named(write: Write, asked: Asked) -> None:
    assert not asked.refused("so_cccd", {**asked.body, "so_cccd": "x"})


@every_write
def test_a_part_of_a_part_is_named_by_its_path(write: Write, asked: Asked) -> None:
    found = []
    for name, value in asked.body.items():
        if isinstance(value, dict):
            for inner in value:
                wrong = {**value, inner: {"x": []}}
                found.append(asked.refused(f"{name}.{inner}", {**asked.body, name: wrong}))
    assert not [each for each in found if each]


@pytest.mark.parametrize("body", [[], "x", 7, None, True])
def test_a_body_that_is_no_object_is_refused(desks: Desks, body: Any) -> None:
    answer = desks["commune_officer"].session.post(
        f"{desks['commune_officer'].url}/api/v1/people",
        data="null" if body is None else None,
        json=body,
        headers={"Content-Type": "application/json"},
        timeout=20,
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "not_an_object"
