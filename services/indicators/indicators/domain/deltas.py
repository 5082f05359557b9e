"""What an event changes: the difference between two sets of contributions, and its digest."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from indicators.domain.contributions import Entry
from indicators.domain.timeline import Dims

__all__ = ["delta", "digest", "digest_of", "net"]

MODULUS = 1 << 63


def net(entries: Iterable[Entry]) -> dict[Entry, int]:
    """Each entry (with ``d`` 1) and how often it counts; what cancels is left out."""
    counts: dict[Entry, int] = {}
    for k, on, d, dims, fact in entries:
        key = Entry(k, on, 1, dims, fact)
        counts[key] = counts.get(key, 0) + d
    return {key: count for key, count in counts.items() if count}


def delta(before: list[Entry], after: list[Entry]) -> list[Entry]:
    """The ledger entries that lead from one to the other: reversals first, then what is new.

    Depends on the two sets alone, so the ledger is the same however events are batched.
    """
    if before == after:
        return []
    counts: dict[Entry, int] = {}
    for k, on, d, dims, fact in before:
        key = Entry(k, on, 1, dims, fact)
        counts[key] = counts.get(key, 0) - d
    for k, on, d, dims, fact in after:
        key = Entry(k, on, 1, dims, fact)
        counts[key] = counts.get(key, 0) + d
    found = [
        Entry(key.k, key.on, count, key.dims, key.fact) for key, count in counts.items() if count
    ]
    found.sort(key=lambda e: (e.k, e.on, e.d, e.dims[0], e.fact))
    return found


def digest_of(entry: Entry) -> int:
    """A stable number of the entry's content (without ``d``)."""
    k, on, _, dims, fact = entry
    text = f"({k!r}, {on!r}, {_text(dims)}, {fact!r})".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big") % MODULUS


@lru_cache(maxsize=65_536)
def _text(dims: Dims) -> str:
    """Few dimensions differ."""
    return repr(tuple(dims))


def digest(entries: Iterable[Entry]) -> int:
    """One number for a multiset: adding and taking away in any order gives the same."""
    return sum(entry.d * digest_of(entry) for entry in entries) % MODULUS
