"""Every event comes out of the real desk and log, and is what its contract says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from chassis.envelope import Event
from jsonschema import Draft202012Validator
from placement import publishing

from .office import CONTRACTS, Office

SCHEMAS = {
    path.name.removesuffix(".v1.json"): json.loads(path.read_text("utf-8"))
    for path in (CONTRACTS / "publishes" / publishing.FEED).glob("*.v1.json")
}


def check(event: Event) -> None:
    Draft202012Validator(SCHEMAS[event.name]).validate(event.data)


def a_service(office: Office) -> None:
    office.service(topic="training_policy", mode="online")


def a_placement(office: Office) -> None:
    office.placement(kind="employer", employer_id=office.employer(), contract="indefinite")


def a_confirmation(office: Office) -> None:
    placement_id = office.placement()["id"]
    office.desk("social_insurance").confirm_placement(
        placement_id=placement_id, body={"on": "2026-03-09"}, meta=office.key()
    )


def an_end(office: Office) -> None:
    placement_id = office.placement()["id"]
    office.desk().end_placement(
        placement_id=placement_id,
        body={"on": "2026-03-09", "reason_code": "resigned"},
        meta=office.key(),
    )


def a_check(office: Office) -> None:
    placement_id = office.placement(on="2025-12-02")["id"]
    body = {"months": 3, "still_employed": True, "on": "2026-03-02"}
    office.desk().check_retention(placement_id=placement_id, body=body, meta=office.key())


def a_support(office: Office) -> None:
    placement_id = office.placement()["id"]
    body = {"amount": 500_000, "on": "2026-03-09"}
    office.desk("social_insurance").grant_contribution_support(
        placement_id=placement_id, body=body, meta=office.key()
    )


def an_answer(office: Office) -> None:
    office.told("person_referred")
    body = {"answer": "declined", "reason_code": "not_reachable", "on": "2026-03-09"}
    office.desk().answer_referral(referral_id="0f3a", body=body, meta=office.key())


def a_void(office: Office) -> None:
    placement_id = office.placement()["id"]
    office.desk().void_record(
        kind="placements",
        record_id=placement_id,
        body={"reason_code": "did_not_happen", "note": "nhập nhầm người"},
        meta=office.key(),
    )


FACTS: dict[str, Callable[[Office], None]] = {
    "service_given": a_service,
    "placement_started": a_placement,
    "placement_confirmed": a_confirmation,
    "placement_ended": an_end,
    "retention_checked": a_check,
    "contribution_support_granted": a_support,
    "referral_answered": an_answer,
    "record_voided": a_void,
}


def test_every_published_event_has_a_contract_and_every_contract_an_event() -> None:
    assert set(SCHEMAS) == set(FACTS)


@pytest.mark.parametrize("name", sorted(FACTS))
def test_the_event_is_what_its_contract_says(office: Office, name: str) -> None:
    FACTS[name](office)
    events = office.published()

    assert events[-1].name == name
    for event in events:
        check(event)
        assert event.feed == "placement"
        assert event.subject == event.data["person_id"]
        assert str(event.occurred_on) == event.data["on"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "service_given",
            {
                "service": "counselling",
                "mode": "online",
                "topic": "training_policy",
                "person_id": "p1",
                "on": "2026-03-02",
                "commune": "09931",
            },
        ),
        (
            "placement_started",
            {
                "kind": "employer",
                "new_job": True,
                "suitable": True,
                "contract": "indefinite",
                "mentored": False,
                "person_id": "p1",
                "on": "2026-03-02",
                "commune": "09931",
            },
        ),
        ("contribution_support_granted", {"amount": 500_000, "on": "2026-03-09"}),
        ("record_voided", {"record_kind": "placements", "reason_code": "did_not_happen"}),
        ("referral_answered", {"referral_id": "0f3a", "reason_code": "not_reachable"}),
        ("retention_checked", {"months": 3, "still_employed": True}),
        ("placement_ended", {"reason_code": "resigned", "on": "2026-03-09"}),
    ],
)
def test_the_event_carries_what_was_recorded(
    office: Office, name: str, data: dict[str, Any]
) -> None:
    FACTS[name](office)

    assert data.items() <= office.last().data.items()


def test_nothing_somebody_typed_leaves_the_service(office: Office) -> None:
    a_void(office)
    placement_id = office.placement()["id"]
    office.desk().end_placement(
        placement_id=placement_id,
        body={"on": "2026-03-09", "reason_code": "quarrel_with_ba_lan"},
        meta=office.key(),
    )

    assert office.last().data["reason_code"] == "other"
    assert "nhập nhầm" not in json.dumps([event.data for event in office.published()])


def test_the_labour_market_is_nobody_elses_business(office: Office) -> None:
    vacancy_id = office.vacancy()
    office.desk().register_job_fair(body={"on": "2026-04-15"}, meta=office.key())
    office.desk().void_record(
        kind="vacancies",
        record_id=vacancy_id,
        body={"reason_code": "duplicate"},
        meta=office.key(),
    )

    assert office.published() == []


def test_an_amended_record_is_published_again_under_its_own_id(office: Office) -> None:
    service_id = office.service()["id"]
    office.desk().amend_record(
        kind="services",
        record_id=service_id,
        body={"topic": "training_policy"},
        meta=office.key(),
    )
    first, second = office.published()

    assert first.data["topic"] == "other"
    assert (second.name, second.data["service_id"]) == ("service_given", service_id)
    assert second.data == first.data | {"topic": "training_policy"}


def test_an_amended_end_is_published_without_the_start(office: Office) -> None:
    an_end(office)
    placement_id = office.last().data["placement_id"]
    office.desk().amend_record(
        kind="placements",
        record_id=placement_id,
        body={"ended_on": "2026-03-10"},
        meta=office.key(),
    )

    assert [event.name for event in office.published()] == [
        "placement_started",
        "placement_ended",
        "placement_ended",
    ]
    assert office.last().data["on"] == "2026-03-10"


def test_a_placement_tells_the_kind_of_its_employer(office: Office) -> None:
    """domain/indicators.md: a breakdown by employer kind, where the fact has one."""
    farm = office.employer(kind="cooperative")
    placement_id = office.placement(kind="employer", employer_id=farm)["id"]
    assert office.last().data["employer_kind"] == "cooperative"

    other = office.employer(kind="public")
    for employer_id, told in ((other, "public"), (None, None)):
        office.desk().amend_record(
            kind="placements",
            record_id=placement_id,
            body={"employer_id": employer_id},
            meta=office.key(),
        )
        assert office.last().data["employer_kind"] == told
