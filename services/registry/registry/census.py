"""How many people each search term finds, and how the order of names parts them.

The embedded database has no cheap count and does not push a limit behind a sort, so a
word that a third of the commune is called by would cost a read of them all. One pass
over the index fields, in the background, tells which terms are common, where the
order of names can be cut into ranges of about a hundred people, and in which parts of
that order those of a term are (a given name's stand together, a family's everywhere): a
page of a common term is then read from a few ranges. A census only says where to look and about how
many there are; who is found is always asked of the database.
"""

from __future__ import annotations

import random
import threading
import time
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from chassis.mongo import Db, meaning

__all__ = ["COMMON", "Census", "CensusTaker", "ranges", "take"]

COMMON = 500
"""From so many people on a term is read range by range; below, whole."""

PEOPLE_A_RANGE = 100
MOST_RANGES = 1_000
SAMPLE = 20_000
_FIRST, _LAST = "", "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """``common``: terms that ``COMMON`` or more people have; ``cuts``: in order, of ``order``;
    ``spread``: of a sample, how many that have a common term are in each range."""

    people: int
    common: Mapping[str, int] = field(default_factory=dict)
    cuts: Sequence[str] = ()
    spread: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def count(self, term: str) -> int:
        """How many had the term when the census was taken; 0 where they were few."""
        return self.common.get(term, 0)

    def expected(self, term: str) -> Sequence[float]:
        """How many people with the term each range holds, about."""
        counted = self.spread.get(term)
        if not counted:
            return [self.count(term) / (len(self.cuts) + 1)] * (len(self.cuts) + 1)
        each = self.count(term) / sum(counted)
        return [number * each for number in counted]

    def rarest_first(self, terms: Sequence[str]) -> list[str]:
        """The same terms; those that are not common keep their order and come first."""
        return sorted(terms, key=self.count)


def ranges(census: Census) -> Iterator[tuple[str, str]]:
    """Every range of the order of names, without gap: from (inclusive), to (exclusive)."""
    bounds = [_FIRST, *census.cuts, _LAST]
    yield from pairwise(bounds)


def take(db: Db, *, common: int = COMMON, in_range: int = PEOPLE_A_RANGE) -> Census:
    """One pass over everybody. Memory: the terms' counts and a sample of the order."""
    counts: Counter[str] = Counter()
    sample: list[tuple[str, list[str]]] = []
    known: dict[str, str] = {}
    seen, every = 0, 1
    with meaning():
        rows = db["person"].find({}, {"_id": 0, "terms": 1, "order": 1}, batch_size=500)
        for row in rows:
            if not row["terms"]:
                continue
            seen += 1
            counts.update(row["terms"])
            if seen % every == 0:
                # one text of each term, however many have it
                sample.append((row["order"], [known.setdefault(t, t) for t in row["terms"]]))
            if len(sample) >= 2 * SAMPLE:
                # keep half: no list of the whole city in memory
                sample, every = random.sample(sample, SAMPLE), every * 2
    # the sample keeps the shape of the order: equal steps through it hold equally many
    sample.sort(key=lambda each: each[0])
    parts = min(MOST_RANGES, max(1, seen // in_range))
    step = max(1, len(sample) // parts)
    cuts = sorted({order for order, _ in sample[step::step]})
    often = {term: count for term, count in counts.items() if count >= common}
    return Census(people=seen, common=often, cuts=cuts, spread=_spread(sample, cuts, often))


def _spread(
    sample: Sequence[tuple[str, Sequence[str]]], cuts: Sequence[str], often: Mapping[str, int]
) -> dict[str, array[int]]:
    found: dict[str, array[int]] = {}
    for order, terms in sample:
        here = bisect_right(cuts, order)
        for term in terms:
            if term in often:
                found.setdefault(term, array("I", bytes(4 * len(cuts) + 4)))[here] += 1
    return found


class CensusTaker:
    """Takes one at the start, when the number of people has moved by a fiftieth, and when
    villages changed: whoever lives there has other terms then."""

    LOOK_SECONDS = 120.0

    def __init__(self, db: Db, use: Callable[[Census], None]) -> None:
        self._db = db
        self._use = use
        self._people = -1
        self._villages = -1
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(self.LOOK_SECONDS)

    def look(self) -> bool:
        """Whether a census was taken."""
        with meaning():
            people = self._db["person"].estimated_document_count()
            catalogues = self._db["village_catalogue"].find({}, {"version": 1})
            villages = sum(each["version"] for each in catalogues)
        few = self._people >= 0 and abs(people - self._people) <= self._people // 50
        if few and villages == self._villages:
            return False
        started = time.monotonic()
        self._use(take(self._db))
        self._people, self._villages = people, villages
        # a slow machine is asked less often
        self._stopping.wait(min(60.0, time.monotonic() - started))
        return True

    def stop(self) -> None:
        self._stopping.set()
