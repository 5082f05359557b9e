"""A partner's answer closes the referral's loop; anything else moves the watermark only."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from chassis.envelope import Event
from chassis.handling import InvalidEvents, applying
from registry.handlers import handlers

from .given import Registry

EXPECTS = Path(__file__).parent.parent / "contracts" / "expects"
REFERRAL = {
    "to": "training",
    "kind": "training",
    "on": "2026-03-01",
    "purpose": "support",
    "consent": {"given_on": "2026-03-01", "form": "paper"},
}


def event(
    feed: str, data: dict[str, Any], name: str = "referral_answered", position: int = 1
) -> Event:
    return Event(
        feed=feed,
        position=position,
        name=name,
        version=1,
        subject="s",
        time=datetime(2026, 3, 5, tzinfo=UTC),
        occurred_on=date(2026, 3, 4),
        correlation_id="",
        data=data,
    )


def deliver(registry: Registry, *events: Event) -> None:
    office = registry.office
    table = handlers(office)
    applying(office.ledger, table, registry.clock, "registry")(list(events), None)


def referred(registry: Registry) -> str:
    body = REFERRAL | {"person_id": registry.person()}
    return str(registry.desk().make_referral(body, registry.meta())["id"])


def status(registry: Registry) -> dict[str, Any]:
    (listed,) = registry.desk().list_referrals()["items"]
    return dict(listed)


@pytest.mark.parametrize("partner", ["training", "placement", "credit"])
def test_the_expectation_s_example_is_what_the_handler_reads(
    registry: Registry, partner: str
) -> None:
    contract = json.loads((EXPECTS / partner / "referral_answered.v1.json").read_text("utf-8"))
    body = REFERRAL | {"person_id": registry.person(), "to": partner}
    referral_id = registry.desk().make_referral(body, registry.meta())["id"]
    extra = contract["example"] | {"referral_id": referral_id, "commune": "09931", "new": [1]}
    deliver(registry, event(partner, extra))
    assert status(registry)["status"] == "declined"
    assert status(registry)["answer"] == {
        "answer": "declined",
        "on": "2026-03-04",
        "reason_code": contract["example"]["reason_code"],
    }


@pytest.mark.parametrize("field", ["referral_id", "answer"])
def test_an_answer_without_a_needed_field_is_parked(registry: Registry, field: str) -> None:
    data = {"referral_id": referred(registry), "answer": "accepted"}
    del data[field]
    with pytest.raises(InvalidEvents) as parked:
        deliver(registry, event("training", data))
    assert field in parked.value.reasons["training/1"]


def test_an_answer_to_a_referral_never_made_is_parked(registry: Registry) -> None:
    with pytest.raises(InvalidEvents) as parked:
        deliver(registry, event("training", {"referral_id": "none", "answer": "accepted"}))
    assert parked.value.reasons == {"training/1": "registry: no_such_referral"}


def test_the_last_answer_holds(registry: Registry) -> None:
    referral_id = referred(registry)
    declined = {"referral_id": referral_id, "answer": "declined", "reason_code": "class_full"}
    deliver(registry, event("training", declined))
    accepted = {"referral_id": referral_id, "answer": "accepted"}
    deliver(registry, event("training", accepted, position=2))
    assert status(registry)["status"] == "accepted"


def test_the_same_answer_again_changes_nothing(registry: Registry) -> None:
    answer = {"referral_id": referred(registry), "answer": "accepted"}
    deliver(registry, event("training", answer))
    version = status(registry)["version"]
    deliver(registry, event("training", answer, position=2))
    assert status(registry)["version"] == version


def test_a_partner_answers_only_its_own_referrals(registry: Registry) -> None:
    deliver(registry, event("credit", {"referral_id": referred(registry), "answer": "accepted"}))
    assert status(registry)["status"] == "sent"


def test_a_name_it_does_not_know_changes_nothing(registry: Registry) -> None:
    before = len(registry.messages())
    deliver(registry, event("training", {"whatever": 1}, name="class_opened"))
    assert len(registry.messages()) == before
