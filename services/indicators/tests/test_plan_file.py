"""The plan file says exactly what is wrong with it."""

from __future__ import annotations

from importlib.resources import files

import pytest
from indicators.domain.spans import span_of
from indicators.domain.targets import share
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
    assert [each.code for each in plan.of_set("plan")] == FOURTEEN
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
        ("months: 3", "month: 3", "[job_after_training_3m].measure: has no field month"),
        ("      months: 3\n", "", "measure: needs months or days: when the time is up"),
        ("amount: amount", "amount: sum", "supports have no field sum; they have amount"),
        ("facts: classes", "facts: clases", "must be one of referrals, outreach"),
        (
            "{rule: at_least, value: 0.5}",
            "{rule: at_least, from: {2026-01-01: {value: 0.3}, 2025-01-01: {value: 0.5}}}",
            "[elderly_in_work].target.from.2025-01-01: must come after the day before it",
        ),
        (
            "{rule: at_least, value: 0.5}",
            "{rule: at_least, from: {soon: {value: 0.3}}}",
            "target.from.soon: must stand under a date",
        ),
        (
            "{rule: at_least, value: 0.5}",
            "{rule: at_least, value: 1, from: {2026-01-01: {value: 0.3}}}",
            "has a value and values from days on",
        ),
        ('commune: "09931"', "commune: 9931", "commune: must be a text"),
        ('commune: "09931"', "commune: hung-dao", "must be a unit's code of two to five digits"),
        (
            "version: 1\n",
            "version: 1\nversion: 2\n",
            "the key version stands twice (line 5, column 1)",
        ),
        ("from: 2026-01-01", "from: 2026-02-30", "there is no day 2026-02-30 (line "),
        ("from: 2026-01-01", "from: 2026-01-01T00:00:00", "period.from: must be a date"),
        ("plan: hung", "plan: [hung", "the file is not YAML (line 4, column 8)"),
        ("topic: [training_policy]", "topic: [training_polcy]", "training_polcy is not one of"),
        ("{mentored: [true]}", "{mentored: [sometimes]}", "sometimes is not one of true, false"),
        ("[under_3_months, elem", "[under_3_month, elem", "short_course[0]: under_3_month is not"),
        ("{school: school, level", "{gender: school, level", "dimensions.gender: is no name for"),
        ("{school: school, level", "{truong.hoc: school, level", "is no name for a dimension"),
        ("value: 150", "value: 0", "a yearly count must be above 0; without one the rule is none"),
        ("value: 150", "value: .nan", "[rural_trainees].target.value: must be a number"),
        ("{rule: at_least, value: 1.0}", "{rule: at_least, value: 75}", "75% is 0.75"),
        ("{rule: at_least, value: 1.0}", "{rule: at_least, value: 1, upper: 1}", "no upper value"),
        ("target: {rule: none}", "target: {rule: none, value: 5}", "rule none has no value"),
        (
            "{rule: annual_average, value: 150}",
            "{rule: annual_average, from: {2027-01-01: {value: 150}}}",
            "target.from: says nothing of the days from 2026-01-01 to 2027-01-01",
        ),
        (
            "{rule: annual_average, value: 150}",
            "{rule: annual_average, from: {2026-01-01: {value: 150}, 2031-01-01: {value: 1}}}",
            "from.2031-01-01: comes after the plan's end, 2030-12-31",
        ),
        ("kind: flow\n    unit: person", "kind: flow\n    unit: class", "class does not fit: only"),
        ("kind: flow\n    unit: person", "kind: flow\n    unit: household", "household does not"),
        ("unit: class", "unit: person", "person does not fit: classes are counted by class"),
        ("numerator: unemployed", "numerator: labour_force", "labour_force is no part of labour"),
        ("amount: amount", "amount: source", "source of supports is no amount of money"),
        (
            "      those:\n        - {facts: dropouts}",
            "      those:\n        - {facts: placements}",
            "measure.those: placements are not among those it is a share of",
        ),
        ("  rural: {vi:", "  farmers: {vi:", "groups.farmers: is no group the registry tells"),
        ("group_sets:\n", "group_sets:\n  priority: [rural]\n", "priority: is the set of all"),
        ("indicators:\n", "indicators:\n  - nothing\n", "indicators[0]: must be a mapping"),
        ("    clause: III.1\n    kind: flow", "    kind: flow", "[rural_trainees].clause: is miss"),
    ],
)
def test_a_mistake_is_named_with_its_place(was: str, becomes: str, problem: str) -> None:
    assert was in TEXT
    text = TEXT.replace(was, becomes, 1)
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text)
    told = [str(each) for each in caught.value.problems]
    assert any(problem in each for each in told), told


def test_every_mistake_is_told_at_once() -> None:
    wrong = TEXT.replace("version: 1", "version: x", 1).replace('"09931"', "y", 1)
    with pytest.raises(PlanInvalid) as caught:
        read_plan(wrong.replace("value: 150", "value: -1", 1))
    places = [each.path for each in caught.value.problems]
    assert places == ["version", "commune", "indicators[rural_trainees].target"]
    text = TEXT.replace("value: 150", "valu: 150", 1).replace("while_in: [rural]", "while_in: [x]")
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text)
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "plan", "? [a]\n: b\n"])
def test_a_file_of_another_kind_is_told_in_few_words(text: str) -> None:
    """One mistake is one sentence, not one for each thing that is missing in it."""
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text)
    assert len(caught.value.problems) < 12
    if not text.startswith("?"):
        assert str(caught.value) == "must be a mapping"


def test_a_file_that_names_itself_many_times_over_is_refused_quickly() -> None:
    """Ten lists of ten of the list before: 10,000,000,000 words, written out."""
    lists = ["a: &a [x, x]"]
    for former, name in zip("abcdefghi", "bcdefghij", strict=True):
        lists.append(f"{name}: &{name} [{', '.join([f'*{former}'] * 10)}]")
    wrong = TEXT.replace("indicators:\n", "indicators:\n  - {code: *j, kind: *j, target: *j}\n", 1)
    text = "\n".join([*lists, wrong.replace('commune: "09931"', "commune: *j", 1)])
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text)
    assert all(len(str(each)) < 1_000 for each in caught.value.problems)


def test_a_file_deeper_than_any_plan_is_refused() -> None:
    with pytest.raises(PlanInvalid, match="too deep"):
        read_plan("[" * 50_000)


def test_what_is_no_yaml_is_said_to_be_none() -> None:
    with pytest.raises(PlanInvalid, match="not YAML"):
        read_plan("a: [")


def test_a_target_may_change_inside_the_plan_period() -> None:
    text = TEXT.replace(
        "{rule: annual_average, value: 150}",
        "{rule: annual_average, from: {2026-01-01: {value: 120}, 2028-07-01: {value: 180}}}",
        1,
    )
    plan = read_plan(text)
    target = plan.indicators[0].target
    shares = [share(target, span_of(name, plan), plan) for name in ("2027", "2028", "2029-Q1")]
    assert shares == [120, 150, 45]
    assert [target.on(day).value for day in ("2028-06-30", "2028-07-01")] == [120, 180]
    assert share(target, span_of("plan", plan), plan) == 120 * 2.5 + 180 * 2.5


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("rule: annual_average", "rule: sometimes", "[rural_trainees].target.rule: must be one of"),
        ("kind: flow", "kind: flood", "[rural_trainees].kind: must be one of flow, stock"),
        ("value: 150", "value: soon", "[rural_trainees].target.value: must be a number"),
    ],
)
def test_what_rests_on_a_mistake_is_none_of_its_own(was: str, becomes: str, problem: str) -> None:
    """What a value should be depends on the rule that was meant."""
    with pytest.raises(PlanInvalid) as caught:
        read_plan(TEXT.replace(was, becomes, 1))
    (told,) = map(str, caught.value.problems)
    assert told.startswith(f"indicators{problem}")
