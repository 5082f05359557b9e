"""Finding and reading people: any spelling, and only what the caller's role may see."""

from __future__ import annotations

import pytest
from chassis.errors import Forbidden, Invalid

from .given import Registry, caller

ID = "001185000017"
DISABLED = {"code": "disabled", "from": "2026-01-05", "evidence": {"document": "Giấy"}}
PRISON = {"code": "ex_prisoner", "from": "2026-01-05", "evidence": {"document": "Giấy"}}


def found(registry: Registry, q: str) -> list[str]:
    return [each["full_name"] for each in registry.desk().search_people(q)["items"]]


@pytest.mark.parametrize(
    "typed",
    [
        "dao thi duoc",
        "Đào thị được",
        "ĐÀO THỊ ĐƯỢC",
        "duoc dao",
        "đươ",
        "thi",
        "Đào  Thi",
        ID,
        "0912 345 678",
    ],
)
def test_a_person_is_found_however_they_are_looked_for(either: Registry, typed: str) -> None:
    either.person(national_id=ID, phone="0912345678")
    either.person(full_name="Lê Văn An", birth_date="1970")
    assert found(either, typed) == ["Đào Thị Được"]


@pytest.mark.parametrize("typed", ["uoc", "001185000024", "00118500001", "dao van", "zz"])
def test_who_does_not_match_is_not_found(either: Registry, typed: str) -> None:
    either.person(national_id=ID)
    assert found(either, typed) == []


def test_lists_are_in_vietnamese_order_and_paged(either: Registry) -> None:
    for name in ("Phạm Đức", "Lê Ân", "Trần Ánh", "Bùi Thị Anh", "Lê Anh"):
        either.person(full_name=name)
    in_order = ["Lê Anh", "Bùi Thị Anh", "Trần Ánh", "Lê Ân", "Phạm Đức"]
    in_order[:2] = ["Bùi Thị Anh", "Lê Anh"]
    assert found(either, "") == in_order
    page = either.desk().search_people(page=2, page_size=2)
    assert [each["full_name"] for each in page["items"]] == in_order[2:4]
    assert page["total"] == 5


def test_a_search_is_narrowed_by_village_and_group(either: Registry) -> None:
    here = either.person()
    either.person(full_name="Lê An", village="Thôn 2")
    either.desk().add_group(here, DISABLED, either.meta())
    desk = either.desk()
    assert [p["id"] for p in desk.search_people(village="thôn 1")["items"]] == [here]
    assert [p["id"] for p in desk.search_people(group="disabled")["items"]] == [here]
    assert desk.search_people(group="disabled", village="Thôn 2")["total"] == 0
    assert desk.search_people(group="rural")["total"] == 2
    with pytest.raises(Invalid):
        desk.search_people(group="rich")


def test_a_membership_that_ended_does_not_list(registry: Registry) -> None:
    person_id = registry.person()
    ended = DISABLED | {"to": "2026-11-23"}
    registry.desk().add_group(person_id, ended, registry.meta())
    assert registry.desk().search_people(group="disabled")["total"] == 0


def test_elderly_follows_the_calendar(registry: Registry) -> None:
    registry.person(birth_date="1966-11-23")
    registry.person(full_name="Lê An", birth_date="1966-11-24")
    assert registry.desk().search_people(group="elderly")["total"] == 1


def test_lists_show_nothing_sensitive(registry: Registry) -> None:
    person_id = registry.person(national_id=ID, ethnicity="Tày", disability={"type": "vision"})
    registry.desk().add_group(person_id, DISABLED, registry.meta())
    registry.desk().add_group(person_id, PRISON, registry.meta())
    (listed,) = registry.desk().search_people("duoc")["items"]
    assert listed["national_id"] == "001•••••0017"
    assert listed["groups"] == ["rural"]
    assert "ethnicity" not in listed


def test_a_village_head_sees_the_own_village_without_what_is_sensitive(registry: Registry) -> None:
    here = registry.person(national_id=ID, ethnicity="Tày", disability={"type": "vision"})
    registry.desk().add_group(here, PRISON, registry.meta())
    there = registry.person(full_name="Lê An", village="Thôn 2")
    head = registry.desk(caller("village_head", village="Thôn 1"))
    assert [p["id"] for p in head.search_people()["items"]] == [here]
    shown = head.get_person(here, "support")
    assert (shown["ethnicity"], shown["disability"], shown["groups"]) == (None, None, [])
    assert shown["national_id"] == "001•••••0017"
    assert shown["groups_today"] == ["rural"]
    with pytest.raises(Forbidden, match="not_your_village"):
        head.get_person(there, "support")
    with pytest.raises(Forbidden):
        head.search_people(group="rural")


@pytest.mark.parametrize("role", ["school", "job_centre", "social_insurance", "bank"])
def test_a_partner_finds_whom_it_has_before_it_and_nothing_else(
    registry: Registry, role: str
) -> None:
    person_id = registry.person(national_id=ID)
    partner = registry.desk(caller(role))
    assert partner.search_people(ID)["items"] == [
        {"id": person_id, "full_name": "Đào Thị Được", "birth_year": 1985, "village": "Thôn 1"}
    ]
    with pytest.raises(Invalid):
        partner.search_people("")
    for read in (partner.get_person, partner.journey):
        with pytest.raises(Forbidden):
            read(person_id)


@pytest.mark.parametrize("role", ["commune_leader", "city_viewer", "ops"])
def test_leaders_and_operators_read_no_people(registry: Registry, role: str) -> None:
    person_id = registry.person()
    desk = registry.desk(caller(role))
    for read in (desk.get_person, desk.search_people, desk.list_needs, desk.list_reviews):
        with pytest.raises(Forbidden):
            read(person_id)
    assert desk.names([person_id], "figures") == {"people": {}}


def test_names_are_given_in_bulk_to_whom_may_see_them(either: Registry) -> None:
    here = either.person()
    there = either.person(full_name="Lê An", village="Thôn 2")
    asked = [here, there, "nobody"]
    assert either.desk().names(asked, "list")["people"] == {
        here: {"full_name": "Đào Thị Được", "birth_year": 1985, "village": "Thôn 1"},
        there: {"full_name": "Lê An", "birth_year": 1985, "village": "Thôn 2"},
    }
    head = either.desk(caller("village_head", village="Thôn 1"))
    assert list(head.names(asked, "list")["people"]) == [here]


def test_names_are_given_in_vietnamese_order(either: Registry) -> None:
    """By the given name, as in every list of people."""
    named = {
        either.person(full_name=name): name
        for name in ("Đào Thị Ước", "Bùi Văn Đức", "Vũ Thị An", "Lê Thị Ân", "Lê Thị An")
    }
    found = either.desk().names(sorted(named), "list")["people"]
    assert [named[each] for each in found] == [
        "Lê Thị An", "Vũ Thị An", "Lê Thị Ân", "Bùi Văn Đức", "Đào Thị Ước",
    ]  # fmt: skip


def test_every_look_is_logged_with_its_purpose(either: Registry) -> None:
    person_id = either.person(ethnicity="Tày")
    either.desk().add_group(person_id, PRISON, either.meta())
    either.desk().get_person(person_id, "support decision")
    either.desk().names([person_id], "class list")
    looks = either.desk().list_accesses(person_id)["items"]
    assert [(each["what"], each["purpose"], each["compartments"]) for each in looks] == [
        ("get", "support decision", ["ethnicity", "ex_prisoner"]),
        ("names", "class list", []),
    ]


def test_a_journey_tells_in_order_what_the_registry_knows(registry: Registry) -> None:
    person_id = registry.person()
    job = {"kind": "job", "able_to_work": True, "on": "2026-02-01"}
    registry.desk().record_need(person_id, job, registry.meta())
    talk = {"channel": "meeting", "topic": "job_search", "on": "2026-01-15", "person_id": person_id}
    registry.desk().record_outreach(talk, registry.meta())
    journey = registry.desk().journey(person_id)["items"]
    assert [(each["on"], each["kind"]) for each in journey] == [
        ("2026-01-15", "outreach"),
        ("2026-02-01", "need"),
        ("2026-11-23", "registered"),
    ]


def test_a_journey_tells_the_version_by_which_a_record_is_corrected(registry: Registry) -> None:
    person_id = registry.person()
    talk = {"channel": "meeting", "topic": "job_search", "on": "2026-01-15", "person_id": person_id}
    record_id = registry.desk().record_outreach({**talk, "reached": 1}, registry.meta())["id"]
    told = registry.desk().journey(person_id)["items"][0]
    assert (told["version"], told["reached"]) == (1, 1)
    seen = registry.meta(if_match=told["version"])
    registry.desk().amend_record("outreach", record_id, {"reached": 0}, seen)
    told = registry.desk().journey(person_id)["items"][0]
    assert (told["version"], told["reached"]) == (2, 0)
