"""What a batch reads is all it needs: worked out page by page, on what is stored or on top of a
batch that is not written yet, the facts come to the same as worked out all in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import bson
from bson.codec_options import CodecOptions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from indicators.documents import household_page, person_page
from indicators.domain.book import Book, HouseholdPage, Line, PersonPage
from indicators.domain.contributions import contributions, timeline_in
from indicators.domain.deltas import digest
from indicators.domain.households import Facet, HouseholdState, facets, household_contributions
from indicators.domain.merging import combine
from indicators.effects import Effects
from indicators.ledger import lines_in
from indicators.plan_file import default_plan
from indicators.working_out import WorkingOut

from .given import BEGAN, Feeds, Told, enter, told
from .office import person, service

PLAN = default_plan()
AWARE: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
often = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


class Kept:
    """Pages and lines as the database would have them."""

    def __init__(self) -> None:
        self.batch = 0
        self.lines: list[Line] = []
        self._people: dict[str, dict[str, Any]] = {}
        self._households: dict[str, dict[str, Any]] = {}

    def head(self) -> dict[str, Any]:
        return {"generation": 1, "batch": self.batch, "plan": PLAN.digest}

    def people(self, ids: Iterable[str], session: object = None) -> dict[str, PersonPage]:
        return {each: person_page(self._people[each]) for each in ids if each in self._people}

    def households(self, ids: Iterable[str], session: object = None) -> dict[str, HouseholdPage]:
        return {
            each: household_page(self._households[each]) for each in ids if each in self._households
        }

    def write(self, effects: Effects | None) -> None:
        if effects is None:
            return
        assert effects.batch == self.batch + 1
        self.batch = effects.batch
        for kept, written in (
            (self._people, effects.people),
            (self._households, effects.households),
        ):
            for each in written:
                row = bson.decode(each, AWARE)["u"]
                kept[row["_id"]] = row
        self.lines += [line for block in effects.lines for line in lines_in(block.lines)]


PERSONS = ("p1", "p2", "p3", "p4")
RECORDS = ("1", "2", "3")


@st.composite
def neighbours(draw: st.DrawFn) -> list[Told]:
    """Elderly people of two households, their loans and services, proved one and taken apart; a
    record may be told again of somebody else.
    """
    who, record = st.sampled_from(PERSONS), st.sampled_from(RECORDS)
    told_of: list[Told] = []
    for _ in range(draw(st.integers(4, 16))):
        me, id_ = draw(who), draw(record)
        match draw(st.integers(0, 7)):
            case 0 | 1 | 2:
                home = draw(st.sampled_from(["h1", "h2", None]))
                born = draw(st.sampled_from(["1940", "1990"]))
                told_of += told(person(me, household=home, birth_date=born))
            case 3 | 4:
                loan = {"type": "loan", "id": f"l{id_}", "person": me, "need_on": "2026-05-01",
                        "eligible": draw(st.booleans()),
                        "disbursed_on": draw(st.sampled_from([None, "2026-06-01"])),
                        "voided": draw(st.sampled_from([False, False, True]))}  # fmt: skip
                told_of += told(loan)
            case 5:
                kind = draw(st.sampled_from(["counselling", "something else"]))
                told_of += told(service(f"s{id_}", "2026-04-01", me, service=kind))
            case 6:
                data = {"person_id": me, "into": draw(who), "on": "2026-06-01"}
                told_of.append(("registry.indicators", "person_merged", data))
            case _:
                data = {"record_kind": "merges", "record_id": me, "person_id": me}
                told_of.append(("registry.indicators", "record_voided", data))
    return told_of


def kept_of(events: Sequence[Any], sizes: Iterable[int], *, later: bool) -> Kept:
    """Worked out in batches of these sizes. ``later``: each is written when the next has been
    worked out; else at once, and the next is worked out on what is stored.
    """
    kept, rest = Kept(), list(events)
    working = WorkingOut(kept, PLAN)  # type: ignore[arg-type]
    waiting: Effects | None = None
    for size in [*sizes, len(rest) or 1]:
        batch, rest = rest[:size], rest[size:]
        effects = working.ahead(batch)
        if later:
            kept.write(waiting)
            waiting = effects
        else:
            kept.write(effects)
            working.forget()
    kept.write(waiting)
    return kept


@often
@given(
    neighbours(),
    st.lists(st.integers(1, 4), max_size=20),
    st.lists(st.integers(0, 9), min_size=1),
    st.booleans(),
)
def test_what_is_read_for_a_batch_is_all_it_needs(
    tale: list[Told], sizes: list[int], late: list[int], later: bool
) -> None:
    feeds, events = Feeds(), []
    for n, each in enumerate(tale):
        at = BEGAN + timedelta(minutes=n - late[n % len(late)])
        events += feeds.publish([each], at=at)
    whole = Book(PLAN)
    enter(whole, events)
    kept = kept_of(events, sizes, later=later)
    people = kept.people(whole.people)
    for one, page in whole.people.items():
        assert people.get(one, PersonPage(cluster=(one,))) == page
    households = kept.households(whole.households)
    for household, home in whole.households.items():
        assert households.get(household, HouseholdPage()) == home
    assert sorted(map(content, kept.lines)) == sorted(map(content, whole.lines))
    pages_say_what_the_facts_come_to(whole)
    units_learn_in_order(whole.lines)


def test_the_household_of_whom_somebody_proves_to_be_is_read_too() -> None:
    """A merge alone in its batch: what the duplicate borrowed counts where the survivor lives."""
    loan = {"type": "loan", "need_on": "2026-05-01", "eligible": True, "disbursed_on": None}
    facts = [
        person("p1", household="h1", birth_date="1940"),
        person("p2", household="h1", birth_date="1940"),
        loan | {"id": "l2", "person": "p2"},
        loan | {"id": "l3", "person": "p3"},
        {"type": "merge", "from": "p3", "into": "p1", "on": "2026-06-01"},
    ]
    events = Feeds().publish(each for fact in facts for each in told(fact))
    kept = kept_of(events, [1] * len(events), later=False)
    assert kept.households(["h1"])["h1"].facets.keys() == {"p1", "p2"}


def content(line: Line) -> tuple[Any, ...]:
    return (line.cause, line.n, line.unit, str(line.entry), line.at, line.why)


def pages_say_what_the_facts_come_to(book: Book) -> None:
    homes: dict[str, dict[str, Facet]] = {}
    for one, page in book.people.items():
        root, *others = page.cluster
        if one != root:
            continue
        state = combine(page.state, [book.people[each].state for each in others])
        assert page.digest == digest(contributions(state, PLAN))
        for household, facet in facets(state, timeline_in(PLAN, state), PLAN).items():
            homes.setdefault(household, {})[one] = facet
    for household, home in book.households.items():
        found = homes.get(household, {})
        assert home.facets == found
        assert home.digest == digest(household_contributions(HouseholdState(facets=found), PLAN))


def units_learn_in_order(lines: Sequence[Line]) -> None:
    """A past moment knows all that came before what it knows, however late an event is told."""
    last: dict[str, datetime] = {}
    for line in lines:
        assert line.at >= last.get(line.unit, line.at)
        last[line.unit] = line.at
