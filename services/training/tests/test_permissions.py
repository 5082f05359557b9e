"""Who may do what: each row is the rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from chassis.errors import Forbidden, ServiceError
from training.desk import Desk

from .school import CLASS, School

ROLES = frozenset(
    {
        "commune_officer",
        "commune_leader",
        "village_head",
        "school",
        "job_centre",
        "social_insurance",
        "bank",
        "front",
        "city_viewer",
        "ops",
    }
)
META = {"key": "k", "if_match": None}
VOID = {"reason_code": "other"}
Ask = Callable[[Desk], Any]

ALLOWED: list[tuple[str, set[str], Ask]] = [
    ("define_occupation", {"school"}, lambda d: d.define_occupation({"name": "Hàn"}, META)),
    ("open_class", {"school"}, lambda d: d.open_class(CLASS, META)),
    ("enrol", {"school"}, lambda d: d.enrol("c", {"person_ids": ["p"], "on": "2026-03-02"}, META)),
    ("complete", {"school"}, lambda d: d.complete_enrolment("e", {"on": "2026-03-02"}, META)),
    ("withdraw", {"school"}, lambda d: d.withdraw_enrolment("e", {"on": "2026-03-02"}, META)),
    ("certify", {"school"}, lambda d: d.certify_enrolment("e", {"on": "2026-03-02"}, META)),
    ("pay", {"school", "commune_officer"}, lambda d: d.record_support_paid("e", {}, META)),
    ("answer", {"school"}, lambda d: d.answer_referral("r", {"answer": "accepted"}, META)),
    ("amend", {"school"}, lambda d: d.amend_record("classes", "c", {}, META)),
    ("void", {"school"}, lambda d: d.void_record("classes", "c", VOID, META)),
    (
        "amend support",
        {"school", "commune_officer"},
        lambda d: d.amend_record("supports", "s", {}, META),
    ),
    (
        "void support",
        {"school", "commune_officer"},
        lambda d: d.void_record("supports", "s", VOID, META),
    ),
    (
        "history",
        {"school", "commune_officer"},
        lambda d: d.record_history("enrolments", "e"),
    ),
    ("referrals", {"school", "commune_officer"}, lambda d: d.list_referrals(None, 1, 9)),
    ("enrolments", {"school", "commune_officer"}, lambda d: d.list_enrolments("c", None, 1, 9)),
    ("journey", {"school", "commune_officer"}, lambda d: d.journey("p")),
    (
        "plan",
        {"school", "commune_officer", "commune_leader", "city_viewer"},
        lambda d: d.training_plan(2026),
    ),
    ("classes", set(ROLES), lambda d: d.list_classes(None, 1, 9)),
    ("occupations", set(ROLES), lambda d: d.list_occupations(1, 9)),
    ("policies", set(ROLES), lambda d: d.training_policies("2026-03-02")),
]


@pytest.mark.parametrize(
    ("allowed", "ask"), [row[1:] for row in ALLOWED], ids=[r[0] for r in ALLOWED]
)
def test_only_these_roles_may(school: School, allowed: set[str], ask: Ask) -> None:
    may = set()
    for role in ROLES:
        try:
            ask(school.desk(role))
        except Forbidden as error:
            assert error.code == "role"
        except ServiceError:
            may.add(role)  # let in, then told that there is no such record
        else:
            may.add(role)
    assert may == allowed


def test_an_officer_of_another_commune_sees_no_learner(school: School) -> None:
    learner = school.learner()
    school.told("person_referred")
    elsewhere = school.desk("commune_officer", commune="00001")

    assert elsewhere.journey("p1")["items"] == []
    assert elsewhere.list_enrolments(None, "p1", 1, 9)["total"] == 0
    assert elsewhere.list_referrals(None, 1, 9)["total"] == 0
    with pytest.raises(ServiceError):
        elsewhere.record_history("enrolments", learner)
    assert school.desk("commune_officer", commune=None).journey("p1")["total"] == 1


def test_a_school_sees_its_own_learners_in_a_persons_journey(school: School) -> None:
    school.learner()
    assert school.desk(agency="s2").journey("p1")["items"] == []
    assert school.desk().journey("p1")["total"] == 1
