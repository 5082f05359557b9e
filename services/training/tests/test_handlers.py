"""What the registry tells: read tolerantly, kept faithfully, parked when it cannot be read."""

from __future__ import annotations

import json

import pytest
from chassis.errors import Invalid, NotFound, Refused
from chassis.handling import InvalidEvents
from chassis.testing import deliver
from jsonschema import Draft202012Validator
from training.handlers import FEED, HANDLERS

from .school import CONTRACTS, School, codes, expected

FILES = sorted((CONTRACTS / "expects" / FEED).glob("*.json"))
NAMES = [path.name.removesuffix(".v1.json") for path in FILES]
NEEDED = [
    (name, field)
    for name, path in zip(NAMES, FILES, strict=True)
    for field in json.loads(path.read_text("utf-8"))["schema"]["required"]
]


def test_a_handler_listens_to_every_expected_name_and_to_no_other() -> None:
    assert {name.removesuffix(".v1") for name in HANDLERS[FEED]} == set(NAMES)
    assert sorted(NAMES) == [
        "person_erased",
        "person_merged",
        "person_referred",
        "record_voided",
        "referral_cancelled",
    ]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_example_is_what_the_expectation_says(path: object) -> None:
    contract = json.loads(path.read_text("utf-8"))  # type: ignore[attr-defined]
    Draft202012Validator(contract["schema"]).validate(contract["example"])


@pytest.mark.parametrize("name", NAMES)
def test_extra_fields_pass_and_leave_no_trace(name: str) -> None:
    plain, extra = School(), School()
    for each, more in ((plain, {}), (extra, {"colour": "blue", "weights": [1, {"a": None}]})):
        if name == "referral_cancelled":
            each.told("person_referred")
        if name == "record_voided":
            each.told("person_merged")
        each.told(name, **more)

    def states(school: School) -> dict[tuple[str, str], object]:
        documents = school.runtime.ledger.log.documents
        return {key: kept.record.body for key, kept in documents.items()}

    assert states(plain) == states(extra) != {}


@pytest.mark.parametrize(("name", "field"), NEEDED)
def test_a_missing_field_parks_the_event_and_names_the_field(
    school: School, name: str, field: str
) -> None:
    data = expected(name)
    del data[field]
    event = school.event(name, data)

    with pytest.raises(InvalidEvents) as invalid:
        deliver(school.runtime, HANDLERS, [event])
    assert field in invalid.value.reasons[event.id]
    assert school.runtime.ledger.log.documents == {}


def test_a_referral_waits_for_its_answer_and_the_last_answer_holds(school: School) -> None:
    school.told("person_referred")
    (waiting,) = school.desk().list_referrals("waiting", 1, 9)["items"]
    assert (waiting["id"], waiting["profile"]["birth_year"]) == ("0f3a", 1985)

    body = {"answer": "declined", "reason_code": "no_class", "on": "2026-03-03"}
    assert school.desk().answer_referral("0f3a", body, school.key())["version"] == 2
    school.desk().answer_referral("0f3a", {"answer": "accepted"}, school.key())

    assert school.desk().list_referrals("waiting", 1, 9)["total"] == 0
    (accepted,) = school.desk("commune_officer").list_referrals("accepted", 1, 9)["items"]
    assert accepted["answered_on"] == "2026-09-30"
    first, last = school.published()
    assert (first.data["answer"], first.data["reason_code"]) == ("declined", "no_class")
    assert last.data == {
        "referral_id": "0f3a",
        "person_id": "7c21",
        "answer": "accepted",
        "reason_code": None,
        "on": "2026-09-30",
        "commune": "09931",
    }


def test_an_answer_is_of_a_known_referral_after_it_was_made_and_not_of_tomorrow(
    school: School,
) -> None:
    school.told("person_referred")
    with pytest.raises(NotFound):
        school.desk().answer_referral("nowhere", {"answer": "accepted"}, school.key())
    with pytest.raises(Refused, match="before_referral"):
        body = {"answer": "accepted", "on": "2026-03-01"}
        school.desk().answer_referral("0f3a", body, school.key())
    with pytest.raises(Invalid):
        body = {"answer": "accepted", "on": "2026-10-01"}
        school.desk().answer_referral("0f3a", body, school.key())
    body = {"answer": "declined", "reason_code": "full_moon"}
    assert codes(school.desk().answer_referral("0f3a", body, school.key())) == ["code_unlisted"]


def test_a_cancelled_referral_takes_no_answer_until_it_is_made_again(school: School) -> None:
    school.told("person_referred")
    school.told("referral_cancelled")
    with pytest.raises(Refused, match="cancelled"):
        school.desk().answer_referral("0f3a", {"answer": "accepted"}, school.key())

    school.told("person_referred", on="2026-03-09")
    school.desk().answer_referral("0f3a", {"answer": "accepted"}, school.key())


def test_the_same_told_twice_changes_nothing(school: School) -> None:
    for _ in range(2):
        school.told("person_referred")
        school.told("person_merged")
    documents = school.runtime.ledger.log.documents
    assert documents["referral", "0f3a"].record.version == 1
    assert documents["person", "51bd"].record.version == 1


def test_an_erased_person_loses_the_fields_under_every_id_and_keeps_the_records(
    school: School,
) -> None:
    school.told("person_referred")
    school.learner("7c21")
    school.told("person_merged")
    school.told("person_erased", person_id="51bd")
    school.told("person_referred", referral_id="r2")

    referrals = school.desk().list_referrals(None, 1, 9)["items"]
    assert [each["profile"] for each in referrals] == [None, None]
    assert school.desk().list_enrolments(None, "51bd", 1, 9)["total"] == 1
