"""Was the work really done? What a database holds, compared with what the events say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chassis.log import Message
from chassis.mongo import Db
from indicators.documents import household_page, person_page
from indicators.domain.cells import Increments
from indicators.domain.contributions import Entry
from indicators.ledger import lines_of

from benchmarks.one_by_one import CELLS
from benchmarks.workload.said import Said, counted_without_the_domain

__all__ = ["NotDone", "prove"]


class NotDone(Exception):
    """Something is missing or was done twice; the text counts it."""


def prove(
    db: Db, said: Said, messages: Sequence[Message], *, ours: bool, ledger: bool = True
) -> None:
    """Raises NotDone. `ours`: grouped cells, households, watermarks; `ledger`: the lines too."""
    cells = _stored(db) if ours else _stored_flat(db)
    differences = {
        "cells": _differing(said.cells(), cells),
        "states": _states(db, said),
        "counts": _counts(cells, messages),
    }
    if ledger:
        differences["lines"] = _ledger(db, said)
    if ours:
        differences["households"] = _households(db, said)
        differences["watermarks"] = _watermarks(db, said)
    wrong = {name: count for name, count in differences.items() if count}
    if wrong:
        raise NotDone(f"differences: {wrong}")
    _is_not_blind(said.cells(), cells)


def _stored(db: Db) -> Increments:
    """The cells in the database, by document and path."""
    found: Increments = {}
    for row in db["cells_1"].find({}):
        name = row.pop("_id")
        found[name] = dict(_flat(row, ""))
    return found


def _stored_flat(db: Db) -> Increments:
    found: Increments = {}
    for row in db[CELLS].find({}, batch_size=5_000):
        name, _, path = row["_id"].partition("|")
        found.setdefault(name, {})[path] = row["n"]
    return found


def _flat(body: Mapping[str, Any], path: str) -> Iterator[tuple[str, int]]:
    for key, value in body.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _flat(value, here)
        else:
            yield here, value


def _differing(one: Increments, other: Increments) -> int:
    """How many cells differ; an absent cell is 0."""
    found = 0
    for name in one.keys() | other.keys():
        a, b = one.get(name, {}), other.get(name, {})
        found += sum(1 for path in a.keys() | b.keys() if a.get(path, 0) != b.get(path, 0))
    return found


def _ledger(db: Db, said: Said) -> int:
    """Lines by unit and entry, what cancels left out: their number depends on how feeds mix."""
    net: Counter[tuple[str, Entry]] = Counter()
    for line in said.book.lines:
        net[line.unit, line.entry._replace(d=1)] += line.entry.d
    for sheet in db["entries_1"].find({}):
        for line in lines_of(sheet):
            net[line.unit, line.entry._replace(d=1)] -= line.entry.d
    return sum(1 for count in net.values() if count)


def _states(db: Db, said: Said) -> int:
    found = {row["_id"]: person_page(row) for row in db["people"].find({}, batch_size=2_000)}
    pages = said.book.people
    missing = len(pages.keys() ^ found.keys())
    return missing + sum(
        1
        for id, page in found.items()
        if id in pages and (page.state, page.digest) != (pages[id].state, pages[id].digest)
    )


def _households(db: Db, said: Said) -> int:
    found = {row["_id"]: household_page(row) for row in db["households"].find({})}
    pages = said.book.households
    missing = len(pages.keys() ^ found.keys())
    return missing + sum(
        1 for id, page in found.items() if id in pages and page.facets != pages[id].facets
    )


def _watermarks(db: Db, said: Said) -> int:
    found = {row["_id"]: row["position"] for row in db["watermarks"].find({})}
    return sum(1 for feed, last in said.feeds.last.items() if found.get(feed) != last)


def _counts(cells: Increments, messages: Sequence[Message]) -> int:
    """Against plain counting, which knows nothing of our domain."""
    total = cells.get("2026/total", {})
    return sum(
        1
        for key, value in counted_without_the_domain(messages).items()
        if value != sum(n for path, n in total.items() if path.startswith(f"{key}."))
    )


def _is_not_blind(expected: Increments, found: Increments) -> None:
    """One cell counted twice must be seen, or the comparison itself is wrong."""
    name = next(iter(expected))
    path = next(iter(expected[name]))
    tampered: dict[str, Any] = {**found, name: {**found[name], path: found[name][path] + 1}}
    if _differing(expected, tampered) != 1:
        raise NotDone("the comparison does not see a wrong cell")
