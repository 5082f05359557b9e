"""Sums as they lie in documents, told by path, and how two of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from indicators.domain.cells import Increments
from indicators.store import Store

__all__ = ["differences", "differing", "flat", "nested", "stored"]


def stored(store: Store, collection: str) -> Increments:
    """Sums as stored, by document and path."""
    found: Increments = {}
    for row in store.db[collection].find({}):
        name = row.pop("_id")
        found[name] = dict(flat(row, ""))
    return found


def flat(body: Mapping[str, Any], path: str) -> Iterator[tuple[str, int]]:
    """Every number with its path; ``path`` is where the body lies."""
    for key, value in body.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from flat(value, here)
        else:
            yield here, value


def nested(sums: Mapping[str, int]) -> dict[str, Any]:
    """A document with these sums at their paths."""
    found: dict[str, Any] = {}
    for path, n in sums.items():
        *way, last = path.split(".")
        inside = found
        for step in way:
            inside = inside.setdefault(step, {})
        inside[last] = n
    return found


def differing(one: Increments, other: Increments) -> int:
    """How many sums differ; an absent one is 0."""
    return sum(1 for _ in differences(one, other))


def differences(one: Increments, other: Increments) -> Iterator[tuple[str, str, int, int]]:
    """Document, path, and the two sums where they differ; an absent one is 0."""
    for name in one.keys() | other.keys():
        a, b = one.get(name, {}), other.get(name, {})
        for path in a.keys() | b.keys():
            if a.get(path, 0) != b.get(path, 0):
                yield name, path, a.get(path, 0), b.get(path, 0)
