"""Rows of a text file, whatever parts its cells and however its letters are encoded."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

__all__ = ["rows_of_text"]

DELIMITERS = ("\t", ";", ",", "|")
LOOK_AT_LINES = 60


def rows_of_text(content: bytes, most_columns: int) -> Iterator[tuple[str | None, ...]]:
    """The rows; an empty cell is None. A spreadsheet's ``sep=;`` line is no row of data,
    yet it keeps its place: row numbers are those of the file."""
    text = _text(content)
    stated = text[:6].lower()
    delimiter = text[4] if stated.startswith("sep=") and len(text) > 4 else _delimiter(text)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield tuple(value if value != "" else None for value in row[:most_columns])


def _delimiter(text: str) -> str:
    """The one that cuts most lines into equally many cells."""

    def score(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text[:65_536], newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row in islice(reader, LOOK_AT_LINES) if any(row))
        cut = [(lines * (width - 1), width) for width, lines in widths.items() if width > 1]
        return max(cut, default=(0, 0))

    return max(DELIMITERS, key=score)


def _text(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with or without it, else the old Windows code
    page, in which TCVN3 and VNI look as their converters expect."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if len(content) % 2 == 0 and content[:400].count(b"\x00") > len(content[:400]) // 5:
        order = "utf-16-le" if content[1:2] == b"\x00" or content[3:4] == b"\x00" else "utf-16-be"
        return content.decode(order, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
