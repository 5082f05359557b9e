"""The standing audit: a slice of the pages at a time, each against what its facts come to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from indicators.documents import person_page
from indicators.domain.contributions import contributions
from indicators.domain.deltas import digest
from indicators.domain.merging import combine
from indicators.domain.plan import Plan
from indicators.store import Store

__all__ = ["Audit"]


class Audit:
    """Goes round all persons again and again, ``size`` at each call."""

    def __init__(self, store: Store, plan: Plan, size: int = 500) -> None:
        self._store = store
        self._plan = plan
        self._size = size
        self._round: Iterator[str] = iter(())
        self._wrong: set[str] = set()

    def look(self) -> int:
        """Audit one slice; how many persons are known to disagree at this time."""
        persons = list(islice(self._round, self._size))
        if not persons:
            self._round = self._all()
            persons = list(islice(self._round, self._size))
        for person in [*persons, *self._wrong]:
            if self._agrees(person):
                self._wrong.discard(person)
            else:
                self._wrong.add(person)
        return len(self._wrong)

    def _all(self) -> Iterator[str]:
        for row in self._store.db["people"].find({}, {"_id": 1}):
            yield row["_id"]

    def _agrees(self, person: str) -> bool:
        """One page, or all of a cluster, read at one moment."""
        row = self._store.db["people"].find_one({"_id": person})
        if row is None:
            return True
        page = person_page(row)
        root, *others = page.cluster
        if person != root:
            return page.digest == 0
        state = page.state
        if others:
            pages = self._store.people(page.cluster)
            page = pages[root]
            state = combine(page.state, [pages[each].state for each in others])
        return digest(contributions(state, self._plan)) == page.digest
