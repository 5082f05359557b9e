"""Counting persons page by page, here or in as many processes as there are cores.

A page of packed states goes out, a page of ledger lines comes back; the sums are fetched at the
end. Pages may come back in another order than they went.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from queue import SimpleQueue
from typing import Any

import msgspec
from chassis.errors import Transient

from indicators.collecting import rarely, uncollected
from indicators.documents import unpacked
from indicators.domain.book import Line
from indicators.domain.causes import cause_of, tables_behind
from indicators.domain.cells import Counts, Increments, cells_of, count_up
from indicators.domain.contributions import Entry, entries_of, timeline_in
from indicators.domain.deltas import digest
from indicators.domain.facts import PersonState
from indicators.domain.households import (
    Facet,
    HouseholdState,
    facets,
    household_contributions,
)
from indicators.domain.merging import combine
from indicators.domain.periods import merge
from indicators.domain.plan import Plan
from indicators.domain.reach import Reach
from indicators.domain.shelves import AMOUNT, Shelves, tally_up
from indicators.ledger import Block, blocks
from indicators.other_process import OtherProcess, Pipe

__all__ = ["CountedPage", "Counting", "Joined", "Sums", "Unit", "counted"]

PAGE = 2_000
AHEAD = 2
"""Pages that wait for a process: it need not wait for us."""

JOINS = 200_000
"""So that a shelf's units lie in few documents, however many units there are."""


class Unit(msgspec.Struct, frozen=True, array_like=True):
    """A person or a household, and the digest its page claims (None: no page is looked at).

    ``states``: a person's, packed, the survivor's first. A duplicate has none: what is known of
    them is counted with the survivor. ``facets``: a household's.
    """

    id: str
    digest: int | None
    states: Sequence[bytes] = ()
    facets: dict[str, Facet] | None = None


Joined = list[tuple[str, int, list[str]]]
"""By key and shelf, the units that have entries of the key."""


class CountedPage(msgspec.Struct, kw_only=True):
    """``digests``: what each unit's facts come to; ``wrong``: whose page claims something
    else. ``homes``: by household the persons' parts in it.
    """

    blocks: list[Block]
    digests: dict[str, int]
    wrong: dict[str, int]
    homes: dict[str, dict[str, Facet]]
    entries: int
    joined: Joined


class Sums(msgspec.Struct, kw_only=True):
    """What all pages came to."""

    cells: Increments
    tallies: Increments
    joined: Joined


class Counting:
    """``page`` after page, then ``sums``. All lines are recorded ``at`` one moment."""

    def __init__(self, plan: Plan, at: datetime) -> None:
        self._plan = plan
        self._at = at
        self._indicators = Reach(plan).everyone
        self._shelves = Shelves.of(plan.communes)
        self._behind = {
            each.key(part): tables_behind(each, part)
            for each in plan.indicators
            for part in each.parts
        }
        self._counts: Counts = {}, {}
        self._tallies: Increments = {}
        self._joined: dict[tuple[str, int], list[str]] = {}
        self._joins = 0

    def page(self, units: Iterable[Unit]) -> CountedPage:
        plan = self._plan
        digests: dict[str, int] = {}
        wrong: dict[str, int] = {}
        homes: dict[str, dict[str, Facet]] = {}
        lines: list[Line] = []
        with uncollected():
            for unit in units:
                entries: list[Entry] = []
                state: PersonState | None = None
                if unit.facets is not None:
                    entries = household_contributions(HouseholdState(facets=unit.facets), plan)
                elif unit.states:
                    root, *others = (unpacked(each) for each in unit.states)
                    state = combine(root, others)
                    timeline = timeline_in(plan, state)
                    entries = entries_of(state, timeline, plan, self._indicators)
                    for household, facet in facets(state, timeline, plan).items():
                        homes.setdefault(household, {})[unit.id] = facet
                lines += self._note(unit.id, entries, state)
                total = digests[unit.id] = digest(entries)
                if unit.digest not in (None, total):
                    wrong[unit.id] = total
        joined = self._joined_so_far() if self._joins >= JOINS else []
        return CountedPage(
            blocks=blocks(lines),
            digests=digests,
            wrong=wrong,
            homes=homes,
            entries=len(lines),
            joined=joined,
        )

    def _note(self, unit: str, entries: Sequence[Entry], state: PersonState | None) -> list[Line]:
        """The unit's lines, added to the sums."""
        count_up(entries, self._counts)
        tally_up(((unit, entry) for entry in entries), self._tallies, self._shelves)
        lines = self._lines(unit, entries, state)
        for line in lines:
            if line.joins:
                place = line.entry.k, self._shelves.holding(unit, line.entry.dims.commune)
                self._joined.setdefault(place, []).append(unit)
                self._joins += 1
        return lines

    def _lines(self, unit: str, entries: Iterable[Entry], state: PersonState | None) -> list[Line]:
        """The lines of entries that are there because of a definition."""
        joined: set[tuple[str, str | None]] = set()
        lines = []
        for n, entry in enumerate(entries, 1):
            k, place = entry.k, (entry.k, entry.dims.commune)
            first = entry.d > 0 and place not in joined and not k.endswith(AMOUNT)
            if first:
                joined.add(place)
            cause = f"{cause_of(entry, state, self._behind[k])}/{unit}"
            lines.append(Line(unit, entry, cause, n, self._at, "definition", int(first)))
        return lines

    def sums(self) -> Sums:
        return Sums(
            cells=cells_of(self._counts), tallies=self._tallies, joined=self._joined_so_far()
        )

    def _joined_so_far(self) -> Joined:
        found = [(k, shelf, units) for (k, shelf), units in self._joined.items()]
        self._joined, self._joins = {}, 0
        return found


_encode = msgspec.msgpack.Encoder().encode
_units = msgspec.msgpack.Decoder(list[Unit]).decode
_counted = msgspec.msgpack.Decoder(CountedPage).decode
_sums = msgspec.msgpack.Decoder(Sums).decode


def counted(
    units: Iterable[Unit | None], plan: Plan, at: datetime, processes: int
) -> Iterator[CountedPage | Sums]:
    """The pages, and at last the sums. None among the units: what follows is asked for when all
    before it has been given. Fewer than two ``processes``: in this one.
    """
    pages = _pages(units)
    if processes < 2:
        counting = Counting(plan, at)
        for page in pages:
            yield counting.page(page)
        yield counting.sums()
        return
    answers = _Answers()
    others = [_Other(plan, at, answers) for _ in range(processes)]
    try:
        yield from _spread(pages, others, answers)
    finally:
        for other in others:
            other.close()


def _pages(units: Iterable[Unit | None]) -> Iterator[list[Unit]]:
    """An empty page where all before is to be waited for."""
    page: list[Unit] = []
    for unit in units:
        if unit is not None:
            page.append(unit)
        if unit is None or len(page) >= PAGE:
            yield page
            page = []
            if unit is None:
                yield page
    yield page


def _spread(
    pages: Iterable[list[Unit]], others: Sequence[_Other], answers: _Answers
) -> Iterator[CountedPage | Sums]:
    for page in chain(pages, ([],)):
        if page:
            while min(each.waiting for each in others) > AHEAD:
                yield _counted(_answer(answers))
            min(others, key=lambda each: each.waiting).ask(_encode(page))
        while not answers.empty() or (not page and any(each.waiting for each in others)):
            yield _counted(_answer(answers))
    for other in others:
        other.ask(b"")
    yield _together([_sums(_answer(answers)) for _ in others])


def _answer(answers: _Answers) -> bytes:
    """Whoever's comes first."""
    other, found = answers.get()
    if isinstance(found, Transient):
        raise found
    other.waiting -= 1
    return found


def _together(parts: Iterable[Sums]) -> Sums:
    cells: Increments = {}
    tallies: Increments = {}
    joined: dict[tuple[str, int], list[str]] = {}
    for part in parts:
        merge(part.cells, cells)
        merge(part.tallies, tallies)
        for k, shelf, units in part.joined:
            joined.setdefault((k, shelf), []).extend(units)
    places = [(k, shelf, units) for (k, shelf), units in joined.items()]
    return Sums(cells=cells, tallies=tallies, joined=places)


class _Other:
    """A process that counts. A thread takes its answers: it never waits to be heard."""

    def __init__(self, plan: Plan, at: datetime, answers: _Answers) -> None:
        self._other = OtherProcess(_serve, plan, at)
        self._answers = answers
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        self.waiting = 0

    def ask(self, message: bytes) -> None:
        self._other.pipe.send(message)
        self.waiting += 1

    def close(self) -> None:
        self._other.kill()
        self._thread.join()
        self._other.close()

    def _listen(self) -> None:
        try:
            while True:
                self._answers.put((self, self._other.pipe.receive(None)))
        except Transient as end:
            self._answers.put((self, end))


_Answers = SimpleQueue[tuple[_Other, bytes | Transient]]


def _serve(pipe: Pipe, plan: Plan, at: datetime) -> None:
    rarely()
    counting = Counting(plan, at)
    while True:
        message = pipe.receive(None)
        found: Any = counting.page(_units(message)) if message else counting.sums()
        pipe.send(_encode(found), None)
