"""The referral's loop: what the partner does moves it on, and who waits too long is shown."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest
from chassis.consumer import Event
from chassis.errors import Invalid
from registry.handlers import STAGES

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


def acted(feed: str, name: str, person_id: str, on: str = "2026-03-10") -> Event:
    return Event(
        feed=feed,
        position=next(POSITIONS),
        name=name,
        version=1,
        subject=person_id,
        time=datetime(2026, 3, 11, tzinfo=UTC),
        occurred_on=date.fromisoformat(on),
        correlation_id="",
        data={"person_id": person_id, "enrolment_id": "e1"},
    )


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
