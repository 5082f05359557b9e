"""A search in MongoDB: by the rarest term, the others compared here, a page at a time.

A term that few have is read whole and sorted here. A common one is read in ranges of
the order of names, from the beginning until the page is full: bounded ranges of
``(terms, order)`` are what the embedded database answers in a millisecond, and what
MongoDB answers as fast. Then ``total`` is the census' count, or reckoned from the part
that was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from chassis.mongo import Db

from registry.census import Census, ranges
from registry.found import Found, Hits, Wanted

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
        self._first, *others = self._census.rarest_first(terms)
        self._others = frozenset(others)
        self._found = found
        self._wanted = wanted
        self._read_so_far = 0

    def page(self, skip: int, limit: int) -> Hits:
        """From ``skip`` on, ``limit`` of them."""
        if not self._census.count(self._first) or not self._census.cuts:
            matching = sorted(self._read({"terms": self._first}))
            return Hits(found=self._of(matching[skip : skip + limit]), total=len(matching))
        return self._walk(skip, limit)

    def _read(self, where: dict[str, Any]) -> list[tuple[str, str]]:
        """``(order, id)`` of what matches in this part, unsorted."""
        if self._wanted is not None:
            shown = None
        elif self._others:
            shown = {"terms": 1, "order": 1}
        else:
            shown = {"order": 1}
        rows = list(self._collection.find(where, shown))
        self._read_so_far += len(rows)
        return [
            (row["order"], row["_id"])
            for row in rows
            if (not self._others or self._others.issubset(row["terms"]))
            and (self._wanted is None or self._wanted(self._found(row)))
        ]

    def _walk(self, skip: int, limit: int) -> Hits:
        parts = ranges(self._census)
        in_range = self._census.count(self._first) / (len(self._census.cuts) + 1)
        matching: list[tuple[str, str]] = []
        need = skip + limit
        ended = False
        while len(matching) < need and not ended:
            part = list(islice(parts, self._how_many(need - len(matching), matching, in_range)))
            ended = not part
            if part:
                bounds = {"$gte": part[0][0], "$lt": part[-1][1]}
                matching += sorted(self._read({"terms": self._first, "order": bounds}))
        page = self._of(matching[skip:need])
        return Hits(found=page, total=self._total(matching, ended), exact=ended)

    def _how_many(self, missing: int, matching: Sequence[Any], in_range: float) -> int:
        """Ranges to read next, so that one or two reads make a page."""
        share = (len(matching) + 1) / (self._read_so_far + 1) if self._read_so_far else 1.0
        documents = min(MOST_AT_ONCE, 1.2 * missing / share)
        return max(1, round(documents / max(in_range, 0.1)))

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
