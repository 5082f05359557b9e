"""Every problem of a plan file has its sentence in both languages."""

from __future__ import annotations

import re
from importlib.resources import files
from string import Formatter

import pytest
from indicators.plan_problems import PlanInvalid, Problem, sentences

READERS = (
    "plan_node", "plan_file", "plan_measures", "plan_targets", "plan_communes", "desk/plans"
)  # fmt: skip
NOTED = re.compile(r'(?:problem\(|_Wrong\(|code=)\s*"(\w+)"')
MISFITS = re.compile(r'return "(\w+_misfit)"')


def noted() -> set[str]:
    """The codes that the readers of a plan file note."""
    found = set[str]()
    for name in READERS:
        source = (files("indicators") / f"{name}.py").read_text(encoding="utf-8")
        found |= {*NOTED.findall(source), *MISFITS.findall(source)}
    return found | {"not_text", "not_quoted"}  # either of them, by an expression


def test_every_problem_that_is_noted_has_a_sentence_and_every_sentence_a_problem() -> None:
    assert noted() == sentences().keys()


@pytest.mark.parametrize("code", sentences())
def test_a_sentence_names_the_same_in_both_languages(code: str) -> None:
    told = sentences()[code]
    assert told.keys() == {"vi", "en"}
    names = [{name for _, name, _, _ in Formatter().parse(each) if name} for each in told.values()]
    assert names[0] == names[1]


def test_a_problem_is_told_with_file_place_and_reason() -> None:
    problem = Problem(code="none_of", path="period", facts={"known": "a, {b}"})
    (told,) = PlanInvalid([problem]).of_file("city.yaml").problems
    assert str(told) == "city.yaml: period: must be one of a, {b}"
    assert told.told()["vi"] == "phải là một trong: a, {b}"
