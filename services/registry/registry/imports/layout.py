"""Where a list's people stand: the heading over one or two rows, and which column is what.

Above it stand titles, below it numbers of columns, at the end totals and signatures:
none of them is a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.domain.legacy_text import readings
from registry.domain.text import fold
from registry.imports.sheet import Cell, Row

__all__ = ["Headings", "Layout", "Line", "headings", "lines", "recognise"]

LOOK_AT_ROWS = 60
LEAST_COLUMNS = 3
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-Za-z])\s*\)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Folded headings by field, and the words of a total."""

    whole: Mapping[str, str]
    parts: Sequence[tuple[str, str]]
    totals: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """``columns``: field → index; ``first``: index of the first row below the heading."""

    columns: Mapping[str, int]
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of data: its row in the sheet (from 1) and its cells by field."""

    row: int
    cells: Mapping[str, Cell]


def headings(table: Mapping[str, Any]) -> Headings:
    """From ``columns.yaml``."""
    whole: dict[str, str] = {}
    parts: list[tuple[str, str]] = []
    for field, rules in table["fields"].items():
        whole.update({fold(str(text)): field for text in rules.get("is", ())})
        parts += [(fold(str(text)), field) for text in rules.get("has", ())]
    # the longest first: "hộ cận nghèo" before "nghèo"
    parts.sort(key=lambda part: len(part[0]), reverse=True)
    return Headings(
        whole=whole, parts=parts, totals=frozenset(fold(str(t)) for t in table["totals"])
    )


def _field(text: str, known: Headings) -> str | None:
    folded = fold(text)
    if not folded:
        return None
    if folded in known.whole:
        return known.whole[folded]
    padded = f" {folded} "
    return next((field for part, field in known.parts if f" {part} " in padded), None)


def _heading(row: Row, index: int) -> str:
    value = row[index] if index < len(row) else None
    if not isinstance(value, str) or len(value) > 120:
        return ""
    return value


def _columns(rows: Sequence[Row], known: Headings) -> dict[str, int]:
    """Fields found in one or two heading rows; the first column of a field wins."""
    found: dict[str, int] = {}
    for index in range(max(len(row) for row in rows)):
        texts = [_heading(row, index) for row in rows]
        candidates = (texts[-1], " ".join(filter(None, texts)), texts[0])
        read = (reading for text in candidates for reading in readings(text))
        field = next((f for text in read if (f := _field(text, known))), None)
        if field is not None:
            found.setdefault(field, index)
    return found


def recognise(sheet: Sequence[Row], known: Headings) -> Layout | None:
    """The layout with the most columns found, a name among them; None when there is none."""
    best: Layout | None = None
    for top in range(min(len(sheet), LOOK_AT_ROWS)):
        for depth in (1, 2):
            rows = sheet[top : top + depth]
            if len(rows) < depth or not any(rows):
                continue
            columns = _columns(rows, known)
            enough = "full_name" in columns and len(columns) >= LEAST_COLUMNS
            if enough and (best is None or len(columns) > len(best.columns)):
                best = Layout(columns=columns, first=top + depth)
    return best


def _is_blank(value: Cell) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _numbers_columns(row: Row) -> bool:
    texts = [str(value).strip() for value in row if not _is_blank(value)]
    return len(texts) >= LEAST_COLUMNS and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)


def _is_total(cells: Mapping[str, Cell], known: Headings) -> bool:
    for value in cells.values():
        if isinstance(value, str):
            folded = fold(value)
            if any(folded == total or folded.startswith(f"{total} ") for total in known.totals):
                return True
    return False


def lines(sheet: Sequence[Row], layout: Layout, known: Headings) -> list[Line]:
    """The lines of data. A line names at least two things of a person beside its number."""
    found: list[Line] = []
    for index in range(layout.first, len(sheet)):
        row = sheet[index]
        if not found and _numbers_columns(row):
            continue
        cells = {
            field: row[column]
            for field, column in layout.columns.items()
            if column < len(row) and not _is_blank(row[column])
        }
        meaning = {field for field in cells if field != "number"}
        if len(meaning) < 2:
            continue
        head: dict[str, Cell] = {
            field: cells[field] for field in ("number", "full_name") if field in cells
        }
        if _is_total(head, known) and "birth_date" not in cells:
            continue
        found.append(Line(row=index + 1, cells=cells))
    return found
