"""No contract has room for a name, an address, a phone, a national id or free text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .files import Json, faults, publishes

FORBIDDEN = (
    "name",
    "full_name",
    "address",
    "phone",
    "national_id",
    "email",
    "note",
    "text",
    "title",
    "ethnicity",
    "disability",
    "evidence",
)

# Text without a pattern or a list of values, and how long it may be: ids are opaque, the
# others are entries of lists that the commune, the schools or the plan keep.
LISTED = {
    "occupation": 80,
    "village": 100,
    "school": 64,
    "policy": 64,
    "source_document": 200,  # a paper's number, of a figure of the whole commune
}
ID = 64

PUBLISHES = [pytest.param(schema, id="/".join(key)) for key, schema in publishes().items()]


def objects(schema: Any) -> Iterator[Json]:
    """The schema's objects, itself and those inside."""
    if isinstance(schema, dict):
        if "properties" in schema or schema.get("type") == "object":
            yield schema
        for each in schema.values():
            yield from objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from objects(each)


def values(schema: Json, field: str = "") -> Iterator[tuple[str, Json]]:
    """The schema's plain values with the name of their field."""
    if "properties" in schema:
        for name, each in schema["properties"].items():
            yield from values(each, name)
    elif "items" in schema:
        yield from values(schema["items"], field)
    elif any(word in schema for word in ("anyOf", "oneOf")):
        for each in [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
            yield from values(each, field)
    else:
        yield field, schema


@pytest.mark.parametrize("schema", PUBLISHES)
def test_a_contract_takes_no_field_beyond_its_own(schema: Json) -> None:
    found = list(objects(schema))
    assert found
    for each in found:
        assert each.get("additionalProperties") is False
        assert not set(each["properties"]) & set(FORBIDDEN)


@pytest.mark.parametrize("schema", PUBLISHES)
def test_a_contract_has_no_room_for_free_text(schema: Json) -> None:
    for field, each in values(schema):
        kinds = each.get("type", "any")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(word in each for word in ("enum", "const", "pattern")):
            continue
        assert "any" not in kinds and "object" not in kinds, field
        if "string" in kinds:
            is_id = field.endswith("_id") or field == "into"
            assert is_id or field in LISTED, f"{field} may hold anything"
            assert each["maxLength"] <= (ID if is_id else LISTED[field]), field


@pytest.mark.parametrize("schema", PUBLISHES)
def test_every_event_says_its_day_and_its_commune(schema: Json) -> None:
    assert {"on", "commune"} <= set(schema["required"])


@pytest.mark.parametrize("schema", PUBLISHES)
def test_nothing_can_be_slipped_in(schema: Json) -> None:
    """Each forbidden field in turn, at the top: the schema refuses it by name."""
    for field in FORBIDDEN:
        found = faults({**schema, "required": []}, {field: "Nguyễn Thị Lan"})
        assert any(f"'{field}'" in fault for fault in found), field


def test_a_breach_would_be_seen() -> None:
    with pytest.raises(AssertionError, match="reason may hold anything"):
        test_a_contract_has_no_room_for_free_text(
            {"type": "object", "properties": {"reason": {"type": "string"}}}
        )
