"""A name that ended leads to the village of today; a name given anew to the one that has it now."""

from __future__ import annotations

from .changing_villages import DAY, changed, found_in, names, stays
from .given import Registry


def test_a_former_name_leads_to_the_village_of_today(either: Registry) -> None:
    here = either.person()
    changed(either, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    assert found_in(either, "thon 1") == found_in(either, "Thôn Đồng Tâm") == [here]
    done = either.desk().register_person(
        {
            "full_name": "Lê Văn Cả",
            "birth_date": "1990",
            "gender": "male",
            "village": "Thôn 1",
            "residence": {"kind": "permanent", "commune": "09931", "from": "2019-03-01"},
        },
        either.meta(),
    )
    assert {"code": "former_village_name", "field": "village"} in done["warnings"]
    assert stays(either, done["id"]) == [("Thôn Đồng Tâm", "2019-03-01", None)]
    (village,) = either.desk().list_villages()["items"]
    assert (village["name"], village["former_names"]) == ("Thôn Đồng Tâm", ["Thôn 1"])


def test_a_village_called_by_either_name_among_the_words_of_a_question_narrows_it(
    either: Registry,
) -> None:
    here = either.person()
    either.person(birth_date="1990", village="Thôn 2")
    changed(either, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    for q in ("dao thon dong tam", "Thôn 1 đào", "thôn đồng tâm được"):
        found = either.desk().search_people(q)["items"]
        assert [each["id"] for each in found] == [here], q


def test_who_is_registered_late_under_a_merged_village_lived_there_until_the_day_before(
    registry: Registry,
) -> None:
    registry.person(village="Thôn 2")
    registry.person(full_name="Lê Văn Cả")
    changed(registry, "merge", ["Thôn 1"], "Thôn 2")
    late = registry.person(full_name="Lê Thị Bé", village="Thôn 1")
    assert stays(registry, late) == [("Thôn 1", "2020-01-01", DAY), ("Thôn 2", DAY, None)]


def test_who_is_said_to_live_there_since_earlier_lived_in_the_village_of_then(
    either: Registry,
) -> None:
    either.person(full_name="Lê Văn Cả", village="Thôn 2")
    here = either.person()
    changed(either, "merge", ["Thôn 1", "Thôn 2"], "Thôn Đồng Tâm")
    earlier = {"kind": "permanent", "commune": "09931", "from": "2018-05-01"}
    either.desk().amend_person(here, {"residence": earlier}, either.meta())
    assert stays(either, here) == [
        ("Thôn 1", "2018-05-01", DAY),
        ("Thôn Đồng Tâm", DAY, None),
    ]


def test_a_list_that_uses_a_former_name_is_remarked_and_doubles_nobody(
    either: Registry, sample: bytes
) -> None:
    either.sent_list(sample)
    people = either.desk().search_people()["total"]
    village = names(either)[0]
    here = len(found_in(either, village))
    assert here > 0
    changed(either, "rename", [village], "Thôn Đồng Tâm")
    again = either.sent_list(sample)
    assert again["counts"].get("accept", 0) == 0
    assert either.desk().search_people()["total"] == people
    remarked = {problem["reason"] for row in again["rows"] for problem in row["problems"]}
    assert "former_village_name" in remarked
    assert len(found_in(either, "Thôn Đồng Tâm")) == here


def test_a_name_given_anew_is_the_village_that_has_it_now(either: Registry) -> None:
    """After a merger those that are left are often numbered again."""
    first, third = (
        either.person(village="Thôn 2"),
        either.person(full_name="Lê Văn Cả", village="Thôn 3"),
    )
    either.person(full_name="Lê Thị Bé", village="Thôn 1")
    changed(either, "merge", ["Thôn 2"], "Thôn 1")
    changed(either, "rename", ["Thôn 3"], "Thôn 2")
    assert stays(either, first) == [("Thôn 2", "2020-01-01", DAY), ("Thôn 1", DAY, None)]
    # the name was another village's until then: it cannot stand for the time before
    assert stays(either, third) == [("Thôn 3", "2020-01-01", DAY), ("Thôn 2", DAY, None)]
    assert found_in(either, "Thôn 2") == found_in(either, "Thôn 3") == [third]
    either.opened.importer.movers.gather()
    assert found_in(either, "Thôn 2") == [third]
    new = either.person(full_name="Đỗ Thị Bình", village="Thôn 2")
    assert stays(either, new) == [("Thôn 2", "2020-01-01", None)]
