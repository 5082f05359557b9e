"""The laws of the figures, against an oracle and against each other."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from indicators.documents import (
    household_document,
    household_page,
    person_document,
    person_page,
)
from indicators.domain.book import Book, HouseholdPage, Line, PersonPage
from indicators.domain.contributions import Entry, contributions
from indicators.domain.deltas import digest, net
from indicators.domain.merging import combine
from indicators.plan_file import default_plan

from .facts import DAYS, Fact, story
from .given import Feeds, enter, told
from .oracle import Oracle

PLAN = default_plan()
Story = tuple[list[Fact], list[Fact]]
LOOKED_AT = [date.fromisoformat(d) for d in DAYS if d >= "2026"]
often = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def lived(facts: list[Fact]) -> Book:
    book = Book(PLAN)
    enter(book, Feeds().publish(each for fact in facts for each in told(fact)))
    return book


def sum_until(lines: list[Line], k: str, last: str, first: str = "") -> int:
    return sum(x.entry.d for x in lines if x.entry.k == k and first <= x.entry.on <= last)


@often
@given(story())
def test_every_figure_of_every_day_is_the_oracles(tale: Story) -> None:
    final, facts = tale
    lines, oracle = lived(facts).lines, Oracle(final)
    for on in LOOKED_AT:
        for indicator in PLAN.indicators:
            code = indicator.code
            if indicator.kind == "flow":
                found = sum_until(lines, f"{code}.value", on.isoformat(), f"{on.year}-01-01")
                assert found == len(oracle.counted_on(code, date(on.year, 1, 1), on)), (code, on)
            elif indicator.kind == "stock":
                den = sum_until(lines, f"{code}.den", on.isoformat())
                num = sum_until(lines, f"{code}.num", on.isoformat())
                assert (den, num) == oracle.stock(code, on), (code, on)
            elif indicator.kind != "external":
                year = f"{on.year}-01-01"
                told = oracle.money if indicator.kind == "money" else oracle.share
                sums = [
                    sum_until(lines, indicator.key(part), on.isoformat(), year)
                    for part in indicator.parts
                ]
                assert tuple(sums) == told(code, date(on.year, 1, 1), on), (code, on)


@often
@given(story())
def test_a_stock_is_broken_down_by_the_dimensions_of_the_day(tale: Story) -> None:
    final, facts = tale
    lines, oracle = lived(facts).lines, Oracle(final)
    for on in LOOKED_AT:
        for code in ("employment_service_access", "elderly_in_work", "priority_credit"):
            rows = [x.entry for x in lines if x.entry.k == f"{code}.den" and x.entry.on <= str(on)]
            for dimension in ("group", "gender", "village", "age_band"):
                found: Counter[str] = Counter()
                for entry in rows:
                    for value in _values(entry, dimension):
                        found[value] += entry.d
                expected = oracle.by(code, dimension, on)
                assert {k: n for k, n in found.items() if n} == expected, (code, dimension, on)


def _values(entry: Entry, dimension: str) -> tuple[str, ...]:
    if dimension == "group":
        return entry.dims.groups
    value = getattr(entry.dims, dimension)
    return (value,)


@often
@given(story())
def test_a_flow_is_broken_down_by_the_dimensions_of_its_day(tale: Story) -> None:
    final, facts = tale
    lines, oracle = lived(facts).lines, Oracle(final)
    for code in ("rural_trainees", "short_course_introductions", "new_jobs"):
        counted = oracle.counted_on(code, date(2026, 1, 1), date(2030, 12, 31))
        for dimension in ("group", "gender", "village", "age_band"):
            expected: Counter[tuple[str, str]] = Counter(
                (str(on), value)
                for person, on in counted
                for value in oracle.dims(person, dimension, on)
            )
            found: Counter[tuple[str, str]] = Counter()
            for line in lines:
                if line.entry.k == f"{code}.value":
                    for value in _values(line.entry, dimension):
                        found[line.entry.on, value] += line.entry.d
            assert {k: n for k, n in found.items() if n} == expected, (code, dimension)


@often
@given(story(), st.lists(st.integers(1, 5), max_size=12))
def test_any_cut_into_batches_writes_the_same_ledger(tale: Story, cuts: list[int]) -> None:
    events = Feeds().publish(each for fact in tale[1] for each in told(fact))
    whole = lived(tale[1])
    people: dict[str, PersonPage] = {}
    households: dict[str, HouseholdPage] = {}
    lines: list[Line] = []
    rest = list(events)
    for size in [*cuts, len(events) or 1]:
        batch, rest = rest[:size], rest[size:]
        book = Book(PLAN)  # pages go through their stored form, as between two batches
        book.people = {k: person_page(person_document(k, p)) for k, p in people.items()}
        book.households = {
            k: household_page(household_document(k, p)) for k, p in households.items()
        }
        enter(book, batch)
        people, households = book.people, book.households
        lines.extend(book.lines)
    assert lines == whole.lines
    assert people == whole.people
    assert households == whole.households


@often
@given(story(), st.randoms(use_true_random=False))
def test_redelivery_changes_nothing(tale: Story, chance: object) -> None:
    events = Feeds().publish(each for fact in tale[1] for each in told(fact))
    book = Book(PLAN)
    enter(book, events)
    lines = list(book.lines)
    again = list(events)
    chance.shuffle(again)  # type: ignore[attr-defined]
    enter(book, again)
    assert book.lines == lines


@often
@given(story(), st.randoms(use_true_random=False))
def test_the_interleaving_of_sources_does_not_matter(tale: Story, chance: object) -> None:
    events = Feeds().publish(each for fact in tale[1] for each in told(fact))
    feeds = sorted({event.feed for event in events})
    chance.shuffle(feeds)  # type: ignore[attr-defined]
    one, other = Book(PLAN), Book(PLAN)
    enter(one, events)
    enter(other, [event for feed in feeds for event in events if event.feed == feed])
    assert ledger_sums(one) == ledger_sums(other)
    assert {k: p.state for k, p in one.people.items()} == {
        k: p.state for k, p in other.people.items()
    }


def ledger_sums(book: Book) -> dict[str, dict[Entry, int]]:
    units: dict[str, list[Entry]] = {}
    for line in book.lines:
        units.setdefault(line.unit, []).append(line.entry)
    return {unit: sums for unit, entries in units.items() if (sums := net(entries))}


@often
@given(story())
def test_the_ledger_is_what_the_final_states_contribute(tale: Story) -> None:
    book = lived(tale[1])
    sums = ledger_sums(book)
    for person, page in book.people.items():
        root, *others = page.cluster
        if person != root:
            assert person not in sums
            assert page.digest == 0
            continue
        state = combine(page.state, [book.people[each].state for each in others])
        found = contributions(state, PLAN)
        assert net(found) == sums.get(person, {})
        assert page.digest == digest(found)


@often
@given(story())
def test_the_numerator_is_part_of_the_denominator(tale: Story) -> None:
    book = lived(tale[1])
    for on in LOOKED_AT:
        counts: Counter[tuple[str, str, str]] = Counter()
        for line in book.lines:
            code, _, part = line.entry.k.rpartition(".")
            if line.entry.on <= str(on):
                counts[code, part, line.unit] += line.entry.d
        for (code, part, unit), count in counts.items():
            indicator = PLAN.indicator(code)
            assert indicator is not None
            assert count >= 0
            if indicator.kind == "stock":
                assert count <= 1, (code, unit, on)
            if part == "num":
                assert counts[code, "den", unit] >= count, (code, unit, on)


@often
@given(story(), st.permutations(["p1", "p2", "p3"]))
def test_the_order_of_merges_does_not_matter(tale: Story, order: list[str]) -> None:
    rest = [fact for fact in tale[1] if fact["type"] != "merge"]
    merges = {fact["from"]: fact for fact in tale[1] if fact["type"] == "merge"}
    one = lived([*rest, *merges.values()])
    other = lived([*rest, *(merges[p] for p in order if p in merges)])
    assert ledger_sums(one) == ledger_sums(other)
