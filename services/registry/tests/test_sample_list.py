"""The list as a commune office sends it: every row's verdict, and what follows from it."""

from __future__ import annotations

import json
from typing import Any

from .given import DATA, Registry

EXPECTED = json.loads((DATA / "danh-sach-lao-dong-uu-tien.expected.json").read_text("utf-8"))
NOTABLE = {row["row"]: row for row in EXPECTED["notable_rows"]}


def _by_row(answer: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {row["row"]: row for row in answer["rows"]}


def test_every_row_of_the_sample_gets_its_verdict(registry: Registry, sample: bytes) -> None:
    answer = registry.sent_list(sample, dry_run=True)
    rows = _by_row(answer)
    assert answer["status"] == "done"
    assert len(rows) == EXPECTED["rows"]
    wrong = {
        number: row["verdict"]
        for number, row in rows.items()
        if row["verdict"] not in NOTABLE.get(number, {"verdict": "accept"})["verdict"].split(" or ")
    }
    assert wrong == {}


def test_the_import_gives_the_verdicts_of_its_dry_run(registry: Registry, sample: bytes) -> None:
    tried = registry.sent_list(sample, dry_run=True)
    taken = registry.sent_list(sample)
    assert {n: r["verdict"] for n, r in _by_row(tried).items()} == {
        n: r["verdict"] for n, r in _by_row(taken).items()
    }
    assert taken["counts"] == {
        "accept": 285,
        "reject": 17,
        "review": 4,
        "duplicate": 5,
        "accept_with_warning": 9,
    }
    assert taken["progress"] == {"done": 320, "total": 320}


def test_a_dry_run_registers_nobody(registry: Registry, sample: bytes) -> None:
    registry.sent_list(sample, dry_run=True)
    assert registry.desk().search_people()["total"] == 0
    assert registry.messages() == []


def test_importing_again_adds_nobody(registry: Registry, sample: bytes) -> None:
    registry.sent_list(sample)
    before = registry.desk().search_people()["total"], len(registry.messages())
    again = registry.sent_list(sample)
    assert before == (294, len(registry.messages()))
    assert registry.desk().search_people()["total"] == 294
    assert again["counts"] == {"duplicate": 299, "reject": 17, "review": 4}
    assert registry.desk().list_reviews()["total"] == 4


def test_a_duplicate_names_the_person_it_is(registry: Registry, sample: bytes) -> None:
    first = _by_row(registry.sent_list(sample))
    again = _by_row(registry.sent_list(sample))
    assert again[10]["person_id"] == first[10]["person_id"]


def test_a_rejected_row_says_which_column_and_why(registry: Registry, sample: bytes) -> None:
    rows = _by_row(registry.sent_list(sample, dry_run=True))
    assert rows[15]["problems"] == [
        {"column": "national_id", "value": "00116479539", "reason": "bad_national_id"}
    ]
    assert rows[173]["problems"][0] == {
        "column": "birth_date",
        "value": "1990/13/05",
        "reason": "not_a_date",
    }
    assert rows[191]["problems"][0]["reason"] == "required"


def test_legacy_text_is_stored_in_unicode(registry: Registry, sample: bytes) -> None:
    rows = _by_row(registry.sent_list(sample))
    person = registry.desk().get_person(rows[154]["person_id"], "test")
    assert person["full_name"] == "Lê Quang Dũng"
    assert rows[154]["problems"][0]["reason"] == "converted_tcvn3"


def test_lost_zeros_come_back(registry: Registry, sample: bytes) -> None:
    rows = _by_row(registry.sent_list(sample))
    person = registry.desk().get_person(rows[322]["person_id"], "test")
    assert person["national_id"] == "001077079248"


def test_a_formula_stays_text(registry: Registry, sample: bytes) -> None:
    rows = _by_row(registry.sent_list(sample))
    person = registry.desk().get_person(rows[9]["person_id"], "test")
    assert person["note"] == '=HYPERLINK("http://example.invalid","x")'


def test_marks_become_groups_from_as_of(registry: Registry, sample: bytes) -> None:
    rows = _by_row(registry.sent_list(sample, as_of="2026-03-01"))
    profile = registry.last_profile(rows[9]["person_id"])
    assert {group["code"]: group["from"] for group in profile["groups"]} == {
        "ex_prisoner": "2026-03-01",
        "ethnic_minority": "2003-02-27",
        "rural": "2026-03-01",
    }


def test_a_poverty_mark_makes_a_household_of_one_to_be_completed(
    registry: Registry, sample: bytes
) -> None:
    rows = _by_row(registry.sent_list(sample, as_of="2026-03-01"))
    person = registry.desk().get_person(rows[11]["person_id"], "test")
    household = registry.desk().get_household(person["household_id"])
    assert household["to_complete"] is True
    assert [m["person_id"] for m in household["members"]] == [rows[11]["person_id"]]
    assert household["poverty"] == [{"status": "poor", "from": "2026-03-01", "to": None}]
    assert "poor_household" in person["groups_today"]


def test_a_job_need_means_able_to_work_and_a_training_need_names_its_occupation(
    registry: Registry, sample: bytes
) -> None:
    rows = _by_row(registry.sent_list(sample, as_of="2026-03-01"))
    needs = registry.desk().list_needs(rows[9]["person_id"])["items"]
    stated = {need["kind"]: need for need in needs}
    assert stated["job"]["able_to_work"] is True
    assert stated["training"]["occupation"] == "May công nghiệp"
    assert {need["on"] for need in needs} == {"2026-03-01"}


def test_a_row_under_review_creates_nobody_until_decided(registry: Registry, sample: bytes) -> None:
    registry.sent_list(sample)
    reviews = registry.desk().list_reviews()
    assert reviews["total"] == 4
    question = reviews["items"][0]
    assert question["person"] is None
    assert len(question["candidates"]) == 1
    decided = registry.desk().decide_review(
        question["id"], {"decision": "distinct"}, registry.meta()
    )
    assert registry.desk().search_people()["total"] == 295
    assert registry.desk().list_needs(decided["person_id"])["total"] > 0
    assert registry.desk().list_reviews()["total"] == 3


def test_a_row_decided_to_be_known_is_a_duplicate_from_then_on(
    registry: Registry, sample: bytes
) -> None:
    rows = _by_row(registry.sent_list(sample))
    assert rows[56]["verdict"] == "review"
    for question in registry.desk().list_reviews()["items"]:
        same_as = question["candidates"][0]["id"]
        registry.desk().decide_review(
            question["id"], {"decision": "same", "same_as": same_as}, registry.meta()
        )
    again = registry.sent_list(sample)
    assert registry.desk().search_people()["total"] == 294
    assert "review" not in again["counts"]
    assert _by_row(again)[56]["person_id"] == rows[30]["person_id"]
