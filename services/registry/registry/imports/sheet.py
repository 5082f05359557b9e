"""A spreadsheet as rows of plain values: nothing in it is ever evaluated.

A formula is its text. Size and unpacked size are bounded before anything is read.
"""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from openpyxl import load_workbook

__all__ = ["Cell", "Row", "UnreadableFile", "read"]

Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]

MAX_UNPACKED = 300 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
PAUSE_EVERY = 50


class UnreadableFile(Exception):
    """Neither xlsx nor csv, damaged, or far too large. The code says which."""


def read(filename: str, content: bytes) -> list[list[Row]]:
    """The sheets of a file, each as its rows from the first on. Raises :class:`UnreadableFile`.

    Pauses now and then, so that whoever shares the processor is served meanwhile.
    """
    if content[:4] == b"PK\x03\x04":
        return _workbook(content)
    if filename.lower().endswith((".csv", ".txt", ".tsv")) or b"\x00" not in content[:1000]:
        return [_csv(content)]
    raise UnreadableFile("file_unreadable")


def _workbook(content: bytes) -> list[list[Row]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise UnreadableFile("file_too_large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except UnreadableFile:
        raise
    except Exception as error:  # the parser fails in as many ways as files are broken
        raise UnreadableFile("file_unreadable") from error
    try:
        return [list(_rows(sheet)) for sheet in book.worksheets]
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile("file_unreadable") from error
    finally:
        book.close()


def _rows(sheet: object) -> Iterator[Row]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # a wrong stated size hides rows
    rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)  # type: ignore[attr-defined]
    for index, row in enumerate(rows):
        if index >= MAX_ROWS:
            raise UnreadableFile("file_too_large")
        if index % PAUSE_EVERY == 0:
            time.sleep(0)
        yield tuple(_plain(value) for value in row)


def _plain(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, str | int | float | bool | date):
        return value
    return str(value)


def _csv(content: bytes) -> list[Row]:
    text = _text(content)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:8192], ",;\t")
    except csv.Error:
        dialect = csv.excel
    rows: list[Row] = []
    for index, row in enumerate(csv.reader(io.StringIO(text, newline=""), dialect)):
        if index >= MAX_ROWS:
            raise UnreadableFile("file_too_large")
        rows.append(tuple(value if value != "" else None for value in row[:MAX_COLUMNS]))
    return rows


def _text(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else the old Windows code page,
    in which TCVN3 and VNI look as their converters expect."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
