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
from bson.binary import Binary

from indicators.domain.book import Line
from indicators.domain.contributions import Entry
from indicators.domain.days import Month
from indicators.domain.shelves import shelf_of
from indicators.domain.timeline import Dims

__all__ = [
    "PLACE_INDEXES",
    "SHEET_INDEXES",
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


def sheets(number: str, lines: Iterable[Line], ends: Sequence[datetime]) -> list[Document]:
    """The lines' sheets. ``number`` is the batch's own; ``ends``: of the periods that are over."""
    last = ends[-1] if ends else None
    found: dict[tuple[Month, int], list[_Told]] = {}
    for line in lines:
        k, on, d, dims, fact = line.entry
        period = bisect_left(ends, line.at) if last is not None and line.at <= last else len(ends)
        told = (
            line.unit,
            k,
            on,
            d,
            _text(dims),
            fact,
            line.cause,
            line.n,
            _tick(line.at),
            line.why,
        )
        sheet = found.get((on[:7], period))
        if sheet is None:
            sheet = found[on[:7], period] = []
        sheet.append(told)
    return [
        {
            "_id": f"{number}/{month}/{period}",
            "m": month,
            "q": period,
            "k": list({each[1] for each in told}),
            "l": Binary(_encode(told)),
        }
        for (month, period), told in found.items()
    ]


def lines_of(sheet: Mapping[str, Any], k: str | None = None) -> Iterator[Line]:
    """The sheet's lines, or those of one key."""
    for unit, key, on, d, dims, fact, cause, n, at, why in _decode(sheet["l"]):
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


def places_of(number: str, joined: Mapping[tuple[str, int], Sequence[str]]) -> list[Document]:
    """The same for a whole generation: a document for each key and shelf."""
    return [
        {"_id": f"{number}/{k}/{shelf}", "k": k, "s": [shelf] * len(units), "u": units, "x": []}
        for (k, shelf), units in joined.items()
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
