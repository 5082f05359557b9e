"""Groups: proven by papers or derived from facts, each with its dates."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Invalid, NotFound, Refused

from .given import Registry

PAPER = {
    "document": "Giấy xác nhận khuyết tật",
    "number": "12/GXN",
    "issued_by": "UBND xã",
    "issued_on": "2026-01-05",
}


def disabled(**changes: Any) -> dict[str, Any]:
    return {"code": "disabled", "from": "2026-01-05", "evidence": PAPER} | changes


def groups(registry: Registry, person_id: str) -> dict[str, tuple[str, str | None]]:
    found = registry.last_profile(person_id)["groups"]
    return {group["code"]: (group["from"], group["to"]) for group in found}


def test_an_evidenced_group_is_published_with_its_dates(registry: Registry) -> None:
    person_id = registry.person()
    receipt = registry.desk().add_group(person_id, disabled(to="2027-01-05"), registry.meta())
    assert receipt["warnings"] == []
    assert groups(registry, person_id)["disabled"] == ("2026-01-05", "2027-01-05")


def test_who_verified_a_paper_is_kept_and_told_in_its_history(registry: Registry) -> None:
    person_id = registry.person()
    paper = {**PAPER, "verified_by": "Nguyễn Thị Hạnh"}
    registry.desk().add_group(person_id, disabled(evidence=paper), registry.meta())
    (shown,) = registry.desk().get_person(person_id, "support")["groups"]
    assert shown["evidence"] == paper
    changes = registry.desk().person_history(person_id, "support")["items"][-1]["changes"]
    assert changes[0]["after"]["evidence"]["verified_by"] == "Nguyễn Thị Hạnh"


@pytest.mark.parametrize(
    "code", ["rural", "ethnic_minority", "poor_household", "near_poor_household", "elderly"]
)
def test_a_derived_group_is_never_typed_in(registry: Registry, code: str) -> None:
    person_id = registry.person()
    with pytest.raises(Refused, match="derived_group"):
        registry.desk().add_group(person_id, disabled(code=code), registry.meta())


def test_an_unknown_group_is_invalid(registry: Registry) -> None:
    person_id = registry.person()
    with pytest.raises(Invalid):
        registry.desk().add_group(person_id, disabled(code="rich"), registry.meta())


def test_a_group_that_ends_before_it_begins_is_invalid(registry: Registry) -> None:
    person_id = registry.person()
    with pytest.raises(Invalid) as refused:
        registry.desk().add_group(person_id, disabled(to="2026-01-05"), registry.meta())
    assert refused.value.fact["fields"] == {"to": ["not_after_from"]}


def test_a_membership_may_end_ahead_but_not_begin_there(registry: Registry) -> None:
    person_id = registry.person()
    registry.desk().add_group(person_id, disabled(to="2030-01-01"), registry.meta())
    later = {"from": "2026-12-01"}
    with pytest.raises(Refused, match="in_future"):
        registry.desk().add_group(person_id, disabled(**later), registry.meta())


def test_thin_evidence_and_overlaps_warn(registry: Registry) -> None:
    person_id = registry.person()
    registry.desk().add_group(person_id, disabled(), registry.meta())
    again = disabled(evidence={"document": "Giấy"})
    receipt = registry.desk().add_group(person_id, again, registry.meta())
    assert [w["code"] for w in receipt["warnings"]] == ["evidence_incomplete", "group_overlaps"]


def test_two_papers_over_one_time_are_one_membership(registry: Registry) -> None:
    person_id = registry.person()
    registry.desk().add_group(person_id, disabled(to="2026-06-01"), registry.meta())
    registry.desk().add_group(
        person_id, disabled(**{"from": "2026-03-01", "to": "2026-09-01"}), registry.meta()
    )
    profile = registry.last_profile(person_id)
    assert [g for g in profile["groups"] if g["code"] == "disabled"] == [
        {"code": "disabled", "from": "2026-01-05", "to": "2026-09-01"}
    ]


def test_a_membership_is_ended_corrected_and_voided(registry: Registry) -> None:
    person_id = registry.person()
    group_id = registry.desk().add_group(person_id, disabled(), registry.meta())["group_id"]
    registry.desk().amend_group(person_id, group_id, {"to": "2026-10-01"}, registry.meta())
    assert groups(registry, person_id)["disabled"] == ("2026-01-05", "2026-10-01")
    reason = {"reason_code": "entered_by_mistake"}
    registry.desk().void_group(person_id, group_id, reason, registry.meta())
    assert "disabled" not in groups(registry, person_id)
    with pytest.raises(NotFound, match="no_such_group"):
        registry.desk().void_group(person_id, group_id, reason, registry.meta())


def test_an_ethnicity_other_than_kinh_counts_from_birth(registry: Registry) -> None:
    assert groups(registry, registry.person(ethnicity="Tày"))["ethnic_minority"] == (
        "1985-06-15",
        None,
    )
    assert "ethnic_minority" not in groups(registry, registry.person(ethnicity="Kinh"))
    year_only = registry.person(ethnicity="H'Mông", birth_date="1985")
    assert groups(registry, year_only)["ethnic_minority"] == ("1985-01-01", None)


def test_only_a_xa_is_rural(registry: Registry) -> None:
    ward = {"kind": "permanent", "commune": "00004", "from": "2020-01-01"}
    assert "rural" not in groups(registry, registry.person(residence=ward))
    assert groups(registry, registry.person(full_name="Lê An"))["rural"] == ("2020-01-01", None)


def test_elderly_is_left_to_the_reader(registry: Registry) -> None:
    person_id = registry.person(birth_date="1950")
    assert "elderly" not in groups(registry, person_id)
    assert "elderly" in registry.desk().get_person(person_id, "support")["groups_today"]
