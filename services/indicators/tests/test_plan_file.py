"""The plan file says exactly what is wrong with it."""

from __future__ import annotations

from importlib.resources import files

import pytest
from indicators.plan_file import PlanInvalid, default_plan, read_plan

TEXT = (files("indicators") / "plans" / "hung-dao-2026-2030.yaml").read_text("utf-8")

FOURTEEN = [
    "rural_trainees", "short_course_introductions", "ui_advised", "ui_training_support",
    "youth_training_support", "elderly_career_support", "employment_service_access", "new_jobs",
    "elderly_in_work", "elderly_household_credit", "priority_credit", "unemployment_rate",
    "trained_rate", "certified_rate",
]  # fmt: skip


def test_the_plan_has_its_fourteen_indicators_and_eleven_groups() -> None:
    plan = default_plan()
    assert [each.code for each in plan.indicators] == FOURTEEN
    assert len(plan.groups) == 11
    assert (plan.commune, plan.first, plan.last) == ("09931", "2026-01-01", "2030-12-31")


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("kind: flow", "kind: flood", "[rural_trainees].kind: must be one of flow, stock"),
        ("while_in: [rural]", "while_in: [urban]", "while_in[0]: urban is not one of"),
        ("while_in: named_in_III_1", "while_in: named", "named is no set of groups"),
        ("value: 150", "valu: 150", "[rural_trainees].target: has no field valu"),
        ("rule: annual_average, value: 150", "rule: at_least, value: 1", "does not fit a flow"),
        ("facts: placements, where: {new_job", "facts: placements, where: {job", "no field job"),
        ("value: 0.75, upper: 0.80", "value: 0.75, upper: 0.70", "a range needs value ≤ upper"),
        ("code: ui_advised", "code: rural_trainees", "code rural_trainees is used twice"),
        ("to: 2030-12-31", "to: 2030-11-30", "must cover whole calendar years"),
        ('commune: "09931"', "commune: 9931", "commune: must be a text"),
        ("    clause: III.1\n    kind: flow", "    kind: flow", "[rural_trainees].clause: is miss"),
    ],
)
def test_a_mistake_is_named_with_its_place(was: str, becomes: str, problem: str) -> None:
    assert was in TEXT
    text = TEXT.replace(was, becomes, 1)
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text)
    assert any(problem in each for each in caught.value.problems), caught.value.problems


def test_every_mistake_is_told_at_once() -> None:
    text = TEXT.replace("value: 150", "valu: 150", 1).replace("while_in: [rural]", "while_in: [x]")
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text)
    assert len(caught.value.problems) == 3


def test_what_is_no_yaml_is_said_to_be_none() -> None:
    with pytest.raises(PlanInvalid, match="not YAML"):
        read_plan("a: [")
