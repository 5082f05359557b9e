"""Keeping recorded periods: beside every batch, in its transaction.

What the open period adds up to, its tallies too, is kept in memory. It is read again from
the ledger when the process starts, and after a batch that did not hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from indicators.domain.book import Line
from indicators.domain.cells import Increments, add_up
from indicators.domain.periods import GROUP, LONGEST, PERIOD_LINES, completed, holding, merge
from indicators.domain.shelves import Shelves, tally_up
from indicators.effects import Effects
from indicators.flattening import flat
from indicators.ledger import lines_in
from indicators.store import Store

__all__ = ["Recording"]


class Recording:
    """``open`` before a batch's lines are written, ``note`` after."""

    def __init__(self, store: Store, shelves: Shelves, size: int = PERIOD_LINES) -> None:
        self._store = store
        self._shelves = shelves
        self._size = size
        self._longest = size * LONGEST // PERIOD_LINES
        self._batch = -1
        self._generation = 0
        self.ends: list[datetime] = []
        """The moments with which the periods that are over ended; known once opened."""
        self._cells: Increments = {}
        self._tallies: Increments = {}
        self._lines = 0
        self._latest: datetime | None = None

    def open(self, head: Mapping[str, Any], session: ClientSession | None) -> None:
        """Look at the open period again, unless the last batch seen is the one before."""
        held = (self._generation, self._batch + 1) == (head["generation"], head["batch"])
        self._generation, self._batch = head["generation"], head["batch"]
        if held:
            return
        self._forget()
        self.ends = self._store.period_ends(self._generation, session)
        last = self.ends[-1] if self.ends else None
        for line in self._store.recorded(self._generation, None, last, None, session):
            self._note_present(line)

    def doubt(self) -> None:
        """A batch that was noted did not hold: another may get its number."""
        self._batch = -1

    def late(self, effects: Effects) -> bool:
        """Whether some of its lines were recorded in a period that is over."""
        return bool(self.ends and effects.recorded and effects.recorded[0] <= self.ends[-1])

    def note(self, effects: Effects, session: ClientSession | None) -> None:
        """What a batch wrote. A line told late goes to the period it belongs to.

        While more events wait, a period that could end had better go on.
        """
        if effects.recorded is None:
            return
        if self.late(effects):
            last = self.ends[-1]
            lines = [line for block in effects.lines for line in lines_in(block.lines)]
            self._note_late([line for line in lines if line.at <= last], session)
            for line in lines:
                if line.at > last:
                    self._note_present(line)
        else:
            merge(effects.increments, self._cells)
            merge(effects.tallies, self._tallies)
            self._count(effects.count, effects.recorded[1])
        if self._lines >= (self._longest if effects.full else self._size):
            self._close(session)

    def _note_present(self, line: Line) -> None:
        add_up([line.entry], self._cells)
        tally_up([(line.unit, line.entry)], self._tallies, self._shelves)
        self._count(1, line.at)

    def _count(self, lines: int, at: datetime) -> None:
        self._lines += lines
        if self._latest is None or at > self._latest:
            self._latest = at

    def _note_late(self, late: Sequence[Line], session: ClientSession | None) -> None:
        found: Increments = {}
        for line in late:
            cells: Increments = {}
            add_up([line.entry], cells)
            for stretch in holding(self.ends, line.at):
                merge({stretch.document(name): each for name, each in cells.items()}, found)
        self._store.add_to_periods(self._generation, found, session)
        tallies: Increments = {}
        tally_up(((line.unit, line.entry) for line in late), tallies, self._shelves)
        self._store.add_to_tallies(self._generation, tallies, session)

    def _close(self, session: ClientSession | None) -> None:
        """The open period ends with its latest line."""
        end = self._latest
        if end is None:
            return
        self.ends = [*self.ends, end]
        stretches = completed(len(self.ends))
        cells = self._cells
        found: Increments = {}
        for stretch in stretches:
            if stretch.level:
                first = stretch.number * GROUP
                for index in range(first, first + GROUP - 1):
                    merge(self._stretch(stretch.level - 1, index, session), cells)
            found |= {stretch.document(name): dict(each) for name, each in cells.items()}
        self._store.add_to_periods(self._generation, found, session)
        self._store.add_to_tallies(self._generation, self._tallies, session)
        self._store.end_period(self._generation, end, session)
        self._forget()

    def _forget(self) -> None:
        self._cells, self._tallies, self._lines, self._latest = {}, {}, 0, None

    def _stretch(self, level: int, index: int, session: ClientSession | None) -> Increments:
        found: Increments = {}
        for name, body in self._store.stretch(self._generation, level, index, session):
            found[name] = dict(flat(body, ""))
        return found
