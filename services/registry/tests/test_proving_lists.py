"""Lists that prove groups: what a line of each leads to, for the new and for the known."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Invalid, NotFound, Refused

from .given import OFFICER, Registry, caller
from .test_list_assistant import rows_of
from .test_list_variants import xlsx

POVERTY = ["STT", "Mã hộ", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn"]
POVERTY += ["Phân loại hộ", "Năm rà soát"]
ALLOWANCE = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Thôn", "Số quyết định"]
ALLOWANCE += ["Ngày quyết định", "Cơ quan ban hành", "Hưởng từ ngày", "Đến ngày"]
LAND = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Thôn", "Số quyết định", "Ngày quyết định"]
POLICE = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Diện quản lý"]
POLICE += ["Ngày về địa phương", "Ngày xóa án tích"]

NUMBER = "001185001234"


def member(name: str, birth: str, status: str, *, code: str = "H-01", **more: Any) -> list[Any]:
    number, year = more.get("number"), more.get("year", 2026)
    return [1, code, name, birth, more.get("gender", "Nữ"), number, "Thôn 1", status, year]


def review_of(registry: Registry, *lines: list[Any], **options: Any) -> dict[str, Any]:
    return registry.sent_list(xlsx([POVERTY, *lines]), kind="poverty_review", **options)


def person(registry: Registry, person_id: str) -> dict[str, Any]:
    return dict(registry.desk().get_person(person_id, "test"))


def verdicts(answer: dict[str, Any]) -> list[str]:
    assert answer["status"] == "done", answer
    return [row["verdict"] for row in answer["rows"]]


# -- the poverty review -------------------------------------------------------------------


def test_a_reviewed_household_is_poor_for_its_year_with_all_its_members(either: Registry) -> None:
    answer = review_of(
        either,
        member("Đào Thị Được", "15/06/1985", "Hộ nghèo"),
        member("Lê Văn Chồng", "1980", "Hộ nghèo", gender="Nam"),
    )
    assert verdicts(answer) == ["accept", "accept"]
    (household,) = either.desk().list_households()["items"]
    assert household["code"] == "H-01"
    assert household["poverty"] == [{"status": "poor", "from": "2026-01-01", "to": "2027-01-01"}]
    members = {each["person_id"] for each in household["members"]}
    assert members == {row["person_id"] for row in answer["rows"]}
    for row in answer["rows"]:
        assert "poor_household" in person(either, row["person_id"])["groups_today"]


def test_a_review_reaches_a_known_person_and_adds_nobody(either: Registry) -> None:
    known = either.person(national_id=NUMBER)
    answer = review_of(either, member("Đào Thị Được", "15/06/1985", "Cận nghèo", number=NUMBER))
    assert [row["person_id"] for row in answer["rows"]] == [known]
    assert verdicts(answer) == ["accept"]
    assert either.desk().search_people()["total"] == 1
    profile = either.last_profile(known)
    assert {"code": "near_poor_household", "from": "2026-01-01", "to": "2027-01-01"} in [
        {k: g[k] for k in ("code", "from", "to")} for g in profile["groups"]
    ]


def test_the_same_review_again_changes_nothing(either: Registry) -> None:
    lines = [
        member("Đào Thị Được", "15/06/1985", "Hộ nghèo"),
        member("Lê Văn Chồng", "1980", "Hộ nghèo", gender="Nam"),
    ]
    review_of(either, *lines)
    before = len(either.messages())
    assert verdicts(review_of(either, *lines)) == ["duplicate", "duplicate"]
    assert len(either.messages()) == before


def test_a_later_review_replaces_the_outcome_of_its_year_alone(registry: Registry) -> None:
    line = ("Đào Thị Được", "15/06/1985")
    review_of(registry, member(*line, "Hộ nghèo", year=2025))
    review_of(registry, member(*line, "Hộ nghèo", year=2026))
    review_of(registry, member(*line, "Thoát nghèo", year=2026))
    (household,) = registry.desk().list_households()["items"]
    assert household["poverty"] == [
        {"status": "poor", "from": "2025-01-01", "to": "2026-01-01"},
        {"status": "none", "from": "2026-01-01", "to": "2027-01-01"},
    ]


def test_a_household_with_two_outcomes_in_one_year_is_rejected_whole(registry: Registry) -> None:
    answer = review_of(
        registry,
        member("Đào Thị Được", "15/06/1985", "Hộ nghèo"),
        member("Lê Văn Chồng", "1980", "Cận nghèo", gender="Nam"),
        member("Phạm Thị Khác", "1970", "Hộ nghèo", code="H-02"),
    )
    assert verdicts(answer) == ["reject", "reject", "accept"]
    assert answer["rows"][0]["problems"][-1]["reason"] == "poverty_overlaps"


def test_a_child_of_a_reviewed_household_is_registered_nowhere(registry: Registry) -> None:
    answer = review_of(registry, member("Đào Thị Bé", "01/02/2018", "Hộ nghèo"))
    assert verdicts(answer) == ["accept_with_warning"]
    assert registry.desk().search_people()["total"] == 0
    (household,) = registry.desk().list_households()["items"]
    assert household["poverty"][0]["status"] == "poor"


def test_a_review_moves_a_person_out_of_a_household_made_from_a_mark(registry: Registry) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Thôn", "Hộ nghèo"]
    line = [1, "Đào Thị Được", "15/06/1985", "Nữ", "Thôn 1", "x"]
    marked = registry.sent_list(xlsx([header, line]), as_of="2026-02-01")
    person_id = marked["rows"][0]["person_id"]
    provisional = person(registry, person_id)["household_id"]
    review_of(registry, member("Đào Thị Được", "15/06/1985", "Hộ nghèo"))
    reviewed = person(registry, person_id)["household_id"]
    assert reviewed != provisional
    assert registry.desk().get_household(reviewed)["code"] == "H-01"


# -- unemployment allowance, land, police -----------------------------------------------------


def allowance(number: str | None = NUMBER, **more: Any) -> list[Any]:
    return [
        1, "Đào Thị Được", "15/06/1985", number, "Thôn 1", more.get("decision", "12/QĐ"),
        "05/01/2026", "Trung tâm DVVL", more.get("start", "10/01/2026"),
        more.get("end", "09/07/2026"),
    ]  # fmt: skip


def paid(registry: Registry, *lines: list[Any]) -> dict[str, Any]:
    return registry.sent_list(xlsx([ALLOWANCE, *lines]), kind="unemployment_insurance")


def test_an_allowance_is_a_group_with_its_decision_until_after_its_last_day(
    either: Registry,
) -> None:
    known = either.person(national_id=NUMBER)
    assert verdicts(paid(either, allowance())) == ["accept_with_warning"]
    (group,) = person(either, known)["groups"]
    assert (group["code"], group["from"], group["to"]) == (
        "unemployment_insurance",
        "2026-01-10",
        "2026-07-10",
    )
    assert group["evidence"] == {
        "document": "ui_decision",
        "number": "12/QĐ",
        "issued_by": "Trung tâm DVVL",
        "issued_on": "2026-01-05",
        "verified_by": None,
    }


def test_who_verified_a_paper_at_the_desk_stays_said_when_its_list_comes_again(
    registry: Registry,
) -> None:
    known = registry.person(national_id=NUMBER)
    paid(registry, allowance())
    (group,) = person(registry, known)["groups"]
    seen = {"evidence": {**group["evidence"], "verified_by": "Nguyễn Thị Hạnh"}}
    registry.desk().amend_group(known, group["group_id"], seen, registry.meta())
    paid(registry, allowance())
    paid(registry, allowance(end="30/04/2026"))
    (group,) = person(registry, known)["groups"]
    assert group["evidence"]["verified_by"] == "Nguyễn Thị Hạnh"
    assert group["to"] == "2026-05-01"


def test_a_decision_sent_again_with_another_end_amends_its_group(registry: Registry) -> None:
    known = registry.person(national_id=NUMBER)
    paid(registry, allowance())
    assert verdicts(paid(registry, allowance())) == ["duplicate"]
    paid(registry, allowance(end="30/04/2026"))
    (group,) = person(registry, known)["groups"]
    assert group["to"] == "2026-05-01"


def test_a_second_decision_is_a_second_membership(registry: Registry) -> None:
    known = registry.person(national_id=NUMBER)
    paid(registry, allowance(), allowance(decision="99/QĐ", start="01/09/2026", end="30/11/2026"))
    assert len(person(registry, known)["groups"]) == 2


def test_gender_left_out_is_told_by_the_national_id(registry: Registry) -> None:
    answer = paid(registry, allowance())
    assert answer["rows"][0]["problems"][0]["reason"] == "gender_from_national_id"
    assert person(registry, answer["rows"][0]["person_id"])["gender"] == "female"
    assert verdicts(paid(registry, allowance(number=None))) == ["reject"]


def test_an_allowance_that_ends_before_it_begins_is_rejected(registry: Registry) -> None:
    answer = paid(registry, allowance(end="01/01/2026"))
    assert answer["rows"][0]["problems"][-1]["reason"] == "not_after_from"


def test_a_paper_takes_the_place_of_a_bare_mark(registry: Registry) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Thôn", "Đất thu hồi"]
    line = [1, "Đào Thị Được", "15/06/1985", "Nữ", "Thôn 1", "x"]
    marked = registry.sent_list(xlsx([header, line]), as_of="2026-06-01")
    decision = [1, "Đào Thị Được", "15/06/1985", "Nữ", "Thôn 1", "45/QĐ-UBND", "12/03/2026"]
    registry.sent_list(xlsx([LAND, decision]), kind="land_recovery")
    (group,) = person(registry, marked["rows"][0]["person_id"])["groups"]
    assert (group["code"], group["from"]) == ("land_recovered", "2026-03-12")
    assert group["evidence"]["number"] == "45/QĐ-UBND"


def test_a_land_recovery_needs_its_decision(registry: Registry) -> None:
    line = [1, "Đào Thị Được", "15/06/1985", "Nữ", "Thôn 1", None, None]
    answer = registry.sent_list(xlsx([LAND, line]), kind="land_recovery")
    reasons = {(p["column"], p["reason"]) for p in answer["rows"][0]["problems"]}
    assert reasons == {("decision_number", "required"), ("decision_date", "required")}


def police(**more: Any) -> list[Any]:
    category = more.get("category", "Chấp hành xong án phạt tù")
    return [
        1, "Đào Thị Được", more.get("birth", "15/06/1985"), "Nữ", more.get("number"), "Thôn 1",
        category, "03/02/2026", more.get("cleared"),
    ]  # fmt: skip


def sent_by_police(registry: Registry, *lines: list[Any], who: Any = OFFICER) -> dict[str, Any]:
    import base64

    desk = registry.desk(who)
    started = desk.start_restricted_import(
        "ds.xlsx",
        base64.b64encode(xlsx([POLICE, *lines])).decode(),
        False,
        None,
        registry.meta(),
        "danh sách tháng 2",
    )
    registry.opened.importer.work()
    return dict(desk.get_import(started["import_id"]))


def test_the_police_list_has_an_upload_of_its_own(registry: Registry) -> None:
    with pytest.raises(Refused, match="restricted_list"):
        registry.sent_list(xlsx([POLICE, police()]), kind="police")
    with pytest.raises(Invalid):
        registry.desk().start_restricted_import("a.csv", "QQ==", True, None, registry.meta(), " ")


@pytest.mark.parametrize(
    ("category", "code"),
    [("Chấp hành xong án phạt tù", "ex_prisoner"), ("Sau cai nghiện", "post_rehab")],
)
def test_the_police_list_proves_its_groups(registry: Registry, category: str, code: str) -> None:
    answer = sent_by_police(registry, police(category=category, cleared="03/02/2031"))
    assert verdicts(answer) == ["accept"]
    (group,) = person(registry, answer["rows"][0]["person_id"])["groups"]
    assert (group["code"], group["from"], group["to"]) == (code, "2026-02-03", "2031-02-03")


def test_only_whoever_sent_the_police_list_is_shown_it(either: Registry) -> None:
    sent = sent_by_police(either, police(birth="hôm qua"))
    colleague = either.desk(type(OFFICER)(id="officer-2", role="commune_officer", commune="09931"))
    for look in ("get_import", "list_import_rows", "rejected_rows"):
        with pytest.raises(NotFound, match="no_such_import"):
            getattr(colleague, look)(sent["id"])
    assert colleague.list_imports()["total"] == 0
    assert either.desk().list_imports()["total"] == 1


def test_a_question_about_a_line_of_the_police_does_not_say_what_it_is_about(
    registry: Registry,
) -> None:
    registry.person(birth_date="1985")
    answer = sent_by_police(registry, police(birth="15/06/1985"))
    assert verdicts(answer) == ["review"]
    (question,) = registry.desk().list_reviews()["items"]
    assert set(question["row"]) == {"number", "full_name", "birth_date", "gender", "village"}


def test_the_template_of_the_police_list_names_nobody(registry: Registry) -> None:
    rows = rows_of(registry.desk().list_template("police"))
    assert "Nguyễn Văn Mẫu" in rows[2]


@pytest.mark.parametrize("role", ["commune_leader", "village_head", "front", "bank"])
def test_no_other_role_sends_lists_that_prove_groups(registry: Registry, role: str) -> None:
    from chassis.errors import Forbidden

    with pytest.raises(Forbidden):
        sent_by_police(registry, police(), who=caller(role, village="Thôn 1"))
