"""What the registry tells: read tolerantly, kept faithfully, parked when it cannot be read."""

from __future__ import annotations

import json

import pytest
from chassis.handling import InvalidEvents
from jsonschema import Draft202012Validator
from placement.aggregates import PERSON, REFERRAL
from placement.domain.person import Person, Profile
from placement.domain.referral import Referral
from placement.handlers import HANDLERS

from .office import CONTRACTS, FEED, Office, expected

NAMES = sorted(
    path.name.removesuffix(".v1.json") for path in (CONTRACTS / "expects" / FEED).glob("*")
)
NEEDED = [
    (name, field)
    for name in NAMES
    for field in json.loads((CONTRACTS / "expects" / FEED / f"{name}.v1.json").read_text("utf-8"))[
        "schema"
    ]["required"]
]


def person(office: Office, person_id: str) -> Person:
    record = office.runtime.ledger.log.load("person", person_id)
    assert record is not None
    return PERSON.load(record.body)


def referral(office: Office) -> Referral:
    record = office.runtime.ledger.log.load("referral", "0f3a")
    assert record is not None
    return REFERRAL.load(record.body)


def test_the_names_it_listens_to() -> None:
    assert {name: sorted(handlers) for name, handlers in HANDLERS.items()} == {
        "registry.placement": [
            "person_erased.v1",
            "person_merged.v1",
            "person_referred.v1",
            "record_voided.v1",
            "referral_cancelled.v1",
        ]
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_what_the_expectation_says(name: str) -> None:
    contract = json.loads((CONTRACTS / "expects" / FEED / f"{name}.v1.json").read_text("utf-8"))

    Draft202012Validator(contract["schema"]).validate(contract["example"])


@pytest.mark.parametrize("name", NAMES)
def test_extra_fields_pass(office: Office, name: str) -> None:
    plain = Office()
    for each, extra in ((plain, {}), (office, {"colour": "blue", "weights": [1, {"a": None}]})):
        if name == "referral_cancelled":
            each.told("person_referred")
        if name == "record_voided":
            each.told("person_merged")
        each.told(name, **extra)

    def states(one: Office) -> dict[tuple[str, str], object]:
        return {key: kept.record.body for key, kept in one.runtime.ledger.log.documents.items()}

    assert states(office) == states(plain) != {}


@pytest.mark.parametrize(("name", "field"), NEEDED)
def test_a_missing_field_parks_the_event_and_names_it(
    office: Office, name: str, field: str
) -> None:
    data = expected(name)
    del data[field]
    event = office.event(name, data)

    with pytest.raises(InvalidEvents) as parked:
        office.deliver([event])
    assert field in parked.value.reasons[event.id]
    assert office.runtime.ledger.log.documents == {}


def test_a_referred_person_is_known_by_what_matching_needs(office: Office) -> None:
    office.told("person_referred", birth_year=1960, gender="female")

    assert person(office, "7c21").profile == Profile(
        village="v1",
        commune="09931",
        occupation="may_cong_nghiep",
        access_needs=("wheelchair",),
        entitlements=("credit:job_creation",),
    )
    assert referral(office).status == "received"
    kept = json.dumps([list(each.events) for each in office.runtime.ledger.log.commits()])
    assert "1960" not in kept
    assert "female" not in kept


def test_a_referral_without_a_kind_of_detail_is_taken(office: Office) -> None:
    bare = {"referral_id": "0f3a", "person_id": "7c21", "kind": "counselling", "on": "2026-03-02"}
    office.deliver([office.event("person_referred", bare)])

    assert referral(office).asked.commune is None


def test_a_cancelled_referral_is_cancelled(office: Office) -> None:
    office.told("person_referred")
    office.told("referral_cancelled")

    assert referral(office).status == "cancelled"


def test_one_batch_may_tell_of_one_person_twice(office: Office) -> None:
    office.deliver(
        [
            office.event("person_referred", expected("person_referred")),
            office.event("person_referred", expected("person_referred") | {"village": "v2"}),
            office.event("referral_cancelled", expected("referral_cancelled")),
        ]
    )

    profile = person(office, "7c21").profile
    assert profile is not None
    assert profile.village == "v2"
    assert referral(office).status == "cancelled"


def test_an_event_told_twice_changes_nothing(office: Office) -> None:
    for name in ("person_referred", "person_merged", "person_erased"):
        office.told(name)
        before = len(list(office.runtime.ledger.log.commits()))
        office.told(name)
        assert len(list(office.runtime.ledger.log.commits())) == before, name


def test_erasing_takes_the_profile_of_every_identity(office: Office) -> None:
    office.told("person_referred")
    office.told("person_merged")
    office.told("person_erased", person_id="91be")

    for each in ("91be", "7c21"):
        assert person(office, each).profile is None
        assert person(office, each).erased


def test_what_an_event_did_is_logged_under_its_place_in_the_feed(office: Office) -> None:
    office.told("person_referred")

    commits = list(office.runtime.ledger.log.commits())
    assert {each.command_id for each in commits} == {"event:registry.placement/1"}
    assert {each.actor for each in commits} == {"feed:registry.placement"}
