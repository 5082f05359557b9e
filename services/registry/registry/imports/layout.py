"""Where a list's lines stand: the heading over one to three rows, and which column is what.

Above it stand titles, below it numbers of columns, between the lines the names of villages,
at the end totals and signatures: none of them is a person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from registry.domain.legacy_text import readings
from registry.domain.text import clean, fold
from registry.imports.composites import whole_cells
from registry.imports.headings import PARTS_OF, Headings, columns_of
from registry.imports.sheet import Cell, Row

__all__ = [
    "LOOK_AT_ROWS",
    "Layout",
    "Line",
    "corrected",
    "heading_at",
    "likeliest_heading",
    "lines",
    "numbers_columns",
    "recognise",
    "signature",
]

LOOK_AT_ROWS = 60
LEAST_COLUMNS = 3
DEEPEST_HEADING = 3
LONGEST_DATE = 20
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-Za-z])\s*\)?")
_DATA = re.compile(r"'?\d{4,}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}")
_VILLAGE = re.compile(r"(?:thon|xom|to dan pho|khu dan cu|khu|ap|ban) \S.{0,60}")
_SECTION_NUMBER = re.compile(r"[ivx]{1,5}|[a-z]|\d{1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """``columns``: field → index; ``top``, ``first``: index of the first heading row and of
    the first row below it; ``headings``: the text above each column; ``constants``: what
    every line of the list has although no column says it; ``encoding``: the old one that the
    headings are written in (tcvn3, vni), if they are."""

    columns: Mapping[str, int]
    top: int
    first: int
    headings: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of data: its row in the sheet (from 1) and its cells by field.

    ``corrections``: what the officer says stands there; an empty one says nothing stands there.
    """

    row: int
    cells: Mapping[str, Cell]
    corrections: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None


def _text(value: Cell) -> str:
    return value if isinstance(value, str) and len(value) <= 120 else ""


def _heading_rows(rows: Sequence[Row]) -> list[list[str]]:
    width = max(len(row) for row in rows)
    return [[_text(row[i]) if i < len(row) else "" for i in range(width)] for row in rows]


def _is_data(row: Row) -> bool:
    """A line of somebody's facts is no part of a heading, whatever its words look like."""
    return any(
        (isinstance(value, int | float | date) and not isinstance(value, bool))
        or (isinstance(value, str) and _DATA.fullmatch(value.strip()) is not None)
        for value in row
    )


def _names_somebody(columns: Mapping[str, int]) -> bool:
    return "full_name" in columns or {"name_head", "name_last"} <= columns.keys()


def recognise(sheet: Sequence[Row], known: Headings) -> Layout | None:
    """The layout with the most columns found, a name among them; None when there is none."""
    best: Layout | None = None
    for top in range(min(len(sheet), LOOK_AT_ROWS)):
        for depth in range(1, DEEPEST_HEADING + 1):
            rows = sheet[top : top + depth]
            if len(rows) < depth or not any(rows) or any(map(_is_data, rows)):
                break
            texts = _heading_rows(rows)
            columns = columns_of(texts, known)
            enough = _names_somebody(columns) and len(columns) >= LEAST_COLUMNS
            if enough and (best is None or len(columns) > len(best.columns)):
                joined = tuple(
                    clean(" ".join(filter(None, each))) for each in zip(*texts, strict=True)
                )
                best = Layout(columns=columns, top=top, first=top + depth, headings=joined)
    return best


def likeliest_heading(sheet: Sequence[Row]) -> Layout:
    """Where a heading would be that nobody recognises: the row with the most texts."""
    top = max(
        range(min(len(sheet), LOOK_AT_ROWS)),
        key=lambda index: (
            not _is_data(sheet[index]),
            sum(bool(_text(v)) for v in sheet[index]),
            -index,
        ),
        default=0,
    )
    return heading_at(sheet, top)


def heading_at(sheet: Sequence[Row], top: int) -> Layout:
    """The layout whose heading is that row alone, without columns."""
    texts = _heading_rows(sheet[top : top + 1]) if top < len(sheet) else [[]]
    return Layout(columns={}, top=top, first=top + 1, headings=tuple(map(clean, texts[0])))


def signature(kind: str, layout: Layout) -> str:
    """The same for every list with these headings in this order."""
    key = "\n".join((kind, *(fold(readings(text)[0]) for text in layout.headings)))
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _is_blank(value: Cell) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def numbers_columns(row: Row) -> bool:
    """The row under a heading that counts its columns: (1), (2), (3)."""
    texts = [str(value).strip() for value in row if not _is_blank(value)]
    return len(texts) >= LEAST_COLUMNS and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)


def _is_total(cells: Mapping[str, Cell], known: Headings) -> bool:
    for value in cells.values():
        if isinstance(value, str):
            for reading in readings(value):
                folded = fold(reading)
                if any(folded == total or folded.startswith(f"{total} ") for total in known.totals):
                    return True
    return False


def _section_village(row: Row) -> str | None:
    """The village that a row between the lines is the heading of."""
    texts = [str(value) for value in row if not _is_blank(value)]
    if len(texts) == 2 and _SECTION_NUMBER.fullmatch(fold(texts[0])):
        texts = texts[1:]
    if len(texts) != 1:
        return None
    for reading in readings(texts[0]):
        if _VILLAGE.fullmatch(fold(reading)):
            return clean(re.sub(r"^\s*(?:[IVXivx]{1,5}|\d{1,2})\s*[.)\-]\s*", "", reading)).rstrip(
                ":"
            )
    return None


def lines(sheet: Sequence[Row], layout: Layout, known: Headings) -> list[Line]:
    """The lines of data. A line names at least two things of a person beside its number; at
    the end of a list, where people sign, also something that only a person's line has."""
    found = list(_lines(sheet, layout, known))
    while found and not _is_somebody(found[-1].cells):
        found.pop()
    return found


def _is_somebody(cells: Mapping[str, Cell]) -> bool:
    """A running number, a date or number of a person, a gender: no signature has any."""
    if fold(str(cells.get("number", ""))).isdecimal():
        return True
    texts = [str(cells.get(name, "")) for name in ("birth_date", "national_id", "phone")]
    if any(len(text) <= LONGEST_DATE and any(map(str.isdigit, text)) for text in texts):
        return True
    gender = str(cells.get("gender", ""))
    return any(fold(reading) in ("nam", "nu") for reading in readings(gender))


def _lines(sheet: Sequence[Row], layout: Layout, known: Headings) -> Iterator[Line]:
    began, village = False, None
    own_village = "village" in layout.columns
    for index in range(layout.first, len(sheet)):
        row = sheet[index]
        if not began and numbers_columns(row):
            continue
        cells = {
            name: row[column]
            for name, column in layout.columns.items()
            if column < len(row) and not _is_blank(row[column])
        }
        if not own_village and (section := _section_village(row)) is not None:
            village = section
            continue
        if len(cells.keys() - {"number"}) < 2:
            continue
        head = ("number", "full_name", "name_head")
        if _is_total({name: cells[name] for name in head if name in cells}, known) and not (
            cells.keys() & {"birth_date", *PARTS_OF["birth_date"]}
        ):
            continue
        began = True
        if village is not None:
            cells.setdefault("village", village)
        whole = {**layout.constants, **whole_cells(cells, layout.columns)}
        yield Line(row=index + 1, cells=whole, encoding=layout.encoding)


def corrected(line: Line, corrections: Mapping[str, str]) -> Line:
    """The line as the officer put it right."""
    return replace(line, corrections=dict(corrections))
