"""Outreach, feedback and labour surveys."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid, Refused

from .given import Registry, caller

SURVEY = {
    "as_of": "2026-06-30",
    "source_document": "Báo cáo cung lao động 6 tháng 2026",
    "labour_force": 15000,
    "unemployed": 300,
    "trained": 11000,
    "certified": 8000,
}
TALK = {"channel": "door_to_door", "topic": "training_policy", "on": "2026-05-05"}
VOID = {"reason_code": "did_not_happen"}


def told(registry: Registry, name: str) -> dict[str, Any]:
    return dict(registry.messages(name=name)[-1].data)


def test_outreach_to_a_person_reaches_one(registry: Registry) -> None:
    person_id = registry.person()
    registry.desk().record_outreach(TALK | {"person_id": person_id}, registry.meta())
    assert told(registry, "outreach_recorded")["person_id"] == person_id
    assert told(registry, "outreach_recorded")["reached"] == 1


def test_outreach_to_a_village_names_nobody(registry: Registry) -> None:
    body = TALK | {"channel": "loudspeaker", "village": "Thôn 1", "reached": 400}
    registry.desk().record_outreach(body, registry.meta())
    data = told(registry, "outreach_recorded")
    assert (data["person_id"], data["village"], data["reached"]) == (None, "Thôn 1", 400)
    assert data["commune"] == "09931"


def test_outreach_is_amended_and_voided(registry: Registry) -> None:
    receipt = registry.desk().record_outreach(TALK, registry.meta())
    registry.desk().amend_record("outreach", receipt["id"], {"reached": 12}, registry.meta())
    assert told(registry, "outreach_recorded")["reached"] == 12
    registry.desk().void_record("outreach", receipt["id"], VOID, registry.meta())
    assert told(registry, "record_voided")["record_kind"] == "outreach"
    assert told(registry, "record_voided")["person_id"] is None


def test_outreach_is_never_amended_to_somebody_else(registry: Registry) -> None:
    receipt = registry.desk().record_outreach(TALK, registry.meta())
    change = {"person_id": registry.person()}
    with pytest.raises(Invalid):
        registry.desk().amend_record("outreach", receipt["id"], change, registry.meta())


def test_a_village_head_speaks_to_the_own_village(registry: Registry) -> None:
    head = registry.desk(caller("village_head", village="Thôn 1"))
    head.record_outreach(TALK | {"village": "thôn 1"}, registry.meta())
    for other in ({"village": "Thôn 2"}, {}):
        with pytest.raises(Forbidden, match="not_your_village"):
            head.record_outreach(TALK | other, registry.meta())


def test_the_front_speaks_to_the_whole_commune(registry: Registry) -> None:
    registry.desk(caller("front")).record_outreach(TALK, registry.meta())
    with pytest.raises(Forbidden, match="role"):
        registry.desk(caller("school")).record_outreach(TALK, registry.meta())


def test_feedback_is_answered_once_and_leaves_by_no_feed(registry: Registry) -> None:
    body = {"text": "Lớp học xa quá", "on": "2026-05-01", "village": "Thôn 1"}
    feedback = registry.desk(caller("front")).record_feedback(body, registry.meta())
    answer = {"text": "Sẽ mở lớp lưu động", "on": "2026-05-10"}
    registry.desk().answer_feedback(feedback["id"], answer, registry.meta())
    with pytest.raises(Refused, match="answered"):
        registry.desk().answer_feedback(feedback["id"], answer, registry.meta())
    (listed,) = registry.desk().list_feedback()["items"]
    assert (listed["answer"], listed["answered_on"]) == ("Sẽ mở lớp lưu động", "2026-05-10")
    assert registry.messages() == []


def test_a_labour_survey_is_published_as_it_was_read(registry: Registry) -> None:
    receipt = registry.desk().record_labour_survey(SURVEY, registry.meta())
    assert told(registry, "labour_survey_recorded") == SURVEY | {
        "survey_id": receipt["id"],
        "on": "2026-06-30",
        "commune": "09931",
    }


@pytest.mark.parametrize(
    ("part", "whole"),
    [("unemployed", "labour_force"), ("trained", "labour_force"), ("certified", "trained")],
)
def test_a_part_greater_than_its_whole_contradicts(
    registry: Registry, part: str, whole: str
) -> None:
    body = SURVEY | {part: int(str(SURVEY[whole])) + 1}
    with pytest.raises(Refused) as refused:
        registry.desk().record_labour_survey(body, registry.meta())
    assert (refused.value.code, refused.value.fact) == ("contradictory", {"fields": [part, whole]})


def test_a_survey_is_amended_and_voided_by_its_name_in_an_address(registry: Registry) -> None:
    receipt = registry.desk().record_labour_survey(SURVEY, registry.meta())
    change = {"unemployed": 250}
    registry.desk().amend_record("labour-surveys", receipt["id"], change, registry.meta())
    assert told(registry, "labour_survey_recorded")["unemployed"] == 250
    registry.desk().void_record("labour-surveys", receipt["id"], VOID, registry.meta())
    assert told(registry, "record_voided")["record_kind"] == "labour_surveys"


def test_a_survey_of_the_future_is_refused(registry: Registry) -> None:
    with pytest.raises(Refused, match="in_future"):
        registry.desk().record_labour_survey(SURVEY | {"as_of": "2026-12-31"}, registry.meta())
