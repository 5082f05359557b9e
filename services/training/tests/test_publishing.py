"""Every event comes out of the real desk and log, and is what its contract says."""

from __future__ import annotations

import json

from chassis.topology import Topology
from jsonschema import Draft202012Validator
from training import publishing

from .school import CONTRACTS, School

SCHEMAS = {
    path.name.removesuffix(".v1.json"): json.loads(path.read_text("utf-8"))
    for path in (CONTRACTS / "publishes" / publishing.FEED).glob("*.v1.json")
}


def everything(school: School) -> None:
    """One of each event, by way of the desk."""
    school.told("person_referred")
    answer = {"answer": "declined", "reason_code": "anything"}
    school.desk().answer_referral("0f3a", answer, school.key())
    class_id = school.opened()
    first, second = school.enrolled(class_id, "p1", "p2")
    school.desk().complete_enrolment(first, {"on": "2026-06-30"}, school.key())
    school.desk().certify_enrolment(first, {"on": "2026-07-01"}, school.key())
    leaving = {"on": "2026-04-01", "reason_code": "anything"}
    school.desk().withdraw_enrolment(second, leaving, school.key())
    payment = {
        "amount": 1,
        "funding_source": "unemployment_fund",
        "policy": "made_up",
        "on": "2026-07-01",
    }
    support_id = school.desk().record_support_paid(first, payment, school.key())["id"]
    school.amend("classes", class_id, level="college", village="Thôn Đoài")
    school.void("supports", support_id)
    note = {"reason_code": "other", "note": "nhập nhầm người"}
    for each in (first, second):
        school.desk().void_record("enrolments", each, note, school.key())
    school.void("classes", class_id)


def test_what_is_published_keeps_its_contract(school: School) -> None:
    everything(school)
    events = school.published()

    assert {event.name for event in events} == set(publishing.NAMES)
    for event in events:
        Draft202012Validator(SCHEMAS[event.name]).validate(event.data)
        assert event.feed == "training"
        assert event.occurred_on is not None


def test_there_is_a_contract_for_every_name_and_no_other() -> None:
    assert set(SCHEMAS) == publishing.NAMES
    assert sorted(publishing.NAMES) == [
        "certificate_issued",
        "class_opened",
        "enrolment_completed",
        "enrolment_started",
        "enrolment_withdrawn",
        "record_voided",
        "referral_answered",
        "support_paid",
    ]


def test_no_event_tells_a_name_a_place_or_a_note(school: School) -> None:
    everything(school)
    told = " ".join(json.dumps(event.data, ensure_ascii=False) for event in school.published())
    for word in ("Thôn Đoài", "May công nghiệp", "nhập nhầm", "v1"):
        assert word not in told


def test_who_may_read_the_feed_is_declared() -> None:
    topology = Topology.of_package("training")
    assert topology.publishes == {"training": ("indicators", "registry")}
    assert topology.consumes == ("registry.training",)
