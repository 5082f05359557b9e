"""Where an entry adds up: cells, and the few documents that hold them.

A cell is (indicator, part, dimension, value, month). Cells lie in one document for each
year and dimension, so that a batch updates few documents. The days of a month are one
more dimension: with it the unfinished month is valued at any day without a timer.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from indicators.domain.contributions import Entry
from indicators.domain.days import Day, Month
from indicators.domain.timeline import Dims

__all__ = [
    "COMMUNE",
    "Counts",
    "Increments",
    "add_up",
    "cells_of",
    "count_up",
    "day_document",
    "dimension_in",
    "document",
    "escaped",
    "unescaped",
]

Increments = dict[str, dict[str, int]]
"""By document, by path inside it: how much to add."""

Counts = tuple[dict[Dims, dict[tuple[str, Month], int]], dict[tuple[str, Day], int]]
"""By dimensions, by key and month; and by key and day: how much to add."""

TOTAL = "total"
COMMUNE = "commune"


def dimension_in(name: str, commune: str | None) -> str:
    """The dimension of one commune of a city; of a commune alone it is just the dimension."""
    return f"{name}~{commune}" if commune else name


def document(year: str, dimension: str) -> str:
    """The document of a dimension's cells of a year: ``2026/village``."""
    return f"{year}/{dimension}"


def day_document(month: Month) -> str:
    """The document of a month's days: ``2026-03/day``."""
    return f"{month}/day"


def escaped(value: str) -> str:
    """A value as a field name: dots and dollars would be read as paths and operators."""
    if value.isalnum():
        return value
    return "".join(c if c not in "%.$\0" else f"%{ord(c):02x}" for c in value)


def unescaped(name: str) -> str:
    if "%" not in name:
        return name
    head, *rest = name.split("%")
    return head + "".join(chr(int(part[:2], 16)) + part[2:] for part in rest)


@lru_cache(maxsize=65_536)
def _values(dims: Dims) -> tuple[tuple[str, str], ...]:
    """(dimension, value as a field name) of all that the dimensions tell."""
    groups, gender, village, age_band, extra, commune = dims
    wanted = [("group", code) for code in groups]
    wanted += [("gender", gender or ""), ("age_band", age_band or ""), *extra]
    if commune:
        wanted += [(dimension_in(name, commune), value) for name, value in wanted]
        wanted.append((COMMUNE, commune))
    # a city's villages lie apart by commune only: one document of them all would be too large
    wanted.append((dimension_in("village", commune), village or ""))
    return tuple((name, escaped(value)) for name, value in wanted if value)


@lru_cache(maxsize=65_536)
def _places(k: str, month: Month, dims: Dims) -> tuple[tuple[str, str], ...]:
    """(document, path) of the month cells an entry with these dimensions falls into."""
    year, path = f"{month[:4]}/", f"{k}.{month[5:]}"
    places = [(f"{year}{TOTAL}", path)]
    places += [(year + name, f"{path}.{value}") for name, value in _values(dims)]
    return tuple(places)


@lru_cache(maxsize=65_536)
def _day(k: str, on: Day) -> tuple[str, str]:
    return day_document(on[:7]), f"{k}.{on[8:]}"


def add_up(entries: Iterable[Entry], into: Increments) -> None:
    """Add the entries to the increments of their cells."""
    for entry in entries:
        k, on, d, dims, _ = entry
        for name, path in (*_places(k, on[:7], dims), _day(k, on)):
            cells = into.get(name)
            if cells is None:
                cells = into[name] = {}
            cells[path] = cells.get(path, 0) + d


def count_up(entries: Iterable[Entry], into: Counts) -> None:
    """Add the entries to what is not laid out in cells yet: of many entries few differ."""
    months, days = into
    for k, on, d, dims, _ in entries:
        found = months.get(dims)
        if found is None:
            found = months[dims] = {}
        month, day = (k, on[:7]), (k, on)
        found[month] = found.get(month, 0) + d
        days[day] = days.get(day, 0) + d


def cells_of(counts: Counts) -> Increments:
    """The increments of the cells. Names are made of the sums: they are fewer than what is
    added up.
    """
    sums: dict[tuple[str, str], dict[tuple[str, Month], int]] = {}
    months, days = counts
    for dims, counted in months.items():
        places = [sums.setdefault(place, {}) for place in ((TOTAL, ""), *_values(dims))]
        for when, d in counted.items():
            for place in places:
                place[when] = place.get(when, 0) + d
    found: Increments = {}
    for (name, value), place in sums.items():
        for (k, month), d in place.items():
            path = f"{k}.{month[5:]}.{value}" if value else f"{k}.{month[5:]}"
            found.setdefault(document(month[:4], name), {})[path] = d
    for (k, on), d in days.items():
        name, path = _day(k, on)
        found.setdefault(name, {})[path] = d
    return found
