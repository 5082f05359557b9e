"""The document itself: valid, complete, and true to what the services take."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from .bodies import WRITES
from .document import Interface
from .taken import TAKEN, Taken, taken


def test_it_is_valid_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    problems = [f"{each.json_path}: {each.message}" for each in
                OpenAPIV31SpecValidator(described).iter_errors()]  # fmt: skip
    assert not problems


def test_every_operation_says_what_it_is_for_and_how_it_fails(interface: Interface) -> None:
    for route, told in interface.operations.items():
        assert told["summary"], route
        failure = interface.resolved(told["responses"]["default"])
        assert list(failure["content"]) == ["application/problem+json"], route


def test_every_write_says_what_it_takes_and_that_a_key_is_welcome(interface: Interface) -> None:
    silent = {
        "POST /session",
        "DELETE /session",
        "POST /people/search",
        "POST /people/export",
        "POST /indicators/{code}/what-if",
        "POST /plan/preview",
        "POST /village-changes/preview",
    }
    for route in interface.operations:
        verb = route.partition(" ")[0]
        if verb == "GET" or route in silent:
            continue
        told = interface.operations[route]
        assert told["requestBody"]["content"], route
        if "multipart/form-data" not in told["requestBody"]["content"]:
            headers = {each["name"] for each in told["parameters"] if each["in"] == "header"}
            assert headers == {"Idempotency-Key", "If-Match"}, route


def test_every_write_of_the_interfaces_page_is_there(interface: Interface) -> None:
    assert {write.route for write in WRITES} <= set(interface.operations)


@pytest.mark.parametrize("write", WRITES, ids=str)
def test_what_the_page_gives_is_what_the_document_takes(write: Any, interface: Interface) -> None:
    schema = interface.body(write.route)
    assert schema is not None
    plain = {key: None if value is None else _plain(value) for key, value in write.body.items()}
    assert not interface.problems(schema, plain)
    assert not interface.problems(schema, {key: plain[key] for key in write.needed})
    told = interface.resolved(schema)
    assert set(told.get("required", [])) == set(write.needed)


def _plain(value: Any) -> Any:
    """Placeholders as ids."""
    if isinstance(value, str):
        return value.replace("{", "").replace("}", "")
    return [_plain(each) for each in value] if isinstance(value, list) else value


CATALOGUED = {"POST /people/{person_id}/groups": ("code",)}
"""Words that the service finds in its catalogue, not in its schema."""


@pytest.mark.parametrize("route", sorted(TAKEN))
def test_the_document_says_what_the_service_takes(route: str, interface: Interface) -> None:
    """Field by field: its name, whether it must be there, what null means, its words and
    bounds, as in the schema by which the service judges the body."""
    schema = interface.body(route)
    assert schema is not None
    told, found = _told(interface, schema), taken(route)
    for name in CATALOGUED.get(route, ()):
        assert told[name].words and not found[name].words
        told[name] = found[name]
    assert told == found


def test_no_write_with_a_body_is_left_out(interface: Interface) -> None:
    gateways_own = {
        "POST /session",
        "POST /people/search",
        "POST /people/export",
        "POST /people/imports/{import_id}/columns",
        "POST /people/imports/{import_id}/carry-out",
        "PATCH /people/imports/{import_id}/rows/{row}",
    }
    bodies = {route for route in interface.operations if interface.body(route)}
    assert bodies - gateways_own == set(TAKEN)


def _told(interface: Interface, schema: dict[str, Any]) -> dict[str, Taken]:
    whole = interface.resolved(schema)
    assert whole["additionalProperties"] is False, "a typing slip is refused, and told"
    return {
        name: _field(interface, told, name in whole.get("required", []))
        for name, told in whole["properties"].items()
    }


def _field(interface: Interface, told: dict[str, Any], required: bool) -> Taken:
    null = False
    if "anyOf" in told:
        null = any(each == {"type": "null"} for each in told["anyOf"])
        told = next(each for each in told["anyOf"] if each != {"type": "null"})
    told = interface.resolved(told)
    types = told.get("type", [])
    types = [types] if isinstance(types, str) else list(types)
    null = null or "null" in types
    words = tuple(str(each) for each in told.get("enum", []) if each is not None)
    inner: dict[str, Taken] = {}
    if "object" in types:
        inner = _told(interface, told)
    if "array" in types:
        inner = {"*": _field(interface, told["items"], False)}
    return Taken(
        required=required,
        null=null,
        kind=next((each for each in types if each != "null"), "null"),
        words=words,
        longest=told.get("maxLength") or told.get("maxItems"),
        least=told.get("minimum"),
        most=told.get("maximum"),
        inner=inner,
    )
