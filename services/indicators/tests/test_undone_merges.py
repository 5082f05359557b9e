"""A merge that was voided never was: every figure is what it would be without it."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from indicators.domain.book import Book
from indicators.domain.deltas import net
from indicators.plan_file import default_plan

from .facts import story
from .given import Feeds, Told, enter, told

PLAN = default_plan()
often = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
Fact = dict[str, Any]
PERSONS = ("p1", "p2", "p3")


def merged(one: str, into: str) -> Told:
    data = {"person_id": one, "into": into, "on": "2026-06-01"}
    return ("registry.indicators", "person_merged", data)


def undone(one: str) -> Told:
    data = {"record_kind": "merges", "record_id": one, "person_id": one, "on": "2026-06-02"}
    return ("registry.indicators", "record_voided", data)


def sums(events: list[Told]) -> dict[str, Any]:
    book = Book(PLAN)
    enter(book, Feeds().publish(events))
    units: dict[str, list[Any]] = {}
    for line in book.lines:
        units.setdefault(line.unit, []).append(line.entry)
    return {unit: found for unit, entries in units.items() if (found := net(entries))}


@often
@given(story(), st.sampled_from(PERSONS), st.sampled_from(PERSONS), st.data())
def test_a_voided_merge_never_was(
    tale: tuple[list[Fact], list[Fact]], one: str, into: str, data: st.DataObject
) -> None:
    events = [each for fact in tale[1] if fact["type"] != "merge" for each in told(fact)]
    if one == into:
        return
    first = data.draw(st.integers(0, len(events)))
    second = data.draw(st.integers(first, len(events)))
    with_merge = [
        *events[:first], merged(one, into), *events[first:second], undone(one), *events[second:]
    ]  # fmt: skip
    assert sums(with_merge) == sums(events)


@often
@given(story())
def test_merged_again_after_the_void_they_are_one(tale: tuple[list[Fact], list[Fact]]) -> None:
    events = [each for fact in tale[1] if fact["type"] != "merge" for each in told(fact)]
    again = [*events, merged("p2", "p1"), undone("p2"), merged("p2", "p1")]
    assert sums(again) == sums([*events, merged("p2", "p1")])


def test_a_void_of_a_merge_nobody_heard_of_changes_nothing() -> None:
    assert sums([undone("p1")]) == {}
