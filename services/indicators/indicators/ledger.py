"""The ledger as it lies in the database: sheets of lines, and who joined which place.

A *sheet* holds the lines a batch wrote of one month and one recorded period, as one block of
MessagePack: ``m`` month, ``q`` number of the period (``domain/periods.py``), ``k`` the keys on
it. Lines are looked for by key and period or by key and month, never by themselves, so a few
index entries for a sheet do what three for each line did. In the block they lie by key: who
reads one key decodes no other.

*Places* (``domain/shelves.py``) of a batch and key: ``s`` shelves and ``u`` units that have
entries of the key from now on, ``y`` and ``x`` those that have none any more. Who counts in
another commune stands on another shelf.
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
from indicators.domain.shelves import Shelves
from indicators.domain.timeline import Dims

__all__ = [
    "PLACE_INDEXES",
    "SHEET_INDEXES",
    "Block",
    "Told",
    "blocks",
    "causes_in",
    "commune_of",
    "entry_of",
    "lines_in",
    "lines_of",
    "moment_of",
    "places",
    "places_of",
    "recorded",
    "sheets",
    "told_in",
    "who_joined",
]

Document = dict[str, Any]
SHEET_INDEXES = (("k", "q"), ("k", "m", "q"), ("q",))
PLACE_INDEXES = (("k", "s"),)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(milliseconds=1)
ARRAY, LONG_ARRAYS = 0x90, (0xDC, 0xDD)
"""What a block of MessagePack begins with that is a list."""

Told = tuple[str, str, int, str, str, str, int, int, str]
"""unit, day, d, dimensions, fact, cause, number, recorded (ms since 1970), why."""

_Formerly = tuple[str, str, str, int, str, str, str, int, int, str]
"""The same with the key after the unit, in one list: in ledgers of before engine 6."""

_encode = msgspec.msgpack.Encoder().encode
_by_key = msgspec.msgpack.Decoder(dict[str, list[Told]]).decode
_keys = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode
_of_key = msgspec.msgpack.Decoder(list[Told]).decode
_formerly = msgspec.msgpack.Decoder(list[_Formerly]).decode


class Block(msgspec.Struct, frozen=True, array_like=True):
    """A batch's lines of one month: the keys among them, and the lines in MessagePack."""

    month: Month
    keys: list[str]
    lines: bytes


def blocks(lines: Iterable[Line]) -> list[Block]:
    """The lines by month."""
    found: dict[Month, dict[str, list[Told]]] = {}
    for unit, entry, cause, n, at, why, _ in lines:
        k, on, d, dims, fact = entry
        told = (unit, on, d, _text(dims), fact, cause, n, _tick(at), why)
        month = found.get(on[:7])
        if month is None:
            month = found[on[:7]] = {}
        of_key = month.get(k)
        if of_key is None:
            month[k] = [told]
        else:
            of_key.append(told)
    return [_block(month, told) for month, told in found.items()]


def _block(month: Month, told: dict[str, list[Told]]) -> Block:
    return Block(month, list(told), _encode(told))


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
    found: dict[int, dict[str, list[Told]]] = {}
    for k, lines in _by_key(block.lines).items():
        for told in lines:
            period = bisect_left(ends, _moment(told[7]))
            found.setdefault(period, {}).setdefault(k, []).append(told)
    return {period: _block(block.month, told) for period, told in found.items()}


def lines_of(sheet: Mapping[str, Any], k: str | None = None) -> Iterator[Line]:
    """The sheet's lines, or those of one key."""
    yield from lines_in(sheet["l"], k)


def lines_in(block: bytes, k: str | None = None) -> Iterator[Line]:
    """The lines of a block, or those of one key."""
    for key, told in _told_in(block, k):
        for unit, on, d, dims, fact, cause, n, at, why in told:
            entry = Entry(key, on, d, _dims(dims), fact)
            yield Line(unit=unit, entry=entry, cause=cause, n=n, at=_moment(at), why=why)


def told_in(block: bytes, k: str, after: datetime | None, until: datetime | None) -> Iterator[Told]:
    """The lines of a key as they lie there, recorded after one moment and up to another: who
    reads very many makes entries of a few.
    """
    earliest = -1 if after is None else _tick(after)
    latest = None if until is None else _tick(until)
    for _, lines in _told_in(block, k):
        for told in lines:
            if told[7] > earliest and (latest is None or told[7] <= latest):
                yield told


def entry_of(k: str, told: Told) -> Entry:
    _, on, d, dims, fact, *_ = told
    return Entry(k, on, d, _dims(dims), fact)


def commune_of(told: Told) -> str | None:
    return _dims(told[3]).commune


def moment_of(told: Told) -> datetime:
    """When it was recorded."""
    return _moment(told[7])


def causes_in(block: bytes) -> Iterator[tuple[str, datetime]]:
    """What told each line, and when it was recorded."""
    for _, told in _told_in(block, None):
        for _, _, _, _, _, cause, _, at, _ in told:
            yield cause, _moment(at)


def _told_in(block: bytes, k: str | None) -> Iterable[tuple[str, Iterable[Told]]]:
    if block[0] & 0xF0 == ARRAY or block[0] in LONG_ARRAYS:
        return _told_formerly(block, k)
    if k is None:
        return _by_key(block).items()
    of_key = _keys(block).get(k)
    return [(k, _of_key(of_key))] if of_key is not None else []


def _told_formerly(block: bytes, k: str | None) -> Iterator[tuple[str, list[Told]]]:
    for unit, key, on, d, dims, fact, cause, n, at, why in _formerly(block):
        if k is None or key == k:
            yield key, [(unit, on, d, dims, fact, cause, n, at, why)]


def recorded(
    ends: Sequence[datetime], after: datetime | None, until: datetime | None
) -> dict[str, int]:
    """The periods in which lines recorded after one moment and up to another may be."""
    found = {"$gte": bisect_right(ends, after) if after is not None else 0}
    if until is not None:
        found["$lte"] = bisect_left(ends, until)
    return found


def places(number: str, lines: Iterable[Line], shelves: Shelves) -> list[Document]:
    """Who joins and who leaves the places of each key with these lines."""
    found: dict[str, Document] = {}
    for line in lines:
        if not line.joins:
            continue
        k = line.entry.k
        row = found.get(k)
        if row is None:
            row = found[k] = {"_id": f"{number}/{k}", "k": k, "s": [], "u": [], "y": [], "x": []}
        on, who = ("s", "u") if line.joins > 0 else ("y", "x")
        row[on].append(shelves.holding(line.unit, line.entry.dims.commune))
        row[who].append(line.unit)
    return list(found.values())


def places_of(number: str, joined: Iterable[tuple[str, int, list[str]]]) -> list[Document]:
    """The same for a whole generation: a document for each key and shelf, and its units."""
    return [
        {
            "_id": f"{number}/{k}/{shelf}",
            "k": k,
            "s": [shelf] * len(units),
            "u": units,
            "y": [],
            "x": [],
        }
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
