"""The ledger as it lies in the database: sheets of lines, and who joined which place.

A *sheet* holds the lines a batch wrote of one month and one recorded period, as one block of
MessagePack: ``m`` month, ``q`` number of the period (``domain/periods.py``), ``k`` the keys on
it. Lines are looked for by key and period or by key and month, never by themselves, so a few
index entries for a sheet do what three for each line did.

*Places* (``domain/shelves.py``) of a batch and key: ``s`` shelves and ``u`` units that have
entries of the key from now on, ``x`` those that have none any more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from indicators.domain.book import Line
from indicators.domain.contributions import Entry
from indicators.domain.days import Month
from indicators.domain.shelves import shelf_of
from indicators.domain.timeline import Dims

__all__ = [
    "PLACE_INDEXES",
    "SHEET_INDEXES",
    "Block",
    "blocks",
    "lines_in",
    "lines_of",
    "places",
    "places_of",
    "recorded",
    "sheets",
    "who_joined",
]

Document = dict[str, Any]
SHEET_INDEXES = (("k", "q"), ("k", "m"), ("q",))
PLACE_INDEXES = (("k", "s"),)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(milliseconds=1)

_Told = tuple[str, str, str, int, str, str, str, int, int, str]
"""unit, key, day, d, dimensions, fact, cause, number, recorded (ms since 1970), why."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[_Told]).decode


class Block(msgspec.Struct, frozen=True, array_like=True):
    """A batch's lines of one month: the keys among them, and the lines in MessagePack."""

    month: Month
    keys: list[str]
    lines: bytes


def blocks(lines: Iterable[Line]) -> list[Block]:
    """The lines by month."""
    found: dict[Month, list[_Told]] = {}
    for unit, entry, cause, n, at, why, _ in lines:
        k, on, d, dims, fact = entry
        told = (unit, k, on, d, _text(dims), fact, cause, n, _tick(at), why)
        month = found.get(on[:7])
        if month is None:
            month = found[on[:7]] = []
        month.append(told)
    return [_block(month, told) for month, told in found.items()]


def _block(month: Month, told: list[_Told]) -> Block:
    return Block(month, list({each[1] for each in told}), _encode(told))


def sheets(
    number: str, written: Iterable[Block], ends: Sequence[datetime], *, late: bool = False
) -> list[Document]:
    """The sheets of the batch with this number. ``ends``: of the periods that are over;
    ``late``: some of the lines may have been recorded in one of them.
    """
    found: list[Document] = []
    for block in written:
        parts = _by_period(block, ends) if late else {len(ends): block}
        found += [
            {
                "_id": f"{number}/{block.month}/{period}",
                "m": block.month,
                "q": period,
                "k": part.keys,
                "l": part.lines,
            }
            for period, part in parts.items()
        ]
    return found


def _by_period(block: Block, ends: Sequence[datetime]) -> dict[int, Block]:
    found: dict[int, list[_Told]] = {}
    for told in _decode(block.lines):
        found.setdefault(bisect_left(ends, _moment(told[8])), []).append(told)
    return {period: _block(block.month, told) for period, told in found.items()}


def lines_of(sheet: Mapping[str, Any], k: str | None = None) -> Iterator[Line]:
    """The sheet's lines, or those of one key."""
    yield from lines_in(sheet["l"], k)


def lines_in(block: bytes, k: str | None = None) -> Iterator[Line]:
    """The lines of a block, or those of one key."""
    for unit, key, on, d, dims, fact, cause, n, at, why in _decode(block):
        if k is None or key == k:
            entry = Entry(key, on, d, _dims(dims), fact)
            yield Line(unit=unit, entry=entry, cause=cause, n=n, at=_moment(at), why=why)


def recorded(
    ends: Sequence[datetime], after: datetime | None, until: datetime | None
) -> dict[str, int]:
    """The periods in which lines recorded after one moment and up to another may be."""
    found = {"$gte": bisect_right(ends, after) if after is not None else 0}
    if until is not None:
        found["$lte"] = bisect_left(ends, until)
    return found


def places(number: str, lines: Iterable[Line]) -> list[Document]:
    """Who joins and who leaves the places of each key with these lines."""
    found: dict[str, Document] = {}
    for line in lines:
        if not line.joins:
            continue
        k = line.entry.k
        row = found.get(k)
        if row is None:
            row = found[k] = {"_id": f"{number}/{k}", "k": k, "s": [], "u": [], "x": []}
        if line.joins > 0:
            row["s"].append(shelf_of(line.unit))
            row["u"].append(line.unit)
        else:
            row["x"].append(line.unit)
    return list(found.values())


def places_of(number: str, joined: Iterable[tuple[str, int, list[str]]]) -> list[Document]:
    """The same for a whole generation: a document for each key and shelf, and its units."""
    return [
        {"_id": f"{number}/{k}/{shelf}", "k": k, "s": [shelf] * len(units), "u": units, "x": []}
        for k, shelf, units in joined
    ]


def who_joined(rows: Iterable[Mapping[str, Any]], shelves: frozenset[int]) -> set[str]:
    """The units that ever joined one of the shelves."""
    return {
        unit
        for row in rows
        for shelf, unit in zip(row["s"], row["u"], strict=True)
        if shelf in shelves
    }


def _tick(at: datetime) -> int:
    return (at - EPOCH) // TICK


@lru_cache(maxsize=4_096)
def _moment(tick: int) -> datetime:
    return EPOCH + tick * TICK


@lru_cache(maxsize=65_536)
def _text(dims: Dims) -> str:
    """The dimensions as one JSON text: few differ, and one text is cheaper than five fields."""
    return msgspec.json.encode(dims).decode()


@lru_cache(maxsize=65_536)
def _dims(text: str) -> Dims:
    return msgspec.json.decode(text, type=Dims)
