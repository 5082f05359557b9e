"""A search in MongoDB: by the rarest term, the others compared here, a page at a time.

A term that few have is read whole and sorted here. A common one is read in ranges of
the order of names, from the beginning until the page is full: bounded ranges of
``(terms, order)`` are what the embedded database answers in a millisecond, and what
MongoDB answers as fast. Then ``total`` is the census' count, or reckoned from the part
that was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chassis.mongo import Db

from registry.census import Census, ranges
from registry.found import Found, Hits, Wanted
from registry.search_terms import named, told_by_name

__all__ = ["Searching"]

Row = Mapping[str, Any]
MOST_AT_ONCE = 2_000
"""Documents one read may come to, reckoned from the census."""


class Searching:
    """One question. ``found`` makes a :class:`Found` of a document."""

    def __init__(
        self,
        db: Db,
        kind: str,
        terms: Sequence[str],
        *,
        census: Census | None,
        found: Callable[[Row], Found],
        wanted: Wanted | None,
    ) -> None:
        self._collection = db[kind]
        self._census = census or Census(people=0)
        self._terms = self._census.rarest_first(terms)
        self._begin_with(self._terms[0])
        self._found = found
        self._wanted = wanted
        self._read_so_far = 0

    def _begin_with(self, first: str) -> None:
        """Ask the database for that term, compare the others here."""
        self._first = first
        others = [each for each in self._terms if each != first]
        # a name key is a tenth of what a person's terms are to read
        self._named = tuple(each for each in others if told_by_name(each))
        self._others = frozenset(others) - frozenset(self._named)

    def page(self, skip: int, limit: int) -> Hits:
        """From ``skip`` on, ``limit`` of them."""
        if not self._census.count(self._first) or not self._census.cuts:
            matching = sorted(self._read({"terms": self._first}))
            return Hits(found=self._of(matching[skip : skip + limit]), total=len(matching))
        return self._walk(skip, limit)

    def _shown(self) -> dict[str, int] | None:
        if self._wanted is not None:
            return None
        shown = {"order": 1}
        if self._named:
            shown["name_key"] = 1
        if self._others:
            shown["terms"] = 1
        return shown

    def _read(self, where: dict[str, Any]) -> list[tuple[str, str]]:
        """``(order, id)`` of what matches in this part, unsorted."""
        rows = list(self._collection.find(where, self._shown()))
        self._read_so_far += len(rows)
        return [(row["order"], row["_id"]) for row in rows if self._matches(row)]

    def _matches(self, row: Row) -> bool:
        return (
            all(named(row["name_key"], term) for term in self._named)
            and (not self._others or self._others.issubset(row["terms"]))
            and (self._wanted is None or self._wanted(self._found(row)))
        )

    def _walk(self, skip: int, limit: int) -> Hits:
        parts = list(ranges(self._census))
        need, at, patience = skip + limit, 0, 1.0
        matching: list[tuple[str, str]] = []
        expected = {each: self._census.expected(each) for each in self._terms}
        # no more people have all the terms than have the rarest of them there
        all_of_them = [min(there) for there in zip(*expected.values(), strict=True)]
        self._begin_with(_cheapest(expected, all_of_them, need))
        reading = expected[self._first]
        while len(matching) < need and at < len(parts):
            missing = need - len(matching)
            until = _until(all_of_them, reading, at, 1.2 * missing * patience)
            bounds = {"$gte": parts[at][0], "$lt": parts[until - 1][1]}
            found = sorted(self._read({"terms": self._first, "order": bounds}))
            matching += found
            # fewer than reckoned, again and again: look further each time
            patience = patience * 2 if len(found) < missing / 2 else 1.0
            at = until
        ended = at == len(parts)
        page = self._of(matching[skip:need])
        return Hits(found=page, total=self._total(matching, ended), exact=ended)

    def _total(self, matching: Sequence[Any], ended: bool) -> int:
        if ended:
            return len(matching)
        count = self._census.count(self._first)
        share = len(matching) / self._read_so_far if self._read_so_far else 0.0
        return max(len(matching), round(count * share))

    def _of(self, page: Sequence[tuple[str, str]]) -> list[Found]:
        if not page:
            return []
        rows = self._collection.find({"_id": {"$in": [record_id for _, record_id in page]}})
        by_id = {row["_id"]: self._found(row) for row in rows}
        return [by_id[record_id] for _, record_id in page if record_id in by_id]


def _cheapest(
    expected: Mapping[str, Sequence[float]], all_of_them: Sequence[float], need: int
) -> str:
    """The term that the fewest people have of those before the page is full."""
    reach = _until(all_of_them, all_of_them, 0, float(need), most=float("inf"))
    return min(expected, key=lambda term: sum(expected[term][:reach]))


def _until(
    all_of_them: Sequence[float],
    reading: Sequence[float],
    at: int,
    wanted: float,
    most: float = MOST_AT_ONCE,
) -> int:
    """The first range not to read now: with those before it ``wanted`` people are expected,
    and no more than ``most`` are read for them."""
    coming, read = all_of_them[at], reading[at]
    at += 1
    while at < len(reading) and coming < wanted and read + reading[at] <= most:
        coming, read = coming + all_of_them[at], read + reading[at]
        at += 1
    return at
