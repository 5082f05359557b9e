"""A sensitive compartment is read for a stated purpose, by whom the table allows, and counted."""

from __future__ import annotations

import pytest
from registry.compartments import compartments

from .given import Registry, caller

ALL = {"ethnicity", "disability", "ex_prisoner", "post_rehab"}


def of_everything(registry: Registry) -> str:
    person_id = registry.person(
        national_id="001185000017", ethnicity="Tày", disability={"type": "vision"}
    )
    for code in ("disabled", "ex_prisoner", "post_rehab", "land_recovered"):
        body = {"code": code, "from": "2026-01-01", "evidence": {"document": "Giấy"}}
        registry.desk().add_group(person_id, body, registry.meta())
    return person_id


def test_without_a_purpose_nothing_sensitive_is_shown(registry: Registry) -> None:
    person_id = of_everything(registry)
    shown = registry.desk().get_person(person_id)
    assert set(shown["withheld"]) == ALL
    assert shown["ethnicity"] is None and shown["disability"] is None
    assert [each["code"] for each in shown["groups"]] == ["land_recovered"]
    assert shown["groups_today"] == ["land_recovered", "rural"]
    assert shown["national_id"] == "001185000017"
    assert registry.desk().list_accesses(person_id)["items"][-1]["compartments"] == []


@pytest.mark.parametrize("purpose", ["support", "hỗ trợ vay vốn"])
def test_with_a_purpose_an_officer_sees_and_is_counted(registry: Registry, purpose: str) -> None:
    person_id = of_everything(registry)
    shown = registry.desk().get_person(person_id, purpose)
    assert shown["withheld"] == [] and shown["ethnicity"] == "tay"
    assert len(shown["groups"]) == 4
    last = registry.desk().list_accesses(person_id)["items"][-1]
    assert (set(last["compartments"]), last["purpose"]) == (ALL, purpose)


def test_a_report_has_no_business_with_prison_or_rehabilitation(registry: Registry) -> None:
    person_id = of_everything(registry)
    shown = registry.desk().get_person(person_id, "report")
    assert shown["withheld"] == ["ex_prisoner", "post_rehab"]
    codes = {each["code"] for each in shown["groups"]} | set(shown["groups_today"])
    assert not codes & {"ex_prisoner", "post_rehab"}


def test_a_village_head_gets_no_compartment_for_any_purpose(registry: Registry) -> None:
    person_id = of_everything(registry)
    head = registry.desk(caller("village_head", "Thôn 1"))
    shown = head.get_person(person_id, "support")
    assert shown["ethnicity"] is None and "•" in shown["national_id"]
    assert [each["code"] for each in shown["groups"]] == ["land_recovered"]


def test_every_compartment_has_its_basis_and_nobody_else_reads_it() -> None:
    table = compartments()
    assert {each.name for each in table.all} == ALL
    for role in ("commune_leader", "school", "job_centre", "bank", "front", "ops", "village_head"):
        assert table.open_to(role, "support") == frozenset()
    assert table.open_to("commune_officer", "  ") == frozenset()
