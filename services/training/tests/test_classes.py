"""Classes and the occupations they teach."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chassis.errors import Conflict, Forbidden, Invalid, Refused

from .school import CLASS, School, codes


def test_a_class_answers_its_id_and_version_and_is_published(school: School) -> None:
    receipt = school.desk().open_class(CLASS, school.key())

    assert receipt == {"id": receipt["id"], "version": 1, "warnings": []}
    (event,) = school.published()
    assert (event.name, event.subject) == ("class_opened", receipt["id"])
    assert event.data == {
        "class_id": receipt["id"],
        "occupation": "may_cong_nghiep",
        "level": "elementary",
        "form": "mobile",
        "funding_source": "state_budget",
        "capacity": 30,
        "school": "s1",
        "ends_on": "2026-06-30",
        "on": "2026-03-02",
        "commune": "09931",
    }


def test_a_repeated_key_opens_one_class_and_another_body_under_it_conflicts(school: School) -> None:
    meta = school.key()
    first = school.desk().open_class(CLASS, meta)

    assert school.desk().open_class(CLASS, meta) == first
    with pytest.raises(Conflict, match="key_reused"):
        school.desk().open_class(CLASS | {"capacity": 31}, meta)
    assert len(school.published()) == 1


def test_a_planned_class_may_lie_ahead(school: School) -> None:
    class_id = school.opened(starts_on="2027-01-04", ends_on="2027-03-31")

    assert school.desk().get_class(class_id)["starts_on"] == "2027-01-04"


def test_a_class_cannot_end_before_it_starts(school: School) -> None:
    with pytest.raises(Refused, match="ends_before_start"):
        school.opened(ends_on="2026-03-01")


def test_a_size_above_the_norm_of_its_level_warns_with_the_basis(school: School) -> None:
    body = CLASS | {"capacity": 36, "practice_group": 19}
    receipt = school.desk().open_class(body, school.key())

    assert codes(receipt) == ["class_size_above_norm", "class_size_above_norm"]
    assert [each["field"] for each in receipt["warnings"]] == ["capacity", "practice_group"]
    assert [each["fact"]["norm"] for each in receipt["warnings"]] == [35, 18]
    assert "TT 42/2015" in receipt["warnings"][0]["fact"]["basis"]
    at_the_norm = CLASS | {"capacity": 35, "practice_group": 18}
    assert codes(school.desk().open_class(at_the_norm, school.key())) == []


def test_malformed_fields_are_named_all_at_once(school: School) -> None:
    body = CLASS | {"level": "phd", "capacity": 0, "starts_on": "2/3/2026", "colour": "red"}
    with pytest.raises(Invalid) as invalid:
        school.desk().open_class(body, school.key())

    assert invalid.value.fact["fields"] == {
        "level": ["not_in_vocabulary"],
        "capacity": ["out_of_range"],
        "starts_on": ["not_a_date"],
        "colour": ["unknown_field"],
    }


def test_an_occupation_is_listed_by_the_first_class_that_teaches_it(school: School) -> None:
    school.opened(occupation="Điện dân dụng")
    school.opened(occupation="  điện   DÂN dụng ")
    school.opened(occupation="dien_dan_dung")

    (listed,) = school.desk().list_occupations(1, 100)["items"]
    assert (listed["code"], listed["name"]) == ("dien_dan_dung", "Điện dân dụng")


def test_names_that_differ_in_their_marks_are_two_occupations(school: School) -> None:
    sewing, rattan = school.opened(occupation="May"), school.opened(occupation="Mây")

    first = school.desk().get_class(sewing)["occupation"]
    second = school.desk().get_class(rattan)["occupation"]
    assert first == "may"
    assert second.startswith("may_")
    assert school.desk().get_class(school.opened(occupation="mây"))["occupation"] == second


def test_an_occupation_is_defined_once(school: School) -> None:
    body = {"name": "Hàn", "name_en": "Welding", "national_code": "5520123"}
    assert school.desk().define_occupation(body, school.key())["id"] == "han"

    with pytest.raises(Refused, match="occupation_exists"):
        school.desk().define_occupation({"name": "HÀN"}, school.key())


def test_an_occupation_with_a_code_of_its_own_is_found_by_its_name(school: School) -> None:
    school.desk().define_occupation({"code": "H-01", "name": "Hàn"}, school.key())
    assert school.desk().get_class(school.opened(occupation="hàn"))["occupation"] == "h_01"

    again = school.desk().define_occupation({"code": "H-02", "name": "hàn"}, school.key())
    assert again["warnings"] == [
        {"code": "name_listed", "field": "name", "fact": {"occupation": "h_01"}}
    ]
    school.void("occupations", "h_02")
    assert [each["code"] for each in school.desk().list_occupations(1, 9)["items"]] == ["h_01"]


def test_an_occupation_in_use_cannot_be_voided_and_keeps_its_code_when_renamed(
    school: School,
) -> None:
    class_id = school.opened(occupation="Hàn")
    with pytest.raises(Refused, match="in_use"):
        school.void("occupations", "han")

    assert school.amend("occupations", "han", name="Hàn điện")["version"] == 2
    assert school.desk().get_class(class_id)["occupation"] == "han"
    school.void("classes", class_id)
    school.void("occupations", "han")
    assert school.desk().list_occupations(1, 9)["items"] == []


def test_an_amended_class_corrects_its_enrolments_and_publishes_them_again(school: School) -> None:
    class_id = school.opened()
    kept, gone = school.enrolled(class_id, "p1", "p2")
    school.void("enrolments", gone)

    receipt = school.amend("classes", class_id, level="under_3_months", occupation="Hàn")

    assert receipt["version"] == 2
    assert receipt["warnings"] == [{"code": "enrolments_corrected", "fact": {"enrolments": 1}}]
    again = school.published("enrolment_started")[-1].data
    assert (again["enrolment_id"], again["level"]) == (kept, "under_3_months")
    assert again["occupation"] == "han"
    assert [e.data["enrolment_id"] for e in school.published("enrolment_started")] == [
        kept,
        gone,
        kept,
    ]


def test_amending_to_the_same_says_nothing(school: School) -> None:
    class_id = school.opened()
    before = len(school.published())

    assert school.amend("classes", class_id, capacity=30)["version"] == 1
    assert len(school.published()) == before


def test_if_match_refuses_a_version_that_has_moved(school: School) -> None:
    class_id = school.opened()
    school.amend("classes", class_id, capacity=31)

    with pytest.raises(Conflict, match="version_moved"):
        school.desk().amend_record("classes", class_id, {"capacity": 32}, school.key(if_match=1))
    with pytest.raises(Conflict, match="version_moved"):
        body = {"person_ids": ["p1"], "on": "2026-03-02"}
        school.desk().enrol(class_id, body, school.key(if_match=1))
    newer = {"occupation": "Nấu ăn", "capacity": 32}
    receipt = school.desk().amend_record("classes", class_id, newer, school.key(if_match=2))
    assert receipt["version"] == 3


def test_a_class_with_standing_enrolments_is_not_voided(school: School) -> None:
    class_id = school.opened()
    (enrolment_id,) = school.enrolled(class_id, "p1")
    with pytest.raises(Refused, match="in_use"):
        school.void("classes", class_id)

    school.void("enrolments", enrolment_id)
    school.void("classes", class_id, "did_not_happen")
    event = school.published()[-1]
    assert event.name == "record_voided"
    assert (event.data["record_kind"], event.data["reason_code"]) == ("classes", "did_not_happen")
    assert school.desk().list_classes(None, 1, 9) == {"items": [], "total": 0}
    with pytest.raises(Refused, match="class_voided"):
        school.enrolled(class_id, "p2")
    with pytest.raises(Refused, match="voided"):
        school.void("classes", class_id)


def test_a_school_touches_its_own_classes_only(school: School) -> None:
    class_id = school.opened()
    other = school.desk(agency="s2")
    body = {"person_ids": ["p1"], "on": "2026-03-02"}

    attempts: list[Callable[[], object]] = [
        lambda: other.enrol(class_id, body, school.key()),
        lambda: other.amend_record("classes", class_id, {"capacity": 9}, school.key()),
        lambda: other.void_record("classes", class_id, {"reason_code": "other"}, school.key()),
        lambda: other.list_enrolments(class_id, None, 1, 9),
        lambda: other.record_history("classes", class_id),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden, match="not_own_record"):
            attempt()


def test_a_class_belongs_to_the_commune_stated_or_the_callers(school: School) -> None:
    unbound = school.desk(commune=None)
    with pytest.raises(Invalid) as invalid:
        unbound.open_class(CLASS, school.key())
    assert invalid.value.fact == {"fields": {"commune": ["required"]}}

    class_id = unbound.open_class(CLASS | {"commune": "00001"}, school.key())["id"]
    assert unbound.get_class(class_id)["commune"] == "00001"
    with pytest.raises(Forbidden, match="commune"):
        school.desk().open_class(CLASS | {"commune": "00001"}, school.key())
    with pytest.raises(Forbidden, match="commune"):
        school.amend("classes", class_id, capacity=9)


def test_classes_are_listed_newest_first_with_their_learners(school: School) -> None:
    first = school.opened(starts_on="2026-01-05", capacity=1)
    second = school.opened(starts_on="2026-05-04")
    school.opened(starts_on="2025-05-04", ends_on="2025-06-04")
    left, _ = school.enrolled(first, "p1", "p2", on="2026-03-02")
    school.desk().withdraw_enrolment(left, {"on": "2026-03-09"}, school.key())

    listed = school.desk("job_centre").list_classes(2026, 1, 9)

    assert [each["id"] for each in listed["items"]] == [second, first]
    assert [(each["learners"], each["free"]) for each in listed["items"]] == [(0, 30), (1, 0)]
    assert listed["total"] == 2
    with pytest.raises(Invalid):
        school.desk().list_classes(None, 1, 1001)
