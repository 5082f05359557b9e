"""Counting everything again from the stored states of persons, unit by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indicators.collecting import swept
from indicators.counting import Unit
from indicators.documents import household_page, person_page
from indicators.domain.book import HouseholdPage
from indicators.domain.contributions import Entry, entries_of, timeline_in
from indicators.domain.facts import PersonState
from indicators.domain.households import Facet, HouseholdState, facets, household_contributions
from indicators.domain.merging import combine
from indicators.domain.plan import Plan
from indicators.domain.reach import Reach
from indicators.store import Store

__all__ = ["Counted", "recount", "stored_units"]

PAGE = 1_000
Homes = dict[str, dict[str, Facet]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a unit's facts come to. ``digest`` is what its page claims.

    ``state``: a person's facts, duplicates combined. ``facets``: a household's, as they
    follow from its members; ``agrees``: the page holds the same.
    """

    unit: str
    entries: list[Entry]
    digest: int
    state: PersonState | None = None
    facets: dict[str, Facet] | None = None
    agrees: bool = True


def recount(store: Store, plan: Plan, tick: Callable[[], None]) -> Iterator[Counted]:
    """Every person, then every household as its members' states tell it.

    A merged duplicate counts nothing by itself. ``tick`` is called now and then. Memory
    grows with the households that an elderly person or a borrower lives in.
    """
    homes: Homes = {}

    def swept_tick() -> None:
        swept()
        tick()

    yield from _people(store, plan, swept_tick, homes)
    for number, row in enumerate(store.db["households"].find({}, batch_size=PAGE)):
        if number % PAGE == 0:
            swept_tick()
        yield _household(row["_id"], homes.pop(row["_id"], {}), household_page(row), plan)
    for household, found in homes.items():
        yield _household(household, found, HouseholdPage(), plan)


def stored_units(store: Store) -> Iterator[Unit]:
    """Every person as stored, to be counted page by page (``counting.py``)."""
    for row in store.db["people"].find({}, batch_size=PAGE):
        person = row["_id"]
        root, *others = row.get("c") or (person,)
        if person != root:
            yield Unit(person, int(row["h"]), ())
            continue
        known = store.packed(others) if others else {}
        yield Unit(person, int(row["h"]), (row["s"], *(known[each] for each in others)))


def _people(store: Store, plan: Plan, tick: Callable[[], None], homes: Homes) -> Iterator[Counted]:
    indicators = Reach(plan).everyone
    for number, row in enumerate(store.db["people"].find({}, batch_size=PAGE)):
        if number % PAGE == 0:
            tick()
        page = person_page(row)
        person = row["_id"]
        root, *others = page.cluster
        if person != root:
            yield Counted(unit=person, entries=[], digest=page.digest)
            continue
        state = page.state
        if others:
            pages = store.people(others)
            state = combine(state, [pages[each].state for each in others])
        timeline = timeline_in(plan, state)
        for household, facet in facets(state, timeline, plan).items():
            homes.setdefault(household, {})[person] = facet
        yield Counted(
            unit=person,
            entries=entries_of(state, timeline, plan, indicators),
            digest=page.digest,
            state=state,
        )


def _household(household: str, found: dict[str, Facet], page: HouseholdPage, plan: Plan) -> Counted:
    return Counted(
        unit=household,
        entries=household_contributions(HouseholdState(facets=found), plan),
        digest=page.digest,
        facets=found,
        agrees=page.facets == found,
    )
