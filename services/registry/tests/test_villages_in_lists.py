"""Lists that call a village by a name it had before."""

from __future__ import annotations

from .changing_villages import DAY, changed, decided, found_in, stays
from .given import Registry
from .test_near_names_in_lists import KNOWN, NEAR, sent, verdicts

NEW = "Thôn Đồng Tâm"


def test_a_near_name_is_seen_under_either_name_of_the_village(either: Registry) -> None:
    either.person()
    changed(either, "rename", ["Thôn 1"], NEW)
    (row,) = sent(either, NEAR)
    assert row["verdict"] == "review"
    reasons = {each["reason"] for each in row["problems"]}
    assert reasons == {"similar_name", "former_village_name"}
    assert verdicts(sent(either, KNOWN, KNOWN.replace("Thôn 1", NEW))) == ["duplicate"] * 2


def test_a_line_that_waited_while_the_village_changed_is_taken_under_its_name_of_today(
    either: Registry,
) -> None:
    either.person()
    sent(either, NEAR)
    changed(either, "rename", ["Thôn 1"], NEW)
    (review,) = either.desk().list_reviews()["items"]
    compared = {each["field"]: each for each in review["candidates"][0]["comparison"]}
    assert compared["village"]["verdict"] == "same"
    done = either.desk().decide_review(review["id"], {"decision": "distinct"}, either.meta())
    assert [village for village, _, _ in stays(either, done["person_id"])] == [NEW]
    # the same line again, under the name that it used then, keeps the officer's answer
    assert verdicts(sent(either, NEAR)) == ["duplicate"]


def test_who_a_list_finds_in_a_merged_village_lived_there_until_the_day_before(
    either: Registry,
) -> None:
    either.person(full_name="Lê Văn Cả", village="Thôn 2")
    either.person()
    changed(either, "merge", ["Thôn 1", "Thôn 2"], NEW)
    (row,) = sent(either, "Hoàng Văn Dũng,15/06/1985,Nam,,Thôn 1", as_of="2026-03-01")
    assert row["verdict"] == "accept_with_warning"
    assert stays(either, row["person_id"]) == [("Thôn 1", "2026-03-01", DAY), (NEW, DAY, None)]


def test_a_list_waits_until_everybody_followed(either: Registry) -> None:
    """Both wait for the same hand: nobody is doubled because half of a village had moved."""
    people = [either.person(full_name=name) for name in ("Đào Thị Được", "Lê Thị Bé")]
    decided(either, "rename", ["Thôn 1"], NEW)
    assert verdicts(sent(either, KNOWN)) == ["duplicate"]
    assert found_in(either, NEW) == sorted(people)
