"""Bodies: every wrong field is named with a reason code, and no value is quoted."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from chassis.errors import Invalid
from chassis.schemas import (
    REASONS,
    Body,
    Code,
    Count,
    Day,
    Dong,
    Flag,
    Id,
    Nested,
    Text,
    Vocabulary,
    listed,
)


class Inner(Body):
    kind = Vocabulary(("permanent", "temporary"), required=True)


class Sample(Body):
    name = Text(required=True, longest=20)
    on = Day(required=True)
    unit = Code()
    amount = Dong()
    months = Count(least=1, most=12)
    able = Flag()
    inner = Nested(Inner)
    people = listed(Id(), least=1, most=3)


GOOD = {"name": "Đào Thị Được", "on": "2026-11-23"}


def reasons(**body: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        Sample().read(GOOD | body)
    fields = refused.value.fact["fields"]
    assert isinstance(fields, dict)
    assert all(reason in REASONS for each in fields.values() for reason in each)
    return fields


def test_text_becomes_nfc_and_dates_become_dates() -> None:
    decomposed = unicodedata.normalize("NFD", "Đào Thị Được")
    read = Sample().read({"name": f"  {decomposed} ", "on": "2026-11-23"})
    assert read == {"name": "Đào Thị Được", "on": date(2026, 11, 23)}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", None, "null"),
        ("name", "   ", "blank"),
        ("name", 5, "not_text"),
        ("name", "a" * 21, "too_long"),
        ("on", "23/11/2026", "not_a_date"),
        ("on", "2026-02-30", "not_a_date"),
        ("on", 20261123, "not_a_date"),
        ("unit", "09 931", "not_an_id"),
        ("amount", "1.500.000", "not_a_number"),
        ("amount", 1.5, "not_a_number"),
        ("amount", True, "not_a_number"),
        ("amount", -1, "out_of_range"),
        ("months", 13, "out_of_range"),
        ("able", "yes", "not_a_flag"),
        ("inner", [], "not_an_object"),
        ("people", "p1", "not_a_list"),
        ("people", [], "too_few"),
        ("people", ["a"] * 4, "too_many"),
        ("colour", "red", "unknown_field"),
    ],
)
def test_each_wrong_field_has_its_reason(field: str, value: Any, reason: str) -> None:
    assert reasons(**{field: value}) == {field: [reason]}


def test_inside_objects_and_lists_the_path_is_named() -> None:
    assert reasons(inner={"kind": "x"}) == {"inner.kind": ["not_in_vocabulary"]}
    assert reasons(people=["ok", "not ok"]) == {"people.1": ["not_an_id"]}


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        Sample().read({"amount": "x"})
    assert refused.value.fact["fields"] == {
        "name": ["required"],
        "on": ["required"],
        "amount": ["not_a_number"],
    }


@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_text_that_is_not_required_is_absent(blank: str) -> None:
    class Noted(Body):
        note = Text(longest=5)

    assert Noted().read({"note": blank}) == {"note": None}


@pytest.mark.parametrize("body", [None, [], "text", 3])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    with pytest.raises(Invalid):
        Sample().read(body)
