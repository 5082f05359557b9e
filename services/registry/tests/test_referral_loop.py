"""The referral's loop: what the partner does moves it on, and who waits too long is shown."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest
from chassis.envelope import Event
from chassis.errors import Invalid
from prometheus_client import CollectorRegistry, generate_latest
from registry.handlers import STAGES
from registry.metrics import RegistryMetrics
from registry.waiting import overdue_by_partner

from .given import OFFICER, Registry, caller
from .test_answers import deliver

Json = dict[str, Any]
POSITIONS = itertools.count(100)


def made(registry: Registry, person_id: str, to: str, kind: str, on: str = "2026-03-01") -> str:
    body = {
        "person_id": person_id,
        "to": to,
        "kind": kind,
        "on": on,
        "purpose": "support",
        "consent": {"given_on": on, "form": "paper"},
    }
    return str(registry.desk().make_referral(body, registry.meta())["id"])


RECORDS = {"service_given": "service_id", "placement_started": "placement_id"}
"""Where an event names the partner's record; the other two partners have one kind each."""


def acted(
    feed: str, name: str, person_id: str, on: str = "2026-03-10", record_id: str = "e1"
) -> Event:
    return Event(
        feed=feed,
        position=next(POSITIONS),
        name=name,
        version=1,
        subject=person_id,
        time=datetime(2026, 3, 11, tzinfo=UTC),
        occurred_on=date.fromisoformat(on),
        correlation_id="",
        data={"person_id": person_id, _record(feed, name): record_id},
    )


def _record(feed: str, name: str) -> str:
    if name == "record_voided":
        return "record_id"
    return RECORDS.get(name) or {"training": "enrolment_id"}.get(feed, "loan_id")


def answered(feed: str, referral_id: str, answer: str) -> Event:
    event = acted(feed, "referral_answered", "")
    return Event(
        **{
            **{name: getattr(event, name) for name in event.__slots__},
            "data": {"referral_id": referral_id, "answer": answer},
        }
    )


def shown(registry: Registry, referral_id: str) -> Json:
    items = registry.desk().list_referrals()["items"]
    return next(each for each in items if each["id"] == referral_id)


@pytest.mark.parametrize(
    ("feed", "kind", "name"),
    [
        (feed, {"training": "training", "placement": "job", "credit": "credit"}[feed], name)
        for feed, stages in STAGES.items()
        for name in stages
    ],
)
def test_what_the_partner_does_moves_it_on(
    registry: Registry, feed: str, kind: str, name: str
) -> None:
    person_id = registry.person()
    referral_id = made(registry, person_id, feed, kind)
    deliver(registry, acted(feed, name, person_id))
    now = shown(registry, referral_id)
    assert now["status"] == STAGES[feed][name]
    assert now["progress"] == {"stage": now["status"], "what": name, "on": "2026-03-10"}
    assert registry.desk().list_referrals(status=now["status"])["total"] == 1


def test_a_referral_for_counselling_is_done_with_the_first_step(registry: Registry) -> None:
    person_id = registry.person()
    referral_id = made(registry, person_id, "placement", "counselling")
    deliver(registry, acted("placement", "service_given", person_id))
    assert shown(registry, referral_id)["status"] == "done"


@pytest.mark.parametrize("on", ["2026-02-27"])
def test_what_was_before_the_referral_is_not_its_result(registry: Registry, on: str) -> None:
    person_id = registry.person()
    referral_id = made(registry, person_id, "training", "training")
    deliver(registry, acted("training", "enrolment_started", person_id, on))
    assert shown(registry, referral_id)["status"] == "sent"


def test_another_partner_or_person_moves_nothing(registry: Registry) -> None:
    person_id, other = registry.person(), registry.person(full_name="Lê An")
    referral_id = made(registry, person_id, "training", "training")
    deliver(registry, acted("credit", "need_assessed", person_id))
    deliver(registry, acted("training", "enrolment_started", other))
    deliver(registry, acted("training", "enrolment_started", "who-walked-in"))
    assert shown(registry, referral_id)["status"] == "sent"


def test_done_stays_done_and_declined_stays_declined(registry: Registry) -> None:
    person_id = registry.person()
    done = made(registry, person_id, "training", "training")
    deliver(registry, acted("training", "enrolment_completed", person_id))
    deliver(registry, acted("training", "enrolment_started", person_id))
    assert shown(registry, done)["status"] == "done"
    declined = made(registry, person_id, "training", "training")
    deliver(registry, answered("training", declined, "declined"))
    deliver(registry, acted("training", "enrolment_started", person_id))
    assert shown(registry, declined)["status"] == "declined"


def test_what_is_done_for_the_survivor_closes_the_duplicate_s_referral(
    registry: Registry,
) -> None:
    survivor, duplicate = registry.person(), registry.person()
    referral_id = made(registry, duplicate, "training", "training")
    registry.desk().merge_person(duplicate, {"into": survivor}, registry.meta())
    deliver(registry, acted("training", "enrolment_started", survivor))
    assert shown(registry, referral_id)["status"] == "in_progress"


def test_who_nobody_answers_in_five_working_days_is_overdue(either: Registry) -> None:
    person_id = either.person()
    # Monday 23 November: five working days after the 13th end on Friday the 20th
    late = made(either, person_id, "training", "training", "2026-11-13")
    made(either, person_id, "credit", "credit", "2026-11-16")
    found = either.desk().list_referrals(overdue=True)
    assert [each["id"] for each in found["items"]] == [late]
    assert (found["total"], found["items"][0]["due_on"]) == (1, "2026-11-20")
    deliver(either, answered("training", late, "accepted"))
    # accepted on 10 March and idle since
    assert either.desk().list_referrals(overdue=True)["total"] == 1
    deliver(either, acted("training", "enrolment_started", person_id, "2026-11-20"))
    assert either.desk().list_referrals(overdue=True)["total"] == 0


def test_the_longest_waiting_stands_first_and_partners_see_their_own(registry: Registry) -> None:
    person_id = registry.person()
    second = made(registry, person_id, "credit", "credit", "2026-10-05")
    first = made(registry, person_id, "training", "training", "2026-10-01")
    ids = [each["id"] for each in registry.desk().list_referrals(overdue=True)["items"]]
    assert ids == [first, second]
    bank = registry.desk(caller("bank"))
    assert [e["id"] for e in bank.list_referrals(overdue=True)["items"]] == [second]


def test_a_status_that_there_is_not_is_refused(registry: Registry) -> None:
    assert OFFICER.role == "commune_officer"
    with pytest.raises(Invalid):
        registry.desk().list_referrals(status="lost")


@pytest.mark.parametrize(
    ("feed", "kind", "name"),
    [("training", "training", "certificate_issued"), ("placement", "job", "placement_started"),
     ("placement", "job", "service_given"), ("credit", "credit", "loan_disbursed")],
)  # fmt: skip
def test_what_the_partner_voids_never_moved_it_on(
    either: Registry, feed: str, kind: str, name: str
) -> None:
    person_id = either.person()
    referral_id = made(either, person_id, feed, kind)
    deliver(either, answered(feed, referral_id, "accepted"))
    deliver(either, acted(feed, name, person_id))
    assert shown(either, referral_id)["progress"] is not None
    deliver(either, acted(feed, "record_voided", person_id, record_id="another"))
    assert shown(either, referral_id)["progress"] is not None
    deliver(either, acted(feed, "record_voided", person_id))
    now = shown(either, referral_id)
    assert (now["status"], now["progress"]) == ("accepted", None)
    assert now["due_on"] is not None, "the loop waits again"


def test_a_voided_record_takes_back_its_own_steps_only(registry: Registry) -> None:
    person_id = registry.person()
    referral_id = made(registry, person_id, "placement", "job")
    deliver(registry, acted("placement", "service_given", person_id, record_id="s1"))
    deliver(
        registry, acted("placement", "placement_started", person_id, "2026-03-12", record_id="p1")
    )
    assert shown(registry, referral_id)["status"] == "done"
    deliver(registry, acted("placement", "record_voided", person_id, record_id="p1"))
    now = shown(registry, referral_id)
    assert (now["status"], now["progress"]["what"]) == ("in_progress", "service_given")


def test_a_second_enrolment_carries_on_when_the_first_is_voided(registry: Registry) -> None:
    person_id = registry.person()
    referral_id = made(registry, person_id, "training", "training")
    for record_id in ("e1", "e2"):
        deliver(registry, acted("training", "enrolment_started", person_id, record_id=record_id))
    deliver(registry, acted("training", "record_voided", person_id, record_id="e1"))
    assert shown(registry, referral_id)["status"] == "in_progress"
    deliver(registry, acted("training", "record_voided", person_id, record_id="e2"))
    assert shown(registry, referral_id)["status"] == "sent"


def test_an_amended_step_takes_the_place_of_the_first(registry: Registry) -> None:
    person_id = registry.person()
    referral_id = made(registry, person_id, "training", "training")
    deliver(registry, acted("training", "enrolment_started", person_id, "2026-03-10"))
    deliver(registry, acted("training", "enrolment_started", person_id, "2026-04-02"))
    assert shown(registry, referral_id)["progress"]["on"] == "2026-04-02"


def test_a_record_of_nobody_that_is_voided_moves_nothing(registry: Registry) -> None:
    person_id = registry.person()
    referral_id = made(registry, person_id, "training", "training")
    deliver(registry, acted("training", "enrolment_started", person_id))
    voided = acted("training", "record_voided", person_id)
    voided.data["person_id"] = None
    deliver(registry, voided)
    deliver(registry, acted("training", "record_voided", "who-walked-in"))
    assert shown(registry, referral_id)["status"] == "in_progress"


def test_the_overdue_are_counted_by_partner_and_name_nobody(either: Registry) -> None:
    person_id = either.person()
    for to, on in (
        ("training", "2026-10-01"),
        ("training", "2026-10-02"),
        ("credit", "2026-11-20"),
    ):
        made(either, person_id, to, to, on)
    assert overdue_by_partner(either.office, either.clock.today()) == {
        "training": 2, "placement": 0, "credit": 0,
    }  # fmt: skip
    counted = CollectorRegistry()
    either.opened.overdue._office = dataclasses.replace(
        either.office, metrics=RegistryMetrics(counted)
    )
    either.opened.overdue.look()
    told = generate_latest(counted).decode()
    assert 'vieclam_overdue_referrals{to="training"} 2.0' in told
    assert 'vieclam_overdue_referrals{to="credit"} 0.0' in told
    assert person_id not in told
