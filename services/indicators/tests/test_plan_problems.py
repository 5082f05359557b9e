"""Every problem of a plan file has its sentence in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from indicators.domain.spans import span_of
from indicators.plan_file import default_plan, read_plan
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


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a file."""
    yield path
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(each, (*path, key))


FILE = yaml.safe_load(default_plan().text)
PLACES = sorted(places(FILE), key=str)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2_000)
    | st.floats()
    | st.sampled_from(["", "rural", "class", "2026-01-01", "annual_average", "priority"])
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["vi", "rule", "facts", "from", "value", "code"]) | st.dates(), inner
        )
    ),
    max_leaves=4,
)


@given(place=st.sampled_from(PLACES), put=ANYTHING, gone=st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_stands_anywhere_it_is_a_plan_or_is_told_what_is_wrong(
    place: tuple[Any, ...], put: Any, gone: bool
) -> None:
    wrong = {"": deepcopy(FILE)}
    held: Any = wrong
    for key in ("", *place)[:-1]:
        held = held[key]
    last = ("", *place)[-1]
    if gone and place:
        del held[last]
    else:
        held[last] = put
    try:
        plan = read_plan(yaml.safe_dump(wrong[""], allow_unicode=True))
    except PlanInvalid as error:
        assert error.problems
        for each in error.problems:
            assert each.sentence("vi")
            assert len(str(each)) < 1_000
    else:
        assert plan.indicators
        assert span_of("plan", plan).months
