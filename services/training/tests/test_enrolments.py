"""Enrolments: who may start, how it ends, and what contradicts what."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Invalid, NotFound, Refused

from .school import School, codes


def step(school: School, what: str, enrolment_id: str, **body: Any) -> dict[str, Any]:
    return dict(getattr(school.desk(), f"{what}_enrolment")(enrolment_id, body, school.key()))


def test_several_persons_are_enrolled_in_one_command(school: School) -> None:
    class_id = school.opened()
    body = {"person_ids": ["p1", "p2"], "on": "2026-03-05"}
    receipt = school.desk().enrol(class_id, body, school.key())

    assert [(each["person_id"], each["version"]) for each in receipt["enrolments"]] == [
        ("p1", 1),
        ("p2", 1),
    ]
    assert receipt["warnings"] == []
    started = school.published("enrolment_started")
    assert [(each.subject, each.data["on"]) for each in started] == [
        ("p1", "2026-03-05"),
        ("p2", "2026-03-05"),
    ]
    assert started[0].data == {
        "enrolment_id": receipt["enrolments"][0]["id"],
        "person_id": "p1",
        "class_id": class_id,
        "level": "elementary",
        "form": "mobile",
        "occupation": "may_cong_nghiep",
        "funding_source": "state_budget",
        "school": "s1",
        "on": "2026-03-05",
        "commune": "09931",
    }


def test_one_refused_person_enrols_nobody(school: School) -> None:
    class_id = school.opened()
    school.enrolled(class_id, "p2")

    with pytest.raises(Refused, match="already_enrolled") as refused:
        school.enrolled(class_id, "p1", "p2", "p3")

    assert refused.value.fact["person_id"] == "p2"
    assert [each.data["person_id"] for each in school.published("enrolment_started")] == ["p2"]


def test_a_repeated_key_enrols_once_and_answers_the_same(school: School) -> None:
    class_id, meta = school.opened(), school.key()
    body = {"person_ids": ["p1"], "on": "2026-03-05"}
    first = school.desk().enrol(class_id, body, meta)

    assert school.desk().enrol(class_id, body, meta) == first
    assert len(school.published("enrolment_started")) == 1


@pytest.mark.parametrize("ending", ["void", "withdraw"])
def test_who_left_or_never_was_there_may_be_enrolled_again_under_a_new_id(
    school: School, ending: str
) -> None:
    class_id = school.opened()
    (first,) = school.enrolled(class_id, "p1")
    if ending == "void":
        school.void("enrolments", first)
    else:
        step(school, "withdraw", first, on="2026-03-09")

    (second,) = school.enrolled(class_id, "p1", on="2026-03-16")
    assert second != first
    with pytest.raises(Refused, match="already_enrolled"):
        school.enrolled(class_id, "p1", on="2026-03-20")


def test_a_person_named_twice_is_malformed(school: School) -> None:
    with pytest.raises(Invalid) as invalid:
        school.enrolled(school.opened(), "p1", "p1")
    assert invalid.value.fact == {"fields": {"person_ids": ["repeated"]}}


def test_nobody_starts_tomorrow(school: School) -> None:
    class_id = school.opened()
    with pytest.raises(Invalid) as invalid:
        school.enrolled(class_id, "p1", on="2026-10-01")
    assert invalid.value.fact == {"fields": {"on": ["in_future"]}}
    school.enrolled(class_id, "p1", on="2026-09-30")


def test_days_outside_the_class_and_places_beyond_its_capacity_only_warn(school: School) -> None:
    class_id = school.opened(capacity=2)

    def enrol(person_id: str, on: str) -> list[str]:
        body = {"person_ids": [person_id], "on": on}
        return codes(school.desk().enrol(class_id, body, school.key()))

    assert enrol("p1", "2026-03-01") == ["before_class_start"]
    assert enrol("p2", "2026-07-01") == ["after_class_end"]
    assert enrol("p3", "2026-03-02") == ["class_over_capacity"]


def test_what_the_registry_told_of_a_person_counts(school: School) -> None:
    class_id = school.opened()
    school.told("person_merged", person_id="p1", into="p2")
    school.told("person_erased", person_id="p3")

    body = {"person_ids": ["p1"], "on": "2026-03-02"}
    receipt = school.desk().enrol(class_id, body, school.key())
    assert receipt["warnings"] == [
        {"code": "person_merged", "field": "person_ids", "fact": {"into": "p2"}}
    ]
    with pytest.raises(Refused, match="person_erased"):
        school.enrolled(class_id, "p3")


def test_an_undone_merge_makes_two_learners_again(school: School) -> None:
    class_id = school.opened()
    school.enrolled(class_id, "p1")
    school.told("person_merged", person_id="p1", into="p2")
    school.told("record_voided", record_kind="merges", person_id="p1", into="p2")

    school.enrolled(class_id, "p2")
    assert school.desk().list_enrolments(None, "p2", 1, 9)["total"] == 1
    body = {"person_ids": ["p1"], "on": "2026-03-03"}
    other = school.opened()
    assert school.desk().enrol(other, body, school.key())["warnings"] == []


def test_a_person_is_no_second_learner_beside_their_merged_duplicate(school: School) -> None:
    class_id = school.opened()
    school.enrolled(class_id, "p1")
    school.told("person_merged", person_id="p1", into="p2")
    with pytest.raises(Refused, match="already_enrolled"):
        school.enrolled(class_id, "p2")


def test_an_unknown_class_is_not_found(school: School) -> None:
    with pytest.raises(NotFound):
        school.enrolled("nowhere", "p1")


def test_a_course_is_completed_and_certified(school: School) -> None:
    learner = school.learner()

    assert step(school, "complete", learner, on="2026-06-30")["version"] == 2
    assert step(school, "certify", learner, on="2026-07-10") == {
        "id": learner,
        "version": 3,
        "warnings": [],
    }
    assert [each.name for each in school.published()][-2:] == [
        "enrolment_completed",
        "certificate_issued",
    ]
    # the level says what it ends with where nobody names a kind
    assert school.published()[-1].data["certificate_kind"] == "elementary_certificate"


def test_a_certificate_without_a_completion_or_of_another_level_warns(school: School) -> None:
    learner = school.learner()
    receipt = step(school, "certify", learner, on="2026-07-10", certificate_kind="college_diploma")
    assert codes(receipt) == ["not_completed", "certificate_of_other_level"]


def test_a_code_off_the_list_is_kept_here_and_leaves_as_other(school: School) -> None:
    learner = school.learner()
    receipt = step(school, "withdraw", learner, on="2026-03-09", reason_code="bored")

    assert codes(receipt) == ["code_unlisted"]
    assert school.published()[-1].data["reason_code"] == "other"
    (kept,) = school.desk().list_enrolments(None, "p1", 1, 9)["items"]
    assert (kept["status"], kept["withdrawal_reason"]) == ("withdrawn", "bored")


@pytest.mark.parametrize(
    ("first", "then", "code"),
    [
        ("complete", "complete", "already_completed"),
        ("complete", "withdraw", "already_completed"),
        ("certify", "certify", "already_certified"),
        ("certify", "withdraw", "already_completed"),
        ("withdraw", "withdraw", "withdrawn"),
        ("withdraw", "complete", "withdrawn"),
        ("withdraw", "certify", "withdrawn"),
    ],
)
def test_what_contradicts_the_record_is_refused(
    school: School, first: str, then: str, code: str
) -> None:
    learner = school.learner()
    step(school, first, learner, on="2026-06-30")

    with pytest.raises(Refused, match=code):
        step(school, then, learner, on="2026-07-01")


@pytest.mark.parametrize("what", ["complete", "withdraw", "certify"])
def test_nothing_ends_before_it_started_or_after_today_or_when_voided(
    school: School, what: str
) -> None:
    learner = school.learner()
    with pytest.raises(Refused, match="before_enrolment"):
        step(school, what, learner, on="2026-03-01")
    with pytest.raises(Invalid, match="invalid"):
        step(school, what, learner, on="2026-10-01")
    school.void("enrolments", learner)
    with pytest.raises(Refused, match="voided"):
        step(school, what, learner, on="2026-06-30")


def test_an_amended_day_is_published_again_under_the_same_id(school: School) -> None:
    learner = school.learner()
    step(school, "complete", learner, on="2026-06-30")

    receipt = school.amend("enrolments", learner, on="2026-04-01", completed_on="2026-06-29")

    assert receipt == {"id": learner, "version": 3, "warnings": []}
    started, completed = school.published()[-2:]
    assert (started.name, started.data["on"]) == ("enrolment_started", "2026-04-01")
    assert (completed.name, completed.data["on"]) == ("enrolment_completed", "2026-06-29")
    assert started.data["enrolment_id"] == completed.data["enrolment_id"] == learner


def test_only_what_changed_is_published_again(school: School) -> None:
    learner = school.learner()
    step(school, "complete", learner, on="2026-06-30")
    before = len(school.published())

    school.amend("enrolments", learner, completed_on="2026-06-29")

    assert [each.name for each in school.published()[before:]] == ["enrolment_completed"]


def test_an_amendment_out_of_order_warns_and_one_ahead_or_of_nothing_is_refused(
    school: School,
) -> None:
    learner = school.learner()
    step(school, "complete", learner, on="2026-06-30")

    assert school.amend("enrolments", learner, on="2026-07-02")["warnings"] == [
        {"code": "out_of_order", "field": "completed_on"}
    ]
    with pytest.raises(Refused, match="not_recorded"):
        school.amend("enrolments", learner, certified_on="2026-07-02")
    with pytest.raises(Invalid) as invalid:
        school.amend("enrolments", learner, completed_on="2026-10-01")
    assert invalid.value.fact == {"fields": {"completed_on": ["in_future"]}}


def test_a_voided_enrolment_is_published_as_such_once_and_takes_no_amendment(
    school: School,
) -> None:
    learner = school.learner()
    school.void("enrolments", learner, "duplicate")

    event = school.published()[-1]
    assert (event.name, event.subject) == ("record_voided", "p1")
    assert event.data == {
        "record_kind": "enrolments",
        "record_id": learner,
        "person_id": "p1",
        "reason_code": "duplicate",
        "on": "2026-03-02",
        "commune": "09931",
    }
    with pytest.raises(Refused, match="voided"):
        school.void("enrolments", learner)
    with pytest.raises(Refused, match="voided"):
        school.amend("enrolments", learner, on="2026-03-03")


def test_the_history_tells_every_version_and_who_made_it(school: School) -> None:
    learner = school.learner()
    school.amend("enrolments", learner, on="2026-03-03")
    school.void("enrolments", learner, "did_not_happen")

    history = school.desk("commune_officer").record_history("enrolments", learner)

    assert [each["version"] for each in history["items"]] == [1, 2, 3]
    assert [each["events"][0]["event"] for each in history["items"]] == [
        "EnrolmentStarted",
        "EnrolmentAmended",
        "EnrolmentVoided",
    ]
    assert history["items"][2]["reason"] == "did_not_happen"
    assert history["items"][0]["actor"] == "school:u1"


def test_a_journey_is_dated_and_holds_the_records_of_merged_duplicates(school: School) -> None:
    school.told("person_referred", referral_id="r1", person_id="p1", on="2026-02-02")
    first = school.learner("p1")
    step(school, "complete", first, on="2026-06-30")
    (second,) = school.enrolled(school.opened(), "p2", on="2026-04-01")
    school.void("enrolments", school.learner("p1"))
    school.told("person_merged", person_id="p2", into="p1")
    school.told("person_merged", person_id="p1", into="p0")

    items = school.desk("commune_officer").journey("p0")["items"]

    assert [(each["on"], each["event"], each["record_id"]) for each in items] == [
        ("2026-02-02", "referral_received", "r1"),
        ("2026-03-02", "enrolment_started", first),
        ("2026-04-01", "enrolment_started", second),
        ("2026-06-30", "enrolment_completed", first),
    ]
    listed = school.desk().list_enrolments(None, "p0", 1, 2)
    assert listed["total"] == 3
    assert len(listed["items"]) == 2
