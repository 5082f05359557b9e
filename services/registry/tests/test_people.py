"""Registering people: what is kept, what warns, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, Refused

from .given import Registry, caller

ID = "001185000017"


def body(**changes: Any) -> dict[str, Any]:
    return {
        "full_name": "Đào Thị Được",
        "birth_date": "1985-06-15",
        "gender": "female",
        "village": "Thôn 1",
        "residence": {"kind": "permanent", "commune": "09931", "from": "2020-01-01"},
    } | changes


def codes(receipt: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in receipt["warnings"]]


def test_a_person_is_registered_and_read_back(registry: Registry) -> None:
    person_id = registry.person(
        national_id=ID, ethnicity="Mường", phone="+84 912 345 678", disability={"type": "vision"}
    )
    person = registry.desk().get_person(person_id, "registration")
    assert person["full_name"] == "Đào Thị Được"
    assert person["national_id"] == ID
    assert person["ethnicity"] == "muong"
    assert person["phone"] == "0912345678"
    assert person["disability"] == {"type": "vision", "level": None}
    assert person["groups_today"] == ["ethnic_minority", "rural"]
    assert person["version"] == 1


def test_the_same_request_again_gives_the_first_receipt(registry: Registry) -> None:
    meta = registry.meta()
    first = registry.desk().register_person(body(), meta)
    assert registry.desk().register_person(body(), meta) == first
    assert registry.desk().search_people()["total"] == 1


def test_another_request_under_the_same_key_conflicts(registry: Registry) -> None:
    meta = registry.meta()
    registry.desk().register_person(body(), meta)
    with pytest.raises(Conflict, match="key_reused"):
        registry.desk().register_person(body(full_name="Lê Văn An"), meta)


def test_null_means_absent(registry: Registry) -> None:
    person_id = registry.person(national_id=None, ethnicity=None, phone=None, household_id=None)
    assert registry.desk().get_person(person_id, "support")["ethnicity"] is None


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"birth_date": "1980-02-31"}, "birth_date", "not_a_date"),
        ({"birth_date": "1899"}, "birth_date", "out_of_range"),
        ({"gender": "x"}, "gender", "not_in_vocabulary"),
        ({"national_id": "00118500001"}, "national_id", "bad_national_id"),
        ({"national_id": 1185000017}, "national_id", "bad_national_id"),
        ({"phone": "12"}, "phone", "bad_phone"),
        ({"ethnicity": "Klingon"}, "ethnicity", "unknown"),
        ({"full_name": None}, "full_name", "required"),
        ({"nickname": "x"}, "nickname", "unknown_field"),
        (
            {"residence": {"kind": "permanent", "from": "2020-01-01"}},
            "residence.commune",
            "required",
        ),
    ],
)
def test_malformed_fields_are_named(
    registry: Registry, changes: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(Invalid) as refused:
        registry.desk().register_person(body(**changes), registry.meta())
    assert refused.value.fact["fields"] == {field: [reason]}


def test_an_unknown_commune_is_refused(registry: Registry) -> None:
    residence = {"kind": "permanent", "commune": "99999", "from": "2020-01-01"}
    with pytest.raises(Refused, match="unknown_commune"):
        registry.desk().register_person(body(residence=residence), registry.meta())


def test_an_unknown_household_is_refused(registry: Registry) -> None:
    with pytest.raises(Refused, match="unknown_household"):
        registry.desk().register_person(body(household_id="nobody"), registry.meta())


def test_a_residence_in_the_future_is_refused(registry: Registry) -> None:
    residence = {"kind": "permanent", "commune": "09931", "from": "2026-11-24"}
    with pytest.raises(Refused) as refused:
        registry.desk().register_person(body(residence=residence), registry.meta())
    assert (refused.value.code, refused.value.fact) == (
        "in_future",
        {"field": "residence.from"},
    )


def test_a_residence_before_birth_contradicts(registry: Registry) -> None:
    residence = {"kind": "permanent", "commune": "09931", "from": "1980-01-01"}
    with pytest.raises(Refused, match="contradictory"):
        registry.desk().register_person(body(residence=residence), registry.meta())


def test_a_number_that_does_not_fit_warns_and_never_refuses(registry: Registry) -> None:
    receipt = registry.desk().register_person(body(national_id="999099000017"), registry.meta())
    assert codes(receipt) == [
        "national_id_unknown_place",
        "national_id_other_gender",
        "national_id_other_year",
    ]


def test_somebody_under_fifteen_warns(registry: Registry) -> None:
    receipt = registry.desk().register_person(body(birth_date="2015"), registry.meta())
    assert codes(receipt) == ["rule_under_15"]
    limit = registry.desk().register_person(body(birth_date="2011"), registry.meta())
    assert codes(limit) == ["age_not_decidable"]


def test_an_ambiguous_ethnicity_code_is_read_by_decision_121_with_a_warning(
    registry: Registry,
) -> None:
    receipt = registry.desk().register_person(body(ethnicity="04"), registry.meta())
    assert codes(receipt) == ["ethnicity_code_ambiguous"]
    assert registry.desk().get_person(receipt["id"], "support")["ethnicity"] == "hoa"
    other = registry.desk().register_person(body(ethnicity="gso:04"), registry.meta())
    assert registry.desk().get_person(other["id"], "support")["ethnicity"] == "muong"


def test_a_known_national_id_warns_and_enters_the_review(registry: Registry) -> None:
    first = registry.person(national_id=ID)
    receipt = registry.desk().register_person(
        body(full_name="Lê Thị Ánh", birth_date="1985", national_id=ID), registry.meta()
    )
    assert receipt["warnings"] == [{"code": "duplicate_national_id", "fact": {"person_id": first}}]
    (question,) = registry.desk().list_reviews()["items"]
    assert question["id"] == receipt["review_id"]
    assert question["person"]["id"] == receipt["id"]
    assert [each["id"] for each in question["candidates"]] == [first]


@pytest.mark.parametrize("birth_date", ["1985-06-15", "1985-06", "1985"])
def test_the_same_name_birth_and_village_warns(registry: Registry, birth_date: str) -> None:
    registry.person()
    again = body(full_name="ĐÀO THỊ ĐƯỢC", birth_date=birth_date, village="thôn  1")
    assert codes(registry.desk().register_person(again, registry.meta())) == ["possible_duplicate"]


@pytest.mark.parametrize(
    "difference",
    [{"birth_date": "1986"}, {"village": "Thôn 2"}, {"full_name": "Đào Thị Huyền"}],
)
def test_who_differs_in_name_birth_or_village_does_not_warn(
    registry: Registry, difference: dict[str, Any]
) -> None:
    registry.person()
    assert codes(registry.desk().register_person(body(**difference), registry.meta())) == []


def test_two_national_ids_tell_two_people_of_one_name_apart(registry: Registry) -> None:
    registry.person(national_id=ID)
    receipt = registry.desk().register_person(body(national_id="001185000024"), registry.meta())
    assert codes(receipt) == []


def test_a_village_is_one_however_it_is_written(registry: Registry) -> None:
    registry.person(village="Thôn Cộng Hoà")
    person_id = registry.person(full_name="Lê An", village="thôn cộng hòa")
    assert registry.desk().get_person(person_id, "support")["village"] == "Thôn Cộng Hoà"
    assert [v["name"] for v in registry.desk().list_villages()["items"]] == ["Thôn Cộng Hoà"]


def test_details_are_corrected_and_cleared(registry: Registry) -> None:
    person_id = registry.person(phone="0912345678")
    receipt = registry.desk().amend_person(
        person_id, {"full_name": "Đào Thị Đức", "phone": None}, registry.meta(if_match=1)
    )
    person = registry.desk().get_person(person_id, "support")
    assert (person["full_name"], person["phone"], person["version"]) == ("Đào Thị Đức", None, 2)
    assert receipt["version"] == 2


def test_a_stale_version_conflicts(registry: Registry) -> None:
    person_id = registry.person()
    registry.desk().amend_person(person_id, {"phone": "0912345678"}, registry.meta())
    with pytest.raises(Conflict) as conflict:
        registry.desk().amend_person(person_id, {"phone": None}, registry.meta(if_match=1))
    assert conflict.value.fact == {"expected": 1, "present": 2}


def test_a_move_ends_the_former_residence_that_day(registry: Registry) -> None:
    person_id = registry.person()
    moved = {"kind": "permanent", "commune": "00004", "from": "2026-05-01"}
    registry.desk().amend_person(
        person_id, {"residence": moved, "village": "Tổ 3"}, registry.meta()
    )
    profile = registry.last_profile(person_id)
    assert [(r["commune"], r["from"], r["to"]) for r in profile["residences"]] == [
        ("09931", "2020-01-01", "2026-05-01"),
        ("00004", "2026-05-01", None),
    ]
    assert profile["groups"] == [{"code": "rural", "from": "2020-01-01", "to": "2026-05-01"}]
    assert profile["commune"] == "00004"
    shown = registry.desk().get_person(person_id, purpose="care")["residences"]
    assert [each["commune_name"] for each in shown] == ["Xã Hưng Đạo", "Phường Ba Đình"]


def test_who_left_is_in_no_group_and_comes_back_with_the_absence_cut_out(
    registry: Registry,
) -> None:
    person_id = registry.person()
    group = {
        "code": "land_recovered",
        "from": "2025-01-01",
        "evidence": {"document": "Quyết định thu hồi đất"},
    }
    registry.desk().add_group(person_id, group, registry.meta())
    registry.desk().record_person_left(
        person_id, {"on": "2026-02-01", "reason": "moved_away"}, registry.meta()
    )
    assert registry.last_profile(person_id)["left"] == {"on": "2026-02-01", "reason": "moved_away"}
    assert registry.desk().get_person(person_id, "support")["groups_today"] == []
    back = {"kind": "permanent", "commune": "09931", "from": "2026-06-01"}
    registry.desk().amend_person(person_id, {"residence": back}, registry.meta())
    profile = registry.last_profile(person_id)
    assert profile["left"] is None
    assert profile["groups"] == [
        {"code": "land_recovered", "from": "2025-01-01", "to": "2026-02-01"},
        {"code": "land_recovered", "from": "2026-06-01", "to": None},
        {"code": "rural", "from": "2020-01-01", "to": "2026-02-01"},
        {"code": "rural", "from": "2026-06-01", "to": None},
    ]


def test_the_dead_do_not_move(registry: Registry) -> None:
    person_id = registry.person()
    registry.desk().record_person_left(
        person_id, {"on": "2026-02-01", "reason": "died"}, registry.meta()
    )
    moved = {"kind": "permanent", "commune": "09931", "from": "2026-05-01"}
    with pytest.raises(Refused, match="person_died"):
        registry.desk().amend_person(person_id, {"residence": moved}, registry.meta())


def test_a_leaving_entered_by_mistake_is_taken_back(registry: Registry) -> None:
    person_id = registry.person()
    registry.desk().record_person_left(
        person_id, {"on": "2026-02-01", "reason": "died"}, registry.meta()
    )
    registry.desk().amend_person(person_id, {"left": None}, registry.meta())
    assert registry.last_profile(person_id)["left"] is None


def test_only_officers_register_people(registry: Registry) -> None:
    for role in ("village_head", "front", "school", "bank", "commune_leader", "ops"):
        with pytest.raises(Forbidden):
            registry.desk(caller(role)).register_person(body(), registry.meta())


def test_nobody_is_not_found(registry: Registry) -> None:
    with pytest.raises(NotFound, match="no_such_person"):
        registry.desk().get_person("nobody")


def test_why_a_person_was_amended_is_kept_as_a_code(registry: Registry) -> None:
    person_id = registry.person()
    registry.desk().amend_person(
        person_id, {"phone": "0912345678", "reason": "paper"}, registry.meta()
    )
    assert registry.desk().person_history(person_id)["items"][-1]["reason"] == "paper"
    with pytest.raises(Invalid):
        registry.desk().amend_person(
            person_id, {"phone": "0987654321", "reason": "vì bà Lan nói"}, registry.meta()
        )
